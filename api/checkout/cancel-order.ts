import { guest, lockCart } from '../cart/cart-table.ts'
import type { Database, Queryable } from '../database/database.ts'
import { publish, type CancellationReason } from '../events/outbox.ts'
import { announceStock } from '../inventory/announce.ts'
import { release } from '../inventory/stock.ts'
import { cartOfOrder, expiredOrders, lockOrder, markCancelled } from '../order/order-table.ts'
import { activePayment } from '../payment/payment-table.ts'

/** Gives up an order that awaits payment, and gives back its stock. The caller holds the locks of cart and order. */
export async function cancelOrder(
  transaction: Queryable,
  orderId: string,
  reason: CancellationReason,
): Promise<void> {
  await markCancelled(transaction, orderId)
  await announceStock(transaction, await release(transaction, orderId))
  await publish(transaction, 'order.cancelled', { orderId, reason })
}

/** Orders that one run of the job releases; the next minute's run takes the rest. */
const ordersPerRun = 500

/**
 * Cancels orders that nobody paid while their stock was held. An order whose payment is under way keeps its stock
 * until the provider has told what became of it.
 *
 * @returns how many were cancelled
 */
export async function releaseExpired(database: Database, now: Date): Promise<number> {
  const expired = await database.readLatest<{ id: string }>(expiredOrders(now, ordersPerRun))
  let cancelled = 0
  for (const { id } of expired) {
    if (await database.transaction((transaction) => releaseIfExpired(transaction, id, now))) cancelled += 1
  }
  return cancelled
}

/** Looks again under the locks: the shopper may have paid since. */
async function releaseIfExpired(transaction: Queryable, orderId: string, now: Date): Promise<boolean> {
  const cartId = await cartOfOrder(transaction, orderId)
  if (cartId === undefined) return false
  await lockCart(transaction, cartId, guest)
  const order = await lockOrder(transaction, orderId)
  if (order?.status !== 'awaiting_payment') return false
  if (order.reservedUntil === null || order.reservedUntil > now) return false
  if ((await activePayment(transaction, orderId)) !== undefined) return false
  await cancelOrder(transaction, orderId, 'reservation_expired')
  return true
}
