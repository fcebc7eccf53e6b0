import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { releaseExpired } from '../../../api/checkout/cancel-order.ts'
import { sql } from '../../../api/database/statement.ts'
import { addVariant, count, openShop, type Shop, stock } from '../shop-fixture.ts'
import { changeQuantity, deliver, freshKey, pay, readyCart, start, startedOrder } from './shopper.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  await shop.close()
})

test('a purchase reserves, then sells, and closes the cart', async () => {
  const variant = await addVariant(shop, { amount: 1990, onHand: 3 })
  const cart = await readyCart(shop, variant, 2)
  const orderId = await startedOrder(shop, cart.id)
  expect(await stock(shop, variant)).toEqual({ onHand: 3, reserved: 2 })

  expect(await pay(shop, orderId)).toEqual({ __typename: 'OrderPlaced', orderId })
  expect(await stock(shop, variant)).toEqual({ onHand: 1, reserved: 0 })
  expect(await changeQuantity(shop, cart.id, 'add', variant, 1)).toMatchObject({ __typename: 'CartNotFound' })
  const events = await shop.sql.query(sql('test_events')`
    select topic from outbox where payload->>'orderId' = ${orderId}`)
  expect(events).toEqual([{ topic: 'order.placed' }])
})

test('starting twice gives the same order and reserves once', async () => {
  const variant = await addVariant(shop, { amount: 500, onHand: 5 })
  const cart = await readyCart(shop, variant, 2)
  const [first, second] = await Promise.all([startedOrder(shop, cart.id), startedOrder(shop, cart.id)])
  expect(second).toBe(first)
  expect(await stock(shop, variant)).toEqual({ onHand: 5, reserved: 2 })
})

test('a cart that changed replaces its order, and its own pieces count as available', async () => {
  const variant = await addVariant(shop, { amount: 500, onHand: 5 })
  const cart = await readyCart(shop, variant, 4)
  const first = await startedOrder(shop, cart.id)
  expect(await changeQuantity(shop, cart.id, 'set', variant, 5)).toMatchObject({ __typename: 'CartChanged' })
  expect(await pay(shop, first)).toMatchObject({ __typename: 'InvalidInput', code: 'CART_CHANGED' })

  const second = await startedOrder(shop, cart.id)
  expect(second).not.toBe(first)
  expect(await stock(shop, variant)).toEqual({ onHand: 5, reserved: 5 })
  expect(await pay(shop, first)).toMatchObject({ __typename: 'ReservationExpired' })
  expect(await pay(shop, second)).toMatchObject({ __typename: 'OrderPlaced' })
})

test('a price that changed is told, and nothing happens', async () => {
  const variant = await addVariant(shop, { amount: 1000, onHand: 5 })
  const cart = await readyCart(shop, variant)
  await shop.database.transaction((transaction) =>
    transaction.query(
      sql('test_reprice')`update price set amount = 1100 where variant_id = ${variant}::bigint`,
    ),
  )
  expect(await start(shop, cart.id, { expectedTotal: cart.cost.total })).toMatchObject({
    __typename: 'PriceChanged',
    cart: { cost: { total: cart.cost.total + 100 } },
  })
  expect(await stock(shop, variant)).toEqual({ onHand: 5, reserved: 0 })
})

test('checkout names what the cart lacks', async () => {
  const variant = await addVariant(shop, { amount: 1000, onHand: 5 })
  const cart = await readyCart(shop, variant)
  await deliver(shop, cart.id, {
    address: { name: 'A', street: 'B 1', postalCode: '1010', city: 'Wien', country: 'AT' },
  })
  await changeQuantity(shop, cart.id, 'set', variant, 0)
  expect(await start(shop, cart.id)).toMatchObject({ __typename: 'CheckoutIncomplete', missing: ['LINES'] })
})

test('more than there is cannot be started', async () => {
  const variant = await addVariant(shop, { amount: 1000, onHand: 2 })
  const [one, other] = [await readyCart(shop, variant, 2), await readyCart(shop, variant, 1)]
  await startedOrder(shop, one.id)
  expect(await start(shop, other.id)).toMatchObject({
    __typename: 'OutOfStock',
    shortages: [{ variantId: variant, requested: 1, available: 0 }],
  })
})

test('an expired reservation is refused, and released once', async () => {
  const variant = await addVariant(shop, { amount: 1000, onHand: 1 })
  const cart = await readyCart(shop, variant)
  const orderId = await startedOrder(shop, cart.id)
  shop.advance(15 * 60)
  const [paid] = await Promise.all([pay(shop, orderId), releaseExpired(shop.database, shop.clock())])
  expect(paid).toMatchObject({ __typename: 'ReservationExpired' })
  expect(await stock(shop, variant)).toEqual({ onHand: 1, reserved: 0 })
  expect(await pay(shop, await startedOrder(shop, cart.id))).toMatchObject({ __typename: 'OrderPlaced' })
})

test('a declined payment leaves the order open for another method', async () => {
  const variant = await addVariant(shop, { amount: 1000, onHand: 1 })
  const orderId = await startedOrder(shop, (await readyCart(shop, variant)).id)
  const key = freshKey()
  const declined = await pay(shop, orderId, { method: 'test_declined', key })
  expect(declined).toMatchObject({ __typename: 'PaymentDeclined' })
  expect(await pay(shop, orderId, { method: 'test_declined', key })).toEqual(declined)
  expect(await pay(shop, orderId)).toMatchObject({ __typename: 'OrderPlaced' })
})

test('unknown and malformed ids are not found', async () => {
  const nobody = '6f1ed002-ab5e-4d15-a2c1-7b8a1d1f2a33'
  expect(await start(shop, nobody)).toMatchObject({ __typename: 'CartNotFound' })
  expect(await start(shop, "' or 1=1")).toMatchObject({ __typename: 'CartNotFound' })
  expect(await pay(shop, nobody)).toMatchObject({ __typename: 'OrderNotFound' })
  expect(await pay(shop, 'x')).toMatchObject({ __typename: 'OrderNotFound' })
})

test('200 buyers on 20 pieces: 20 orders, each paid once, nothing oversold', {
  timeout: 120_000,
}, async () => {
  const variant = await addVariant(shop, { amount: 9900, onHand: 20 })
  const [placedBefore, chargedBefore] = [await count(shop, 'orders placed'), await count(shop, 'charges')]
  const carts = []
  for (let i = 0; i < 200; i += 1) carts.push(await readyCart(shop, variant))
  const outcomes = await Promise.all(
    carts.map(async ({ id }) => {
      const [startKey, payKey] = [freshKey(), freshKey()]
      const begun = await untilServed(() => start(shop, id, { key: startKey }))
      if (begun.__typename !== 'CheckoutStarted') return begun.__typename
      return (await untilServed(() => pay(shop, begun.orderId, { key: payKey }))).__typename
    }),
  )
  expect(outcomes.filter((outcome) => outcome === 'OrderPlaced')).toHaveLength(20)
  expect(outcomes.filter((outcome) => outcome === 'OutOfStock')).toHaveLength(180)
  expect(await stock(shop, variant)).toEqual({ onHand: 0, reserved: 0 })
  expect(await count(shop, 'orders placed')).toBe(Number(placedBefore) + 20)
  expect(await count(shop, 'charges')).toBe(Number(chargedBefore) + 20)
  const [listing] = await shop.sql.query<{ available: boolean }>(sql('test_listing_read')`
    select l.available from product_listing l join variant v using (product_id) where v.id = ${variant}::bigint`)
  expect(listing?.available).toBe(false)
})

/** Repeats a request that the overloaded shop turned away, with the same key, as a client does. */
async function untilServed<T>(request: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await request()
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'DatabaseUnavailable') throw error
      // Turned away at once; let those who were admitted get on.
      await setImmediate()
    }
  }
}
