import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settle } from '../../../api/checkout/settlement.ts'
import { releaseExpired } from '../../../api/checkout/cancel-order.ts'
import type { Database } from '../../../api/database/database.ts'
import { sql } from '../../../api/database/statement.ts'
import { type PaymentProvider, PaymentProviderUnavailable } from '../../../api/payment/payment-provider.ts'
import { processPaymentEvents, storePaymentEvent } from '../../../api/payment/payment-event.ts'
import { reconcilePayments, refundPayment } from '../../../api/payment/reconcile.ts'
import { addVariant, openShop, type Shop, stock } from '../shop-fixture.ts'
import { changeQuantity, freshKey, pay, readyCart, start, startedOrder } from '../checkout/shopper.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  await shop.close()
})

interface PaymentRow {
  readonly id: string
  readonly status: string
}

function payments(orderId: string): Promise<PaymentRow[]> {
  return shop.sql.query(sql('test_payments')`
    select id, status from payment where order_id = ${orderId}::uuid order by created_at`)
}

async function orderStatus(orderId: string): Promise<string | undefined> {
  const [row] = await shop.sql.query<{ status: string }>(
    sql('test_order')`select status from customer_order where id = ${orderId}::uuid`,
  )
  return row?.status
}

function charges(orderId: string): Promise<{ outcome: string }[]> {
  return shop.sql.query(sql('test_order_charges')`
    select c.outcome from test_payment_provider.charge c join payment p on p.id::text = c.idempotency_key
    where p.order_id = ${orderId}::uuid`)
}

/** A provider whose answers are lost on the way back, after it has charged. */
function answersLost(provider: PaymentProvider): PaymentProvider {
  return {
    ...provider,
    charge: async (request) => {
      await provider.charge(request)
      throw new PaymentProviderUnavailable('the answer is lost')
    },
  }
}

/** A database that is away from the moment the charge was made: the process dies between charge and settlement. */
function diesAfterCharge(): Pick<Shop, 'database' | 'paymentProvider' | 'clock'> {
  let charged = false
  const database: Database = {
    ...shop.database,
    transaction: (work, options) =>
      charged ? Promise.reject(new Error('the process is gone')) : shop.database.transaction(work, options),
  }
  const paymentProvider: PaymentProvider = {
    ...shop.paymentProvider,
    charge: async (request) => {
      const outcome = await shop.paymentProvider.charge(request)
      charged = true
      return outcome
    },
  }
  return { database, paymentProvider, clock: shop.clock }
}

async function awaitingOrder(onHand = 1) {
  const variant = await addVariant(shop, { amount: 1000, onHand })
  const cart = await readyCart(shop, variant)
  return { variant, cartId: cart.id, orderId: await startedOrder(shop, cart.id) }
}

test('a crash between charge and settlement: the same key completes it with one charge', async () => {
  const { orderId, variant } = await awaitingOrder()
  const key = freshKey()
  await expect(pay(diesAfterCharge(), orderId, { key })).rejects.toThrow('the process is gone')
  expect(await payments(orderId)).toMatchObject([{ status: 'pending' }])

  expect(await pay(shop, orderId, { key })).toMatchObject({ __typename: 'OrderPlaced' })
  expect(await payments(orderId)).toMatchObject([{ status: 'succeeded' }])
  expect(await charges(orderId)).toEqual([{ outcome: 'approved' }])
  expect(await stock(shop, variant)).toEqual({ onHand: 0, reserved: 0 })
})

test('a crash between charge and settlement: another key and method resume the first attempt', async () => {
  const { orderId } = await awaitingOrder()
  await expect(pay(diesAfterCharge(), orderId)).rejects.toThrow('the process is gone')
  expect(await pay(shop, orderId, { method: 'test_declined' })).toMatchObject({ __typename: 'OrderPlaced' })
  expect(await charges(orderId)).toEqual([{ outcome: 'approved' }])
})

test('a crash between charge and settlement: reconciliation completes it', async () => {
  const { orderId } = await awaitingOrder()
  await expect(pay(diesAfterCharge(), orderId)).rejects.toThrow('the process is gone')
  await reconcilePayments(shop)
  expect(await orderStatus(orderId)).toBe('awaiting_payment')

  shop.advance(61)
  await reconcilePayments(shop)
  expect(await orderStatus(orderId)).toBe('placed')
})

test('unavailable is not frozen into the answer of its key', async () => {
  const { orderId } = await awaitingOrder()
  const key = freshKey()
  const lossy = { ...shop, paymentProvider: answersLost(shop.paymentProvider) }
  expect(await pay(lossy, orderId, { key })).toMatchObject({ __typename: 'PaymentUnavailable' })
  expect(await pay(shop, orderId, { key })).toMatchObject({ __typename: 'OrderPlaced' })
  expect(await charges(orderId)).toHaveLength(1)
})

test('a charge that never reached the provider is given up, and the order can be paid again', async () => {
  const { orderId } = await awaitingOrder()
  expect(await pay(shop, orderId, { method: 'test_unavailable' })).toMatchObject({
    __typename: 'PaymentUnavailable',
  })
  shop.advance(61)
  await reconcilePayments(shop)
  expect(await payments(orderId)).toMatchObject([{ status: 'pending' }])
  shop.advance(60)
  await reconcilePayments(shop)
  expect(await payments(orderId)).toMatchObject([{ status: 'declined' }])
  expect(await pay(shop, orderId)).toMatchObject({ __typename: 'OrderPlaced' })
})

test('the same key, ten times at once: one payment, one charge, one answer', async () => {
  const { orderId } = await awaitingOrder()
  const key = freshKey()
  const answers = await Promise.all(Array.from({ length: 10 }, () => pay(shop, orderId, { key })))
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ __typename: 'OrderPlaced', orderId })]),
  )
  expect(await payments(orderId)).toHaveLength(1)
  expect(await charges(orderId)).toHaveLength(1)
})

test('ten keys at once: one charge', async () => {
  const { orderId } = await awaitingOrder()
  await Promise.all(Array.from({ length: 10 }, () => pay(shop, orderId)))
  expect(await orderStatus(orderId)).toBe('placed')
  expect(await charges(orderId)).toEqual([{ outcome: 'approved' }])
})

test('a used key with another method is refused', async () => {
  const { orderId } = await awaitingOrder()
  const key = freshKey()
  await pay(shop, orderId, { key, method: 'test_declined' })
  await expect(pay(shop, orderId, { key })).rejects.toMatchObject({
    extensions: { code: 'IDEMPOTENCY_KEY_REUSED' },
  })
})

test('while it is being paid, the cart cannot change and checkout gives the same order (ACIDRain)', async () => {
  const { orderId, cartId, variant } = await awaitingOrder(5)
  let seen: unknown[] = []
  const provider: PaymentProvider = {
    ...shop.paymentProvider,
    charge: async (request) => {
      seen = [await changeQuantity(shop, cartId, 'add', variant, 1), await start(shop, cartId)]
      return shop.paymentProvider.charge(request)
    },
  }
  expect(await pay({ ...shop, paymentProvider: provider }, orderId)).toMatchObject({
    __typename: 'OrderPlaced',
  })
  expect(seen).toMatchObject([
    { __typename: 'InvalidInput', code: 'CART_IN_PAYMENT' },
    { __typename: 'CheckoutStarted', orderId },
  ])
  expect(await stock(shop, variant)).toEqual({ onHand: 4, reserved: 0 })
})

test('a webhook during the charge, after it, and again: one order, one event', async () => {
  const { orderId, variant } = await awaitingOrder()
  let event: Parameters<typeof storePaymentEvent>[2] | undefined
  const provider: PaymentProvider = {
    ...shop.paymentProvider,
    charge: async (request) => {
      const outcome = await shop.paymentProvider.charge(request)
      event = { eventId: `evt_${orderId}`, idempotencyKey: request.idempotencyKey, outcome }
      await storePaymentEvent(shop.sql, 'test', event)
      expect(await processPaymentEvents(shop)).toBe(1)
      return outcome
    },
  }
  expect(await pay({ ...shop, paymentProvider: provider }, orderId)).toMatchObject({
    __typename: 'OrderPlaced',
  })
  if (event === undefined) throw new Error('the provider was not asked')
  await storePaymentEvent(shop.sql, 'test', event)
  expect(await processPaymentEvents(shop)).toBe(0)
  await storePaymentEvent(shop.sql, 'test', { ...event, eventId: `again_${orderId}` })
  expect(await processPaymentEvents(shop)).toBe(1)

  expect(await stock(shop, variant)).toEqual({ onHand: 0, reserved: 0 })
  const placed = await shop.sql.query(sql('test_placed_events')`
    select from outbox where topic = 'order.placed' and payload->>'orderId' = ${orderId}`)
  expect(placed).toHaveLength(1)
})

test('a decline that arrives after the approval changes nothing', async () => {
  const { orderId } = await awaitingOrder()
  await pay(shop, orderId)
  const [payment] = await payments(orderId)
  await settle(shop.database, payment?.id ?? '', { kind: 'declined', reason: 'late' }, shop.clock())
  expect(await payments(orderId)).toMatchObject([{ status: 'succeeded' }])
  expect(await orderStatus(orderId)).toBe('placed')
})

test('an event for a payment that nobody knows is processed and forgotten', async () => {
  const unknown = {
    eventId: 'evt_unknown',
    idempotencyKey: randomUUID(),
    outcome: { kind: 'approved', reference: 'x' },
  } as const
  await storePaymentEvent(shop.sql, 'test', unknown)
  expect(await processPaymentEvents(shop)).toBe(1)
  expect(await processPaymentEvents(shop)).toBe(0)
})

/** The provider said no, the order expired, and then the provider says yes. */
async function approvedTooLate(onHand: number) {
  const { orderId, variant, cartId } = await awaitingOrder(onHand)
  await pay(shop, orderId, { method: 'test_declined' })
  shop.advance(15 * 60)
  await releaseExpired(shop.database, shop.clock())
  expect(await orderStatus(orderId)).toBe('cancelled')
  const [payment] = await payments(orderId)
  const approve = () =>
    settle(shop.database, payment?.id ?? '', { kind: 'approved', reference: 'late' }, shop.clock())
  return { orderId, variant, cartId, paymentId: payment?.id ?? '', approve }
}

test('an approval after the stock was released takes it again if it is there', async () => {
  const { orderId, variant, approve } = await approvedTooLate(1)
  expect(await approve()).toMatchObject({ status: 'succeeded' })
  expect(await orderStatus(orderId)).toBe('placed')
  expect(await stock(shop, variant)).toEqual({ onHand: 0, reserved: 0 })
})

test('an approval after the stock was sold is refunded, once and for good', async () => {
  const { orderId, variant, paymentId, approve } = await approvedTooLate(1)
  const other = await startedOrder(shop, (await readyCart(shop, variant)).id)
  expect(await approve()).toMatchObject({ status: 'refund_due' })
  // The stock comes back; a repeated message must not place the order any more.
  shop.advance(15 * 60)
  await releaseExpired(shop.database, shop.clock())
  expect(await orderStatus(other)).toBe('cancelled')
  expect(await approve()).toMatchObject({ status: 'refund_due' })
  expect(await orderStatus(orderId)).toBe('cancelled')

  await refundPayment(shop, paymentId)
  expect(await payments(orderId)).toMatchObject([{ status: 'refunded' }])
  const topics = await shop.sql.query(sql('test_refund_events')`
    select topic from outbox where payload->>'paymentId' = ${paymentId} or payload->>'reason' = 'paid_too_late'`)
  expect(topics).toEqual([{ topic: 'payment.refund_due' }, { topic: 'order.cancelled' }])
})

test('an approval of an order that was replaced is refunded, and the new order goes on', async () => {
  const { cartId, approve } = await approvedTooLate(2)
  const again = await startedOrder(shop, cartId)
  expect(await approve()).toMatchObject({ status: 'refund_due' })
  expect(await pay(shop, again)).toMatchObject({ __typename: 'OrderPlaced' })
})
