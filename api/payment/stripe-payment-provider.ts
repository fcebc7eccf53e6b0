import Stripe from 'stripe'
import {
  type ChargeOutcome,
  type ChargeRequest,
  InvalidWebhook,
  type PaymentEvent,
  type PaymentProvider,
  PaymentProviderUnavailable,
} from './payment-provider.ts'

export interface StripeOptions {
  readonly secretKey: string
  /** Of the webhook endpoint, `whsec_…`. */
  readonly webhookSecret: string
  /** Where Stripe's API is; default api.stripe.com by https. */
  readonly server?: { readonly host: string; readonly port: number; readonly protocol: 'http' | 'https' }
}

/** Key of PaymentIntent.metadata under which our payment's id stands. */
const paymentIdKey = 'payment_id'

/**
 * Stripe by PaymentIntents that are created and confirmed in one call, with the payment's id as Stripe's idempotency
 * key (kept for at least 24 h) and in the metadata, by which it is found later. Banks that ask for 3-D Secure
 * decline: `error_on_requires_action` (docs.stripe.com/api/payment_intents/create).
 */
export function createStripePaymentProvider(options: StripeOptions): PaymentProvider {
  // Repetition and time-out are the policy's around this adapter; two layers of retries would multiply.
  const stripe = new Stripe(options.secretKey, { ...options.server, maxNetworkRetries: 0, telemetry: false })
  return {
    name: 'stripe',
    charge: (request) => charge(stripe, request),
    find: (idempotencyKey) =>
      asked(async () => {
        const intent = await findIntent(stripe, idempotencyKey)
        return intent === undefined ? undefined : outcomeOf(intent)
      }),
    refund: (idempotencyKey) => asked(() => refund(stripe, idempotencyKey)),
    readEvent: (body, headers) => readEvent(stripe, body, headers['stripe-signature'], options.webhookSecret),
  }
}

async function charge(stripe: Stripe, request: ChargeRequest): Promise<ChargeOutcome> {
  const { idempotencyKey, orderId, amount, currency, method } = request
  try {
    const intent = await stripe.paymentIntents.create(
      {
        amount,
        currency: currency.toLowerCase(),
        payment_method: method,
        confirm: true,
        error_on_requires_action: true,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        metadata: { [paymentIdKey]: idempotencyKey, order_id: orderId },
      },
      { idempotencyKey },
    )
    return outcomeOf(intent)
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) {
      return { kind: 'declined', reason: declineReason(error) }
    }
    // A method id that Stripe does not know, or that cannot be used again: no charge was made.
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'payment_method') {
      return { kind: 'declined', reason: error.code ?? 'payment_method_invalid' }
    }
    throw asUnavailable(error)
  }
}

/** The library's types promise both; Stripe sends decline_code only if the bank gave a reason. */
function declineReason({ decline_code, code }: { decline_code?: string; code?: string }): string {
  return decline_code ?? code ?? 'card_declined'
}

/** Search lags behind by up to a minute (docs.stripe.com/search); reconciliation waits longer than that. */
async function findIntent(stripe: Stripe, paymentId: string): Promise<Stripe.PaymentIntent | undefined> {
  const found = await stripe.paymentIntents.search({
    query: `metadata['${paymentIdKey}']:'${paymentId}'`,
    limit: 1,
  })
  return found.data[0]
}

async function refund(stripe: Stripe, paymentId: string): Promise<void> {
  const intent = await findIntent(stripe, paymentId)
  if (intent === undefined)
    throw new PaymentProviderUnavailable(`Stripe does not find the payment ${paymentId} yet.`)
  try {
    await stripe.refunds.create({ payment_intent: intent.id }, { idempotencyKey: `refund-${paymentId}` })
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.code === 'charge_already_refunded') return
    throw error
  }
}

/** @throws PaymentProviderUnavailable for everything that Stripe answers besides success */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asUnavailable(error)
  }
}

function asUnavailable(error: unknown): PaymentProviderUnavailable {
  if (error instanceof PaymentProviderUnavailable) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new PaymentProviderUnavailable(`Stripe could not be asked: ${reason}`, { cause: error })
}

/** States of a PaymentIntent: docs.stripe.com/payments/paymentintents/lifecycle */
function outcomeOf({ id, status, last_payment_error: failure }: Stripe.PaymentIntent): ChargeOutcome {
  switch (status) {
    case 'succeeded':
      return { kind: 'approved', reference: id }
    case 'processing':
    case 'requires_action':
    case 'requires_capture':
    case 'requires_confirmation':
      return { kind: 'pending', reference: id }
    case 'requires_payment_method':
    case 'canceled':
      return { kind: 'declined', reason: failure?.decline_code ?? failure?.code ?? status }
    default:
      // A state that Stripe adds later must not be taken for a decline.
      return { kind: 'pending', reference: id }
  }
}

function readEvent(
  stripe: Stripe,
  body: Buffer,
  signature: string | string[] | undefined,
  secret: string,
): PaymentEvent | undefined {
  const event = verified(stripe, body, signature, secret)
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
    case 'payment_intent.processing': {
      const idempotencyKey = event.data.object.metadata[paymentIdKey]
      if (idempotencyKey === undefined) return undefined
      return { eventId: event.id, idempotencyKey, outcome: outcomeOf(event.data.object) }
    }
    default:
      return undefined
  }
}

function verified(
  stripe: Stripe,
  body: Buffer,
  signature: string | string[] | undefined,
  secret: string,
): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(body, signature ?? '', secret)
  } catch (error) {
    throw new InvalidWebhook('The header stripe-signature does not fit the body.', { cause: error })
  }
}
