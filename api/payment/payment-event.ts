import type { ApplicationContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { settle } from '../checkout/settlement.ts'
import type { PaymentEvent } from './payment-provider.ts'

type Application = Pick<ApplicationContext, 'database' | 'clock'>

/** Keeps an event before anything is made of it. A repeated event is kept once. */
export async function storePaymentEvent(
  database: Queryable,
  provider: string,
  event: PaymentEvent,
): Promise<void> {
  await database.query(sql('payment_event_store')`
    insert into payment_event (provider, event_id, body)
    values (${provider}, ${event.eventId}, ${JSON.stringify(event)}::jsonb)
    on conflict (provider, event_id) do nothing`)
}

/** Events that one run takes. */
const eventsPerRun = 100

/**
 * Settles what the stored events tell. Two processes may take the same event, and a crash leaves one for the next
 * run: settling twice changes nothing.
 *
 * @returns how many were processed
 */
export async function processPaymentEvents({ database, clock }: Application): Promise<number> {
  const waiting = await database.readLatest<{ provider: string; body: PaymentEvent }>(sql(
    'payment_event_waiting',
  )`
    select provider, body from payment_event where processed_at is null
    order by received_at limit ${eventsPerRun}`)
  for (const { provider, body } of waiting) {
    await settle(database, body.idempotencyKey, body.outcome, clock())
    await database.transaction((transaction) =>
      transaction.query(sql('payment_event_processed')`
        update payment_event set processed_at = ${clock()}
        where provider = ${provider} and event_id = ${body.eventId}`),
    )
  }
  return waiting.length
}
