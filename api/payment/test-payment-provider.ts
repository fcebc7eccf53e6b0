import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import {
  type ChargeOutcome,
  type ChargeRequest,
  InvalidWebhook,
  type PaymentEvent,
  type PaymentProvider,
  PaymentProviderUnavailable,
} from './payment-provider.ts'

interface Charge {
  readonly reference: string
  readonly outcome: 'approved' | 'declined' | 'refunded'
}

/** Header with the hex HMAC-SHA256 of the body. */
export const testSignatureHeader = 'kontor-test-signature'

/**
 * The built-in payment service for laptops and tests. It keeps its own book in its own transactions, as a real one
 * does in its own house: what it has charged stays charged, whatever becomes of the shop's transaction. Methods:
 * `test_approved`, `test_declined`, `test_unavailable`; any other is declined.
 *
 * @param signingSecret of webhooks; where nobody sends any, a random one refuses all
 */
export function createTestPaymentProvider(
  database: Pick<Database, 'transaction' | 'readLatest'>,
  signingSecret: string = randomUUID(),
): PaymentProvider {
  return {
    name: 'test',
    charge: (request) => charge(database, request),
    find: async (idempotencyKey) => {
      const [booked] = await database.readLatest<Charge>(chargeByKey(idempotencyKey))
      return booked === undefined ? undefined : outcomeOf(booked)
    },
    refund: async (idempotencyKey) => {
      await database.transaction((transaction) =>
        transaction.query(sql('test_provider_refund')`
          update test_payment_provider.charge set outcome = 'refunded'
          where idempotency_key = ${idempotencyKey} and outcome = 'approved'`),
      )
    },
    readEvent: (body, headers) => readEvent(signingSecret, body, headers[testSignatureHeader]),
  }
}

async function charge(
  database: Pick<Database, 'transaction'>,
  { idempotencyKey, amount, currency, method }: ChargeRequest,
): Promise<ChargeOutcome> {
  if (method === 'test_unavailable') {
    throw new PaymentProviderUnavailable('The test provider plays dead for the method test_unavailable.')
  }
  const outcome = method === 'test_approved' ? 'approved' : 'declined'
  return database.transaction(async (transaction) => {
    await transaction.query(sql('test_provider_charge')`
      insert into test_payment_provider.charge (idempotency_key, reference, amount, currency, outcome)
      values (${idempotencyKey}, ${`test_${randomUUID()}`}, ${amount}, ${currency}, ${outcome})
      on conflict (idempotency_key) do nothing`)
    const [booked] = await transaction.query<Charge>(chargeByKey(idempotencyKey))
    if (booked === undefined)
      throw new PaymentProviderUnavailable(`The charge ${idempotencyKey} was not booked.`)
    return outcomeOf(booked)
  })
}

function chargeByKey(idempotencyKey: string) {
  return sql('test_provider_find')`
    select reference, outcome from test_payment_provider.charge where idempotency_key = ${idempotencyKey}`
}

function outcomeOf({ outcome, reference }: Charge): ChargeOutcome {
  switch (outcome) {
    case 'approved':
      return { kind: 'approved', reference }
    case 'declined':
      return { kind: 'declined', reason: 'card_declined' }
    case 'refunded':
      return { kind: 'declined', reason: 'refunded' }
    default:
      return outcome satisfies never
  }
}

const event = z.object({
  eventId: z.string().min(1).max(255),
  idempotencyKey: z.uuid(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('approved'), reference: z.string() }),
    z.object({ kind: z.literal('declined'), reason: z.string() }),
    z.object({ kind: z.literal('pending'), reference: z.string() }),
  ]),
})

function readEvent(secret: string, body: Buffer, given: string | string[] | undefined): PaymentEvent {
  const expected = Buffer.from(testSignature(secret, body))
  const signature = Buffer.from(typeof given === 'string' ? given : '')
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new InvalidWebhook(`The header ${testSignatureHeader} does not fit the body.`)
  }
  const parsed = event.safeParse(JSON.parse(body.toString()))
  if (!parsed.success)
    throw new InvalidWebhook(`The event is not one of the test provider: ${parsed.error.message}`)
  return parsed.data
}

/** What the test provider puts into the header of a webhook. */
export function testSignature(secret: string, body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}
