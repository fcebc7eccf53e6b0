import type { Queryable } from '../database/database.ts'
import { costOf } from '../pricing/cost.ts'
import { offersOf, unitAmountOf, type Offer } from '../pricing/offer.ts'
import type { CartLineRecord, CartRecord } from './cart-record.ts'
import { cartContents, findCart, type CartContents, type CartRow } from './cart-table.ts'

/** A cart with its prices as they are now; undefined if it is unknown or has become an order. */
export async function readCart(queryable: Queryable, cartId: string): Promise<CartRecord | undefined> {
  const row = await findCart(queryable, cartId)
  if (row?.status !== 'open') return undefined
  const contents = await cartContents(queryable, row)
  const variantIds = contents.lines.map(({ variantId }) => variantId)
  return priceCart(row, contents, await offersOf(queryable, variantIds, row))
}

/** Puts together a cart and computes its cost, in one pass and without asking anybody. */
export function priceCart(
  row: CartRow,
  contents: CartContents,
  offers: ReadonlyMap<string, Offer>,
): CartRecord {
  const lines = contents.lines.flatMap(({ variantId, quantity }): CartLineRecord[] => {
    const offer = offers.get(variantId)
    if (offer === undefined) return []
    return [
      {
        variantId,
        quantity,
        unitAmount: unitAmountOf(offer, quantity, row.country),
        taxClass: offer.taxClass,
      },
    ]
  })
  const shippingMethods = contents.shippingMethods
    .filter(({ countries }) => countries.includes(row.country))
    .map(({ code, amount, freeFromAmount, texts }) => ({ code, amount, freeFromAmount, texts }))
  const shippingMethod = shippingMethods.find(({ code }) => code === row.shippingMethodCode) ?? null
  return {
    id: row.id,
    currency: row.currency,
    country: row.country,
    language: row.language,
    version: row.version,
    email: row.email,
    deliveryAddress: row.deliveryAddress,
    shippingMethod,
    shippingMethods,
    lines,
    cost: costOf(lines, row.country, shippingMethod ?? undefined),
    updatedAt: row.updatedAt.toISOString(),
  }
}
