import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { changeCart, createCart } from '../../../api/cart/change-cart.ts'
import type { CartAnswer } from '../../../api/cart/cart-answer.ts'
import type { CartRecord } from '../../../api/cart/cart-record.ts'
import { changeLines } from '../../../api/cart/change-lines.ts'
import { deliveryInput } from '../../../api/cart/delivery-input.ts'
import { setDelivery } from '../../../api/cart/set-delivery.ts'
import { completeCheckout } from '../../../api/checkout/complete-checkout.ts'
import { startCheckout } from '../../../api/checkout/start-checkout.ts'
import type { Shop } from '../shop-fixture.ts'

export const address = {
  name: 'Ada Lovelace',
  street: 'Invalidenstr. 1',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
} as const

const berlin = { language: 'EN', country: 'DE', currency: 'EUR' } as const

/** A key of a request that is made once. */
export const freshKey = (): string => randomUUID()

export async function cartWith(shop: Shop, variantId: string, quantity = 1): Promise<CartRecord> {
  const key = freshKey()
  const lines = [{ globalId: variantId, index: 0, variantId, quantity }]
  const created = await createCart(shop.database, { locale: berlin, lines, scope: key, key, request: key })
  return cartOf(created)
}

export function changeQuantity(
  shop: Shop,
  cartId: string,
  mode: 'add' | 'set',
  variantId: string,
  quantity: number,
  key = freshKey(),
): Promise<CartAnswer> {
  const lines = [{ globalId: variantId, index: 0, variantId, quantity }]
  return changeCart(
    shop.database,
    { cartId, key, request: { mode, variantId, quantity } },
    (transaction, row, contents) => changeLines(transaction, row, contents, { mode, lines, path: ['lines'] }),
  )
}

export function deliver(shop: Shop, cartId: string, given: unknown): Promise<CartAnswer> {
  const input = deliveryInput.parse(given)
  return changeCart(
    shop.database,
    { cartId, key: freshKey(), request: given },
    (transaction, row, contents) => setDelivery(transaction, row, contents, input),
  )
}

/** A cart that checkout accepts. */
export async function readyCart(shop: Shop, variantId: string, quantity = 1): Promise<CartRecord> {
  const { id } = await cartWith(shop, variantId, quantity)
  return cartOf(await deliver(shop, id, { email: 'ada@example.com', address, shippingMethod: 'standard' }))
}

export function start(shop: Shop, cartId: string, more: { expectedTotal?: number; key?: string } = {}) {
  return startCheckout(shop, {
    cartId,
    expectedTotal: more.expectedTotal,
    customerId: null,
    key: more.key ?? freshKey(),
  })
}

/** Id of the order that checkoutStart made. */
export async function startedOrder(shop: Shop, cartId: string): Promise<string> {
  const answer = await start(shop, cartId)
  expect(answer).toMatchObject({ __typename: 'CheckoutStarted' })
  return answer.__typename === 'CheckoutStarted' ? answer.orderId : ''
}

export function pay(
  shop: Parameters<typeof completeCheckout>[0],
  orderId: string,
  more: { method?: string; key?: string } = {},
) {
  return completeCheckout(shop, {
    orderId,
    paymentMethod: more.method ?? 'test_approved',
    customerId: null,
    key: more.key ?? freshKey(),
  })
}

export function cartOf(answer: CartAnswer): CartRecord {
  if (answer.__typename !== 'CartChanged') throw new Error(JSON.stringify(answer))
  return answer.cart
}
