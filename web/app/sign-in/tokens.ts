import type { Logger } from 'pino'
import * as openid from 'openid-client'
import type { AccountData } from '../session/session.ts'
import type { VisitState } from '../session/state.ts'
import type { Settings } from '../shop/settings.ts'
import { issuerOf } from './issuer.ts'

/** Refresh this long before the end, so that a token does not expire on its way to the API. */
const leewaySeconds = 30

type Tokens = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers

/** What the account cookie keeps of the issuer's answer; missing parts stay as they were. */
export function accountOf(tokens: Tokens, before?: AccountData): AccountData {
  const claims = tokens.claims()
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const refreshToken = tokens.refresh_token ?? before?.refreshToken
  const idToken = tokens.id_token ?? before?.idToken
  const email = text(claims?.['email']) ?? before?.email
  const name = text(claims?.['name']) ?? before?.name
  return {
    accessToken: tokens.access_token,
    expiresAt: Math.floor(Date.now() / 1000) + (tokens.expiresIn() ?? 300),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
  }
}

/**
 * The customer's access token, refreshed if it is about to end; undefined for a guest. A refresh that the issuer
 * declines signs the customer out; one that fails for another reason leaves the cookie for the next try.
 */
export async function freshAccessToken(
  settings: Settings,
  visit: VisitState,
  log: Logger,
): Promise<string | undefined> {
  const { account } = visit
  if (account === undefined) return undefined
  if (account.expiresAt - leewaySeconds > Date.now() / 1000) return account.accessToken
  if (account.refreshToken === undefined) {
    visit.setAccount(undefined)
    return undefined
  }
  try {
    const tokens = await openid.refreshTokenGrant(await issuerOf(settings.oidc), account.refreshToken)
    visit.setAccount(accountOf(tokens, account))
    return tokens.access_token
  } catch (error) {
    if (error instanceof openid.ResponseBodyError) visit.setAccount(undefined)
    log.warn({ err: error }, 'access token not refreshed')
    return undefined
  }
}
