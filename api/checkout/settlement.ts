import { closeCart, guest, lockCart } from '../cart/cart-table.ts'
import type { Database, Queryable } from '../database/database.ts'
import { publish } from '../events/outbox.ts'
import { announceStock } from '../inventory/announce.ts'
import { reserve, sell } from '../inventory/stock.ts'
import type { OrderRecord } from '../order/order-record.ts'
import { cartOfOrder, livingOrderId, lockOrder, markPlaced } from '../order/order-table.ts'
import type { ChargeOutcome } from '../payment/payment-provider.ts'
import { activePayment, findPayment, updatePayment, type PaymentRecord } from '../payment/payment-table.ts'

/**
 * Makes of a charge's outcome what follows from it for payment, order, stock and cart. The mutation, the webhook and
 * the reconciliation all come here, in any order and any number of times: the first to bring an outcome settles it
 * under the locks, the others find it settled. An approval is never undone by an older message.
 *
 * @returns undefined if the shop has no such payment
 */
export async function settle(
  database: Database,
  paymentId: string,
  outcome: ChargeOutcome,
  now: Date,
): Promise<PaymentRecord | undefined> {
  return database.transaction(async (transaction) => {
    const known = await findPayment(transaction, paymentId)
    if (known === undefined) return undefined
    const cartId = await cartOfOrder(transaction, known.orderId)
    if (cartId !== undefined) await lockCart(transaction, cartId, guest)
    const order = await lockOrder(transaction, known.orderId)
    // Read again: under the order's lock it no longer changes.
    const payment = await findPayment(transaction, paymentId)
    if (order === undefined || payment === undefined) return undefined
    await settleLocked(transaction, order, payment, outcome, now)
    return findPayment(transaction, paymentId)
  })
}

async function settleLocked(
  transaction: Queryable,
  order: OrderRecord,
  payment: PaymentRecord,
  outcome: ChargeOutcome,
  now: Date,
): Promise<void> {
  switch (outcome.kind) {
    case 'pending':
      if (payment.status !== 'pending') return
      return updatePayment(transaction, payment.id, { status: 'pending', reference: outcome.reference }, now)
    case 'declined':
      if (payment.status !== 'pending') return
      return updatePayment(transaction, payment.id, { status: 'declined', failureCode: outcome.reason }, now)
    case 'approved':
      // Declined before and approved now: the provider has changed its mind, or messages overtook each other.
      if (payment.status !== 'pending' && payment.status !== 'declined') return
      return settleApproved(transaction, order, payment, outcome.reference, now)
    default:
      return outcome satisfies never
  }
}

async function settleApproved(
  transaction: Queryable,
  order: OrderRecord,
  payment: PaymentRecord,
  reference: string,
  now: Date,
): Promise<void> {
  if (!(await canBePlaced(transaction, order, payment))) {
    // Decided for good by this commit, so that a later message cannot place an order that is being refunded.
    await updatePayment(transaction, payment.id, { status: 'refund_due', reference }, now)
    await publish(transaction, 'payment.refund_due', { paymentId: payment.id })
    if (order.status === 'cancelled') {
      await publish(transaction, 'order.cancelled', { orderId: order.id, reason: 'paid_too_late' })
    }
    return
  }
  await updatePayment(transaction, payment.id, { status: 'succeeded', reference }, now)
  const moves = await sell(transaction, order.id)
  await markPlaced(transaction, order.id, now)
  await closeCart(transaction, order.cartId)
  await announceStock(transaction, moves)
  await publish(transaction, 'order.placed', { orderId: order.id })
}

/** Whether the money can become an order: its stock is held or can be held again, and nothing else paid for it. */
async function canBePlaced(
  transaction: Queryable,
  order: OrderRecord,
  payment: PaymentRecord,
): Promise<boolean> {
  switch (order.status) {
    case 'placed':
      return false
    case 'awaiting_payment': {
      const active = await activePayment(transaction, order.id)
      return active === undefined || active.id === payment.id
    }
    case 'cancelled': {
      // A cart has one living order; if it was started again, that one is what the shopper wants.
      if ((await livingOrderId(transaction, order.cartId)) !== undefined) return false
      const pieces = order.lines.flatMap(({ variantId, quantity }) =>
        variantId === null ? [] : [{ variantId, quantity }],
      )
      const reserved = await reserve(transaction, order.id, pieces)
      if (reserved.kind === 'short') return false
      await announceStock(
        transaction,
        reserved.moves.filter(({ flipped }) => flipped),
      )
      return true
    }
    default:
      return order.status satisfies never
  }
}
