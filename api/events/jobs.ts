import type { TaskList } from 'graphile-worker'
import { parseCronItems, type ParsedCronItem } from 'graphile-worker'
import { z } from 'zod'
import { purgeAbandonedCarts } from '../cart/cart-table.ts'
import { openPriceList } from '../catalog/jobs/open-price-list.ts'
import { refillCollection } from '../catalog/jobs/refill-collection.ts'
import { countSales, forgetOldSales } from '../catalog/jobs/sales-count.ts'
import { releaseExpired } from '../checkout/cancel-order.ts'
import type { ApplicationContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { purgeIdempotencyKeys } from '../idempotency.ts'
import type { MailSender } from '../mail/mail-sender.ts'
import { orderConfirmation } from '../order/order-confirmation.ts'
import { findOrder } from '../order/order-table.ts'
import { processPaymentEvents } from '../payment/payment-event.ts'
import { reconcilePayments, refundPayment } from '../payment/reconcile.ts'
import { refreshSearchTiers, refreshSearchWords } from '../search/refresh-search.ts'
import type { EdgePurger } from './edge-purge.ts'
import { type JobName, purgeOutbox } from './relay.ts'

type Application = Pick<ApplicationContext, 'database' | 'paymentProvider' | 'clock' | 'log'>

const cronJobs = {
  /** Stock that nobody paid for goes back on sale within a minute of its expiry. */
  release_expired_reservations: '* * * * *',
  reconcile_payments: '* * * * *',
  /** What the process that took the webhook did not get to. */
  process_payment_events: '* * * * *',
  /** Best sellers climb within a minute. */
  count_sales: '* * * * *',
  forget_old_sales: '47 3 * * *',
  refresh_search_tiers: '*/10 * * * *',
  refresh_search_words: '33 * * * *',
  purge: '17 3 * * *',
} as const

const orderPayload = z.object({ orderId: z.uuid() })
const rowId = z.string().regex(/^[1-9]\d*$/)
const collectionPayload = z.object({ collectionId: rowId })
const priceListPayload = z.object({ priceListId: rowId })
const purgePayload = z.array(z.string())
const paymentPayload = z.object({ paymentId: z.uuid() })

/** What the worker can do. A job that throws is repeated with growing pauses, 25 times within about three days. */
export function createJobs(
  application: Application,
  mailSender: MailSender,
  edgePurger?: EdgePurger,
): TaskList {
  const { database, clock } = application
  const latest: Queryable = { query: (statement) => database.readLatest(statement) }
  const jobs: Record<JobName | 'purge_edge' | keyof typeof cronJobs, (payload: unknown) => Promise<void>> = {
    async send_order_confirmation(payload) {
      const { orderId } = orderPayload.parse(payload)
      const order = await findOrder(latest, orderId)
      if (order === undefined) throw new Error(`The order ${orderId} was announced as placed and is missing.`)
      await mailSender.send(orderConfirmation(order))
    },
    async refill_collection(payload) {
      await refillCollection(database, collectionPayload.parse(payload).collectionId)
    },
    async open_price_list(payload) {
      await openPriceList(database, priceListPayload.parse(payload).priceListId)
    },
    async refund_payment(payload) {
      await refundPayment(application, paymentPayload.parse(payload).paymentId)
    },
    async purge_edge(payload) {
      await edgePurger?.purge([...new Set(purgePayload.parse(payload))])
    },
    async release_expired_reservations() {
      await releaseExpired(database, clock())
    },
    async reconcile_payments() {
      await reconcilePayments(application)
    },
    async process_payment_events() {
      await processPaymentEvents(application)
    },
    async count_sales() {
      await countSales(database)
    },
    async forget_old_sales() {
      await forgetOldSales(database)
    },
    async refresh_search_tiers() {
      await refreshSearchTiers(database)
    },
    async refresh_search_words() {
      await refreshSearchWords(database)
    },
    async purge() {
      const now = clock()
      await database.transaction((transaction) => purgeIdempotencyKeys(transaction, now))
      await database.transaction((transaction) => purgeOutbox(transaction, now))
      await database.transaction((transaction) => purgeAbandonedCarts(transaction, now))
    },
  }
  return jobs
}

/** When which job runs by itself; the database sees to it that one of several workers starts it. */
export function jobTimes(): ParsedCronItem[] {
  return parseCronItems(
    Object.entries(cronJobs).map(([task, match]) => ({ task, match, options: { maxAttempts: 1 } })),
  )
}
