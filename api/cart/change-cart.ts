import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Database, Queryable } from '../database/database.ts'
import { idempotently } from '../idempotency.ts'
import type { Locale } from '../locale.ts'
import { countriesOf } from '../pricing/market.ts'
import { invalidInput } from '../schema/invalid-input.ts'
import { cartNotFound, type CartAnswer } from './cart-answer.ts'
import {
  cartContents,
  deleteCart,
  guest,
  insertCart,
  lockCart,
  type CartContents,
  type CartRow,
  type Shopper,
} from './cart-table.ts'
import { changeLines } from './change-lines.ts'
import type { RequestedLine } from './line-input.ts'

export interface CartChange {
  /** The cart's own id, not the global one. */
  readonly cartId: string
  readonly key: string
  /** Name and arguments of the mutation. */
  readonly request: unknown
  /** Whom the cart is priced for from now on; a guest unless given. */
  readonly shopper?: Shopper
}

/**
 * Runs one change of a cart in a transaction, under the cart's lock, once per idempotency key.
 *
 * While the cart's order is being paid nothing may change: a line that is added between charge and settlement would
 * vanish unpaid with the cart (the race that ACIDRain, SIGMOD 2017, found in shops: cart changed during payment).
 */
export async function changeCart(
  database: Database,
  { cartId, key, request, shopper = guest }: CartChange,
  change: (transaction: Queryable, row: CartRow, contents: CartContents) => Promise<CartAnswer>,
): Promise<CartAnswer> {
  if (!isCartId(cartId)) return cartNotFound
  return database.transaction((transaction) =>
    idempotently<CartAnswer>(transaction, { scope: `cart:${cartId}`, key, request }, async () => {
      const row = await lockCart(transaction, cartId, shopper)
      if (row?.status !== 'open') return cartNotFound
      const contents = await cartContents(transaction, row)
      if (contents.inPayment) {
        return invalidInput(
          ['cartId'],
          'The cart is being paid; it can be changed again when the payment was declined.',
          'CART_IN_PAYMENT',
        )
      }
      return change(transaction, row, contents)
    }),
  )
}

export interface CartCreation {
  readonly locale: Locale
  readonly lines: readonly RequestedLine[]
  /** Who may replay the answer, which holds the cart's secret. */
  readonly scope: string
  readonly key: string
  readonly request: unknown
  /** Whom it is priced for; a guest unless given. */
  readonly shopper?: Shopper
}

/** Makes a cart in the currency and country of the request; both stay with it. */
export async function createCart(database: Database, creation: CartCreation): Promise<CartAnswer> {
  const { locale, lines, scope, key, request, shopper = guest } = creation
  const countries = countriesOf(locale.currency)
  if (!countries.includes(locale.country)) {
    return invalidInput(
      ['country'],
      `${locale.country} does not buy in ${locale.currency}; with this currency @inContext may name ${countries.join(' or ')}.`,
    )
  }
  return database.transaction((transaction) =>
    idempotently<CartAnswer>(transaction, { scope, key, request }, () =>
      insertWithLines(transaction, locale, lines, shopper),
    ),
  )
}

async function insertWithLines(
  transaction: Queryable,
  locale: Locale,
  lines: readonly RequestedLine[],
  shopper: Shopper,
): Promise<CartAnswer> {
  const row = await insertCart(transaction, { id: randomUUID(), ...locale }, shopper)
  const contents = await cartContents(transaction, row)
  const answer = await changeLines(transaction, row, contents, {
    mode: 'add',
    lines,
    path: ['input', 'lines'],
  })
  // A refusal is stored as the key's answer, so the transaction commits; the cart must not stay behind.
  if (answer.__typename !== 'CartChanged') await deleteCart(transaction, row.id)
  return answer
}

/** Cart ids are UUIDs; anything else is unknown without asking the database. */
export function isCartId(id: string): boolean {
  return z.uuid().safeParse(id).success
}
