import { randomUUID } from 'node:crypto'
import { z } from 'zod'

const notices = [
  'added',
  'updated',
  'cart-gone',
  'reservation-expired',
  'signed-out',
  'sign-in-failed',
] as const

/** Something to tell once, on the next page. */
export type Notice = (typeof notices)[number]

const sessionShape = z.object({
  id: z.string(),
  cartId: z.string().optional(),
  /** Pieces in the cart when it was last seen, so that the header needs no query. */
  cartQuantity: z.number().int().optional(),
  /** The order that was placed last: its page says thank you, and its form sent again leads there. */
  placedOrderId: z.string().optional(),
  notice: z.enum(notices).optional(),
})

/** What a visit remembers, in one sealed cookie; small enough for 4 KB with ease. */
export type SessionData = z.output<typeof sessionShape>

const accountShape = z.object({
  accessToken: z.string(),
  /** Seconds since 1970. */
  expiresAt: z.number(),
  refreshToken: z.string().optional(),
  idToken: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
})

/** A signed-in customer's tokens, in a cookie of their own. */
export type AccountData = z.output<typeof accountShape>

const signInShape = z.object({
  codeVerifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  /** Path to go back to. */
  returnTo: z.string(),
})

/** What must survive the trip to the identity provider and back. */
export type SignInData = z.output<typeof signInShape>

/** The sealed cookies: their names, shapes and lives. */
export const sealedCookies = {
  session: { base: 'kontor_session', shape: sessionShape, lifeSeconds: 30 * 24 * 3600 },
  account: { base: 'kontor_account', shape: accountShape, lifeSeconds: 14 * 24 * 3600 },
  signIn: { base: 'kontor_sign_in', shape: signInShape, lifeSeconds: 600 },
} as const

/** A visit's first session. */
export function newSession(): SessionData {
  return { id: randomUUID() }
}
