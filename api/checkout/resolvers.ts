import type { RequestContext } from '../context.ts'
import { viewerCustomer } from '../customer/viewer-customer.ts'
import type { Queryable } from '../database/database.ts'
import { findOrder } from '../order/order-table.ts'
import type { FeatureModule } from '../schema/feature-module.ts'
import { decodeGlobalId } from '../schema/global-id.ts'
import { invalidInput } from '../schema/invalid-input.ts'
import type { CheckoutCompleteAnswer, CheckoutStartAnswer } from './checkout-answer.ts'
import { completeCheckout } from './complete-checkout.ts'
import { startCheckout } from './start-checkout.ts'

interface StartArguments {
  readonly cartId: string
  readonly expectedTotal?: number | null
  readonly idempotencyKey: string
}

interface CompleteArguments {
  readonly orderId: string
  readonly paymentMethod: string
  readonly idempotencyKey: string
}

async function checkoutStart(
  _: unknown,
  given: StartArguments,
  context: RequestContext,
): Promise<CheckoutStartAnswer> {
  const { application, viewer } = context
  const cartId = decodeGlobalId('Cart', given.cartId)
  const customer = await viewerCustomer(application.database, viewer)
  const answer = await startCheckout(application, {
    cartId,
    expectedTotal: given.expectedTotal ?? undefined,
    customerId: customer?.id ?? null,
    key: given.idempotencyKey,
  })
  application.metrics.checkouts.inc({ outcome: answer.__typename })
  return answer
}

/** Longest payment method id of a provider that we know of is 255 characters (Stripe's limit for ids). */
const longestMethod = 255

async function checkoutComplete(
  _: unknown,
  { orderId, paymentMethod, idempotencyKey: key }: CompleteArguments,
  { application, viewer }: RequestContext,
): Promise<CheckoutCompleteAnswer> {
  if (!/^[\x21-\x7e]+$/.test(paymentMethod) || paymentMethod.length > longestMethod) {
    return invalidInput(['paymentMethod'], `1 to ${longestMethod} visible ASCII characters are needed.`)
  }
  const localId = decodeGlobalId('Order', orderId)
  const customer = await viewerCustomer(application.database, viewer)
  const completion = { orderId: localId, paymentMethod, customerId: customer?.id ?? null, key }
  const answer = await completeCheckout(application, completion)
  application.metrics.checkouts.inc({ outcome: answer.__typename })
  return answer
}

/** The order as it is now; an answer that is given again shows what became of it since. */
function order({ orderId }: { readonly orderId: string }, _: unknown, { application }: RequestContext) {
  const latest: Queryable = { query: (statement) => application.database.readLatest(statement) }
  return findOrder(latest, orderId)
}

/** Both providers take a payment method id; the server confirms, so the browser needs no secret. */
function payment(_: unknown, _arguments: unknown, { application }: RequestContext) {
  return { provider: application.paymentProvider.name, clientSecret: null }
}

export const { resolvers } = {
  resolvers: {
    Mutation: { checkoutStart, checkoutComplete },
    CheckoutStarted: { order, payment },
    OrderPlaced: { order },
  },
} satisfies FeatureModule
