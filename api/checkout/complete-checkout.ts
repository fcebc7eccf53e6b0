import { z } from 'zod'
import { guest, lockCart } from '../cart/cart-table.ts'
import type { ApplicationContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { idempotently } from '../idempotency.ts'
import { cartOfOrder, lockOrder } from '../order/order-table.ts'
import { PaymentProviderUnavailable } from '../payment/payment-provider.ts'
import {
  activePayment,
  findPayment,
  insertPayment,
  touchPayment,
  type PaymentRecord,
} from '../payment/payment-table.ts'
import { invalidInput } from '../schema/invalid-input.ts'
import { cancelOrder } from './cancel-order.ts'
import {
  orderNotFound,
  paymentDeclined,
  paymentUnavailable,
  reservationExpired,
  type CheckoutCompleteAnswer,
} from './checkout-answer.ts'
import { settle } from './settlement.ts'

type Application = Pick<ApplicationContext, 'database' | 'paymentProvider' | 'clock'>

export interface CheckoutCompletion {
  /** The order's own id, not the global one. */
  readonly orderId: string
  readonly paymentMethod: string
  /** Set if the shopper is signed in. */
  readonly customerId: string | null
  readonly key: string
}

/** What a key stands for once it is stored: an answer that lasts, or the attempt whose state is the answer. */
type Step =
  | { readonly kind: 'answer'; readonly answer: CheckoutCompleteAnswer }
  | { readonly kind: 'payment'; readonly paymentId: string }

/** Another attempt to pay this order is under way; rolls back, so that the key stays free. */
class AttemptUnderWay extends Error {
  override readonly name = 'AttemptUnderWay'
  readonly paymentId: string
  constructor(paymentId: string) {
    super(`The payment ${paymentId} is under way.`)
    this.paymentId = paymentId
  }
}

/**
 * Pays and places an order: a transaction that notes the attempt, the charge outside of any transaction, a
 * transaction that settles it.
 *
 * What is stored for the idempotency key is the attempt, not its outcome. So a repeated call resumes the same
 * attempt (the provider charges once for its id), whichever step the first one died in, and "unavailable" is never
 * frozen into an answer.
 */
export async function completeCheckout(
  application: Application,
  completion: CheckoutCompletion,
): Promise<CheckoutCompleteAnswer> {
  if (!z.uuid().safeParse(completion.orderId).success) return orderNotFound
  // One round clears an attempt that another request left behind; another may have started by then.
  for (let round = 0; round < 3; round += 1) {
    const step = await nextStep(application, completion)
    if (step.kind === 'answer') return step.answer
    const payment = await chargeAndSettle(application, step.paymentId)
    if (step.own) return answerOf(payment)
    if (payment.status === 'pending') return paymentUnavailable
  }
  return paymentUnavailable
}

async function nextStep(
  { database, paymentProvider, clock }: Application,
  completion: CheckoutCompletion,
): Promise<Extract<Step, { kind: 'answer' }> | { kind: 'payment'; paymentId: string; own: boolean }> {
  const { orderId, paymentMethod, key } = completion
  const request = { operation: 'checkoutComplete', orderId, paymentMethod }
  try {
    const step = await database.transaction((transaction) =>
      idempotently<Step>(transaction, { scope: `order:${orderId}`, key, request }, () =>
        startPayment(transaction, completion, paymentProvider.name, clock()),
      ),
    )
    return step.kind === 'payment' ? { ...step, own: true } : step
  } catch (error) {
    if (error instanceof AttemptUnderWay) return { kind: 'payment', paymentId: error.paymentId, own: false }
    throw error
  }
}

async function startPayment(
  transaction: Queryable,
  { orderId, paymentMethod, customerId }: CheckoutCompletion,
  provider: string,
  now: Date,
): Promise<Step> {
  const cartId = await cartOfOrder(transaction, orderId)
  if (cartId === undefined) return { kind: 'answer', answer: orderNotFound }
  const cart = await lockCart(transaction, cartId, guest)
  const order = await lockOrder(transaction, orderId)
  if (order === undefined) return { kind: 'answer', answer: orderNotFound }
  if (order.customerId !== null && order.customerId !== customerId)
    return { kind: 'answer', answer: orderNotFound }
  switch (order.status) {
    case 'placed':
      return { kind: 'answer', answer: { __typename: 'OrderPlaced', orderId } }
    case 'cancelled':
      return { kind: 'answer', answer: reservationExpired }
    case 'awaiting_payment': {
      const active = await activePayment(transaction, orderId)
      if (active !== undefined) throw new AttemptUnderWay(active.id)
      if (order.reservedUntil === null || order.reservedUntil <= now) {
        await cancelOrder(transaction, orderId, 'reservation_expired')
        return { kind: 'answer', answer: reservationExpired }
      }
      if (cart?.version !== order.cartVersion) return { kind: 'answer', answer: cartChanged }
      const { total: amount, currency } = order
      const payment = { orderId, provider, amount, currency, method: paymentMethod }
      return { kind: 'payment', paymentId: await insertPayment(transaction, payment, now) }
    }
    default:
      return order.status satisfies never
  }
}

/** What is paid is what the cart shows: a shopper who went back and changed it starts checkout again. */
const cartChanged = invalidInput(
  ['orderId'],
  'The cart was changed after checkout was started. Start checkout again to pay for what is in it now.',
  'CART_CHANGED',
)

/** A payment that is older than this was not made by the request that charges it now. */
const resumedAfterSeconds = 10

/**
 * Charges a payment that is not settled yet, as often as needed: the provider knows it by its id.
 * @returns the payment as it stands then; pending if the provider could not be asked or needs more time
 */
async function chargeAndSettle(
  { database, paymentProvider, clock }: Application,
  paymentId: string,
): Promise<PaymentRecord> {
  const latest: Queryable = { query: (statement) => database.readLatest(statement) }
  const payment = await findPayment(latest, paymentId)
  if (payment === undefined)
    throw new Error(`The payment ${paymentId} is missing, although its key was stored.`)
  if (payment.status !== 'pending') return payment
  const now = clock()
  if (now.getTime() - payment.updatedAt.getTime() > resumedAfterSeconds * 1000) {
    // Tells the reconciliation that somebody is asking again: only what rests can be called lost.
    await database.transaction((transaction) => touchPayment(transaction, paymentId, now))
  }
  try {
    const { id: idempotencyKey, orderId, amount, currency, method } = payment
    // Without the request's signal: a shopper who leaves now may have been charged, and shall find the order.
    const outcome = await paymentProvider.charge({ idempotencyKey, orderId, amount, currency, method })
    return (await settle(database, paymentId, outcome, clock())) ?? payment
  } catch (error) {
    if (error instanceof PaymentProviderUnavailable) return payment
    throw error
  }
}

function answerOf(payment: PaymentRecord): CheckoutCompleteAnswer {
  switch (payment.status) {
    case 'pending':
      return paymentUnavailable
    case 'succeeded':
      return { __typename: 'OrderPlaced', orderId: payment.orderId }
    case 'declined':
      return paymentDeclined(payment.failureCode)
    case 'refund_due':
    case 'refunded':
      return reservationExpired
    default:
      return payment.status satisfies never
  }
}
