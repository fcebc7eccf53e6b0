import { setTimeout as delay } from 'node:timers/promises'
import type { ApplicationContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { EventPayloads, Topic } from './outbox.ts'

type Application = Pick<ApplicationContext, 'database' | 'cache' | 'log'>

/** Events that one round takes; enough for an import, small enough for one short transaction. */
const eventsPerRound = 500
/** The longest time between a commit and its delivery that a shopper would not notice as a stale page. */
const pollMilliseconds = 150
/** After a failure, e.g. while the database fails over. */
const pauseMilliseconds = 1_000

/** Jobs that an event causes. An event without a job has no subscriber yet and only counts as delivered. */
const jobOfTopic = {
  'collection.rule_changed': 'refill_collection',
  'order.placed': 'send_order_confirmation',
  'payment.refund_due': 'refund_payment',
  'order.cancelled': undefined,
} as const satisfies Record<Exclude<Topic, 'catalog.changed'>, string | undefined>

export type JobName = NonNullable<(typeof jobOfTopic)[keyof typeof jobOfTopic]>

/**
 * Delivers what waits in the outbox, once. Invalidations are told to the cache and marked as delivered after that;
 * what is told twice does no harm. Other events become jobs in the transaction that marks them, so each becomes
 * exactly one; a mail service that hangs then holds up its own job and nothing else.
 *
 * @returns how many events were delivered
 */
export async function relayOutbox(application: Application): Promise<number> {
  const jobs = await application.database.transaction(handToJobs)
  return jobs + (await invalidateCaches(application))
}

async function handToJobs(transaction: Queryable): Promise<number> {
  const jobs = Object.entries(jobOfTopic)
  // skip locked: two workers share the events instead of waiting for each other.
  const handed = await transaction.query(sql('outbox_to_jobs')`
    with waiting as (
      select o.id, o.payload, t.job
      from outbox o
      join unnest(${jobs.map(([topic]) => topic)}::text[], ${jobs.map(([, job]) => job ?? null)}::text[])
           as t (topic, job) on t.topic = o.topic
      where o.delivered_at is null
      order by o.id limit ${eventsPerRound}
      for update of o skip locked
    ), added as (
      select graphile_worker.add_job(job, payload::json, job_key => 'outbox:' || id) from waiting where job is not null
    ), counted as (
      select count(*) from added
    )
    update outbox set delivered_at = now() from waiting, counted where outbox.id = waiting.id returning outbox.id`)
  return handed.length
}

async function invalidateCaches({ database, cache }: Application): Promise<number> {
  const waiting = await database.readLatest<{ id: string; payload: EventPayloads['catalog.changed'] }>(sql(
    'outbox_invalidations',
  )`
    select id::text, payload from outbox where delivered_at is null and topic = 'catalog.changed'
    order by id limit ${eventsPerRound}`)
  if (waiting.length === 0) return 0
  await cache.invalidate([...new Set(waiting.flatMap(({ payload }) => payload.tags))])
  await database.transaction((transaction) =>
    transaction.query(sql('outbox_delivered')`
      update outbox set delivered_at = now() where id = any (${waiting.map(({ id }) => id)}::bigint[])`),
  )
  return waiting.length
}

/** Delivers until the signal is aborted; resolves when the round that runs then is done. */
export async function runRelay(application: Application, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const pause = await relayOutbox(application).then(
      (delivered) => (delivered > 0 ? 0 : pollMilliseconds),
      (error: unknown) => {
        application.log.warn({ err: error }, 'the outbox relay failed; it goes on')
        return pauseMilliseconds
      },
    )
    await delay(pause, undefined, { signal }).catch(() => undefined)
  }
}

/** Seconds that the oldest undelivered event has waited; 0 if none waits. */
export async function outboxAge(queryable: Queryable): Promise<number> {
  const [oldest] = await queryable.query<{ seconds: number | null }>(sql('outbox_age')`
    select extract(epoch from now() - min(created_at))::float8 as seconds from outbox where delivered_at is null`)
  return oldest?.seconds ?? 0
}

/** Days that delivered events are kept, for looking back. */
const deliveredDays = 7

/** Takes old events away. */
export async function purgeOutbox(transaction: Queryable, now: Date): Promise<void> {
  const before = new Date(now.getTime() - deliveredDays * 86_400_000)
  await transaction.query(sql('outbox_purge')`delete from outbox where delivered_at < ${before}`)
}
