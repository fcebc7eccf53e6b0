import { setTimeout as delay } from 'node:timers/promises'
import type { ApplicationContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { StreamWriter } from '../cache/stream-writer.ts'
import { relay } from '../resilience/settings.ts'
import { purgeDelays } from './edge-purge.ts'
import { createInvalidationFeed } from './invalidation-feed.ts'
import type { Topic } from './outbox.ts'

type Application = Pick<ApplicationContext, 'config' | 'database' | 'log'> & {
  readonly invalidations: StreamWriter
}

/** Jobs that an event causes. An event without a job has no subscriber yet and only counts as delivered. */
const jobOfTopic = {
  'collection.rule_changed': 'refill_collection',
  'price_list.created': 'open_price_list',
  'order.placed': 'send_order_confirmation',
  'payment.refund_due': 'refund_payment',
  'order.cancelled': undefined,
} as const satisfies Record<Exclude<Topic, 'catalog.changed'>, string | undefined>

export type JobName = NonNullable<(typeof jobOfTopic)[keyof typeof jobOfTopic]>

/**
 * Hands waiting events to the job runner. They become jobs in the transaction that marks them as delivered, so each
 * becomes exactly one; a mail service that hangs then holds up its own job and nothing else.
 *
 * @returns how many events were handed over
 */
export function relayJobs({ database }: Pick<Application, 'database'>): Promise<number> {
  return database.transaction(handToJobs)
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
      order by o.id limit ${relay.eventsPerRound}
      for update of o skip locked
    ), added as (
      select graphile_worker.add_job(job, payload::json, job_key => 'outbox:' || id) from waiting where job is not null
    ), counted as (
      select count(*) from added
    )
    update outbox set delivered_at = now() from waiting, counted where outbox.id = waiting.id returning outbox.id`)
  return handed.length
}

/**
 * Delivers until the signal is aborted; resolves when the rounds that run then are done. Invalidations and jobs are
 * relayed side by side, so that neither waits for what holds up the other.
 */
export async function runRelay(application: Application, signal: AbortSignal): Promise<void> {
  await Promise.all([
    runInvalidationFeed(application, signal),
    repeat(() => relayJobs(application), relay.jobPoll, application, signal),
  ])
}

/** The relay's part that the cache lives on. Several may run at a time, in any processes. */
export async function runInvalidationFeed(application: Application, signal: AbortSignal): Promise<void> {
  const { config, database, invalidations } = application
  const monotonic = () => performance.now()
  const round = createInvalidationFeed({
    database,
    stream: invalidations,
    monotonic,
    purgeDelays: purgeDelays(config.edge),
  })
  await repeat(round, relay.invalidationPoll, application, signal)
}

async function repeat(
  round: () => Promise<number>,
  pollMilliseconds: number,
  { log }: Pick<Application, 'log'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pause = await round().then(
      (delivered) => (delivered === relay.eventsPerRound ? 0 : pollMilliseconds),
      (error: unknown) => {
        log.warn({ err: error }, 'the outbox relay failed; it goes on')
        return relay.pause
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
