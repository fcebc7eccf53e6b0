import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  InvalidWebhook,
  type PaymentProvider,
  PaymentProviderUnavailable,
} from '../../../api/payment/payment-provider.ts'
import { createStripePaymentProvider } from '../../../api/payment/stripe-payment-provider.ts'

interface Answer {
  readonly status: number
  readonly body: object
}

interface Asked {
  readonly path: string
  readonly idempotencyKey: string | undefined
  readonly form: Record<string, string>
}

const webhookSecret = 'whsec_of_the_tests'
const request = {
  idempotencyKey: '6f1ed002-ab5e-4d15-a2c1-7b8a1d1f2a33',
  orderId: '6f1ed002-ab5e-4d15-a2c1-7b8a1d1f2a34',
  amount: 4470,
  currency: 'EUR',
  method: 'pm_card_visa',
} as const

let server: Server
let provider: PaymentProvider
let asked: Asked[]
/** What the fake of Stripe answers, in turn. */
let answers: Answer[]

beforeEach(async () => {
  asked = []
  answers = []
  server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  provider = createStripePaymentProvider({
    secretKey: 'sk_test_1',
    webhookSecret,
    server: { host: '127.0.0.1', port, protocol: 'http' },
  })
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://stripe')
  const form = new URLSearchParams(Buffer.concat(chunks).toString())
  const idempotencyKey = incoming.headers['idempotency-key']
  asked.push({
    path: `${incoming.method ?? ''} ${pathname}`,
    idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : undefined,
    form: Object.fromEntries([...form, ...searchParams]),
  })
  const { status, body } = answers.shift() ?? {
    status: 500,
    body: { error: { message: 'no answer planned' } },
  }
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const intent = (status: string, more: object = {}) => ({
  status: 200,
  body: {
    id: 'pi_1',
    object: 'payment_intent',
    status,
    metadata: { payment_id: request.idempotencyKey },
    ...more,
  },
})

test('creates and confirms an intent under the payment id', async () => {
  answers = [intent('succeeded')]
  expect(await provider.charge(request)).toEqual({ kind: 'approved', reference: 'pi_1' })
  expect(asked).toMatchObject([
    {
      path: 'POST /v1/payment_intents',
      idempotencyKey: request.idempotencyKey,
      form: {
        amount: '4470',
        currency: 'eur',
        payment_method: 'pm_card_visa',
        confirm: 'true',
        error_on_requires_action: 'true',
        'metadata[payment_id]': request.idempotencyKey,
        'metadata[order_id]': request.orderId,
      },
    },
  ])
})

test('a card that is declined gives the reason', async () => {
  const error = {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'no',
  }
  answers = [{ status: 402, body: { error } }]
  expect(await provider.charge(request)).toEqual({ kind: 'declined', reason: 'insufficient_funds' })
})

test('a method that Stripe does not know is declined', async () => {
  const error = {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param: 'payment_method',
    message: 'no',
  }
  answers = [{ status: 400, body: { error } }]
  expect(await provider.charge(request)).toEqual({ kind: 'declined', reason: 'resource_missing' })
})

test.each([
  ['an error of Stripe', { status: 500, body: { error: { type: 'api_error', message: 'oops' } } }],
  ['a rate limit', { status: 429, body: { error: { type: 'invalid_request_error', message: 'slow down' } } }],
  [
    'the same key under way',
    { status: 409, body: { error: { type: 'idempotency_error', message: 'in use' } } },
  ],
  ['a wrong secret key', { status: 401, body: { error: { type: 'invalid_request_error', message: 'key' } } }],
])('%s leaves open whether it was charged', async (_, failure) => {
  answers = [failure]
  await expect(provider.charge(request)).rejects.toThrow(PaymentProviderUnavailable)
  expect(asked).toHaveLength(1)
})

test('a connection that breaks leaves open whether it was charged', async () => {
  server.removeAllListeners('request')
  server.on('request', (incoming: IncomingMessage) => incoming.socket.destroy())
  await expect(provider.charge(request)).rejects.toThrow(PaymentProviderUnavailable)
})

test.each([
  ['succeeded', { kind: 'approved', reference: 'pi_1' }],
  ['processing', { kind: 'pending', reference: 'pi_1' }],
  ['canceled', { kind: 'declined', reason: 'canceled' }],
  ['a_state_of_next_year', { kind: 'pending', reference: 'pi_1' }],
])('an intent that is %s is found as such', async (status, outcome) => {
  answers = [{ status: 200, body: { object: 'search_result', data: [intent(status).body], has_more: false } }]
  expect(await provider.find(request.idempotencyKey)).toEqual(outcome)
  expect(asked).toMatchObject([
    {
      path: 'GET /v1/payment_intents/search',
      form: { query: `metadata['payment_id']:'${request.idempotencyKey}'` },
    },
  ])
})

test('an intent that was never made is not found', async () => {
  answers = [{ status: 200, body: { object: 'search_result', data: [], has_more: false } }]
  expect(await provider.find(request.idempotencyKey)).toBeUndefined()
})

test('a refund is made once, and made again does nothing', async () => {
  const found = {
    status: 200,
    body: { object: 'search_result', data: [intent('succeeded').body], has_more: false },
  }
  const refunded = { type: 'invalid_request_error', code: 'charge_already_refunded', message: 'no' }
  answers = [
    found,
    { status: 200, body: { id: 're_1', object: 'refund' } },
    found,
    { status: 400, body: { error: refunded } },
  ]
  await provider.refund(request.idempotencyKey)
  await provider.refund(request.idempotencyKey)
  expect(asked[1]).toMatchObject({
    path: 'POST /v1/refunds',
    idempotencyKey: `refund-${request.idempotencyKey}`,
    form: { payment_intent: 'pi_1' },
  })
})

function signed(event: object) {
  const payload = JSON.stringify({ id: 'evt_1', object: 'event', ...event })
  const header = new Stripe('sk_test_1').webhooks.generateTestHeaderString({ payload, secret: webhookSecret })
  return { body: Buffer.from(payload), headers: { 'stripe-signature': header } }
}

test('a signed event tells what became of the payment', () => {
  const { body, headers } = signed({
    type: 'payment_intent.payment_failed',
    data: {
      object: intent('requires_payment_method', { last_payment_error: { code: 'expired_card' } }).body,
    },
  })
  expect(provider.readEvent(body, headers)).toEqual({
    eventId: 'evt_1',
    idempotencyKey: request.idempotencyKey,
    outcome: { kind: 'declined', reason: 'expired_card' },
  })
})

test('events that are not about our payments are left out', () => {
  const other = signed({ type: 'customer.created', data: { object: {} } })
  expect(provider.readEvent(other.body, other.headers)).toBeUndefined()
  const foreign = signed({
    type: 'payment_intent.succeeded',
    data: { object: intent('succeeded', { metadata: {} }).body },
  })
  expect(provider.readEvent(foreign.body, foreign.headers)).toBeUndefined()
})

test('a body that was changed, an old signature and none are refused', () => {
  const { body, headers } = signed({
    type: 'payment_intent.succeeded',
    data: { object: intent('succeeded').body },
  })
  const changed = Buffer.from(body.toString().replace('pi_1', 'pi_2'))
  expect(() => provider.readEvent(changed, headers)).toThrow(InvalidWebhook)
  expect(() => provider.readEvent(body, {})).toThrow(InvalidWebhook)
  const payload = body.toString()
  const old = new Stripe('sk_test_1').webhooks.generateTestHeaderString({
    payload,
    secret: webhookSecret,
    timestamp: 1_600_000_000,
  })
  expect(() => provider.readEvent(body, { 'stripe-signature': old })).toThrow(InvalidWebhook)
})
