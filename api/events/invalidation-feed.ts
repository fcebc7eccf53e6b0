import type { Batch } from '../cache/stream-message.ts'
import type { StreamWriter } from '../cache/stream-writer.ts'
import type { Database, Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { cacheFence, relay } from '../resilience/settings.ts'
import { schedulePurges } from './edge-purge.ts'
import { createHistory } from './invalidation-history.ts'

export interface InvalidationFeedOptions {
  readonly database: Database
  readonly stream: StreamWriter
  /** Milliseconds, never set back. */
  readonly monotonic: () => number
  /** When the edge is told of what is taken up, in milliseconds from then. @default - there is no edge */
  readonly purgeDelays?: readonly number[]
}

/** Where the database says that the stream stands. */
interface Head {
  readonly sequence: number
  readonly epoch: number
  readonly highest: number
}

interface Announced {
  readonly sequence: number
  readonly transaction: number
  readonly announcedAt: number
  readonly tags: readonly string[]
}

/** Batches that are sent again in one reading of the outbox. */
const resentAtOnce = 100

/**
 * Brings `catalog.changed` events from the outbox into the invalidation stream, in batches that the database numbers
 * without gaps. The number is part of the entry's id in the stream, so that it does not matter how often, or by how
 * many relays at a time, a batch is sent, nor where one of them stopped: whoever goes on sees where the stream
 * stands, and sends from the outbox what is missing, also after Redis has lost what it had acknowledged.
 *
 * @returns one round: looks once, and sends what waits. Gives how many events it sent; there may be more if it is
 *   `eventsPerRound`
 */
export function createInvalidationFeed({
  database,
  stream,
  monotonic,
  purgeDelays = [],
}: InvalidationFeedOptions): () => Promise<number> {
  const history = createHistory(monotonic)
  let lastBeat = Number.NEGATIVE_INFINITY
  /** Where the stream stands as far as this relay knows. */
  let sent: number | undefined

  async function send(head: Head, own: Batch | undefined): Promise<void> {
    // A relay that has just begun does not know what is missing; the stream's answer tells.
    let next = sent === undefined ? head.sequence : sent + 1
    let prepared = new Map(own === undefined ? [] : [[own.sequence, own]])
    while (next <= head.sequence) {
      const batch = prepared.get(next)
      if (batch === undefined) {
        prepared = await readBatches(database, head, next)
        continue
      }
      const end = await stream.append(batch)
      if (end === 'appended') {
        history.add(
          `${next}-0`,
          batch.invalidations.reduce((sum, { tags }) => sum + tags.length, 0),
        )
        sent = next
        next += 1
      } else {
        if (end.sequence > head.sequence || end.epoch > head.epoch) throw new StreamAhead(end)
        sent = end.sequence
        next = end.sequence + 1
      }
    }
  }

  /** @param askedAt before the database was asked for `head` */
  async function beat(head: Head, askedAt: number): Promise<void> {
    const answer = await stream.beat(head, askedAt, history.keepFrom())
    if (answer === 'told') {
      lastBeat = monotonic()
      history.add(`${head.sequence}-${askedAt}`, 0)
      sent = head.sequence
    } else if (answer !== 'too-late') {
      if (answer.sequence > head.sequence || answer.epoch > head.epoch) throw new StreamAhead(answer)
      sent = answer.sequence
      await send(head, undefined)
    }
  }

  async function round(): Promise<number> {
    const isDue = monotonic() - lastBeat >= cacheFence.beatInterval
    const askedAt = isDue ? await stream.time() : undefined
    const { isWaiting, ...asked } = await readHead(database)
    const claimed = isWaiting
      ? await database.transaction((transaction) => claim(transaction, purgeDelays))
      : undefined
    const head = claimed?.head ?? asked
    if (claimed !== undefined || (sent ?? head.sequence) < head.sequence) await send(head, claimed?.batch)
    // A full round may have left events behind, so that it says nothing about what was committed before it.
    const isComplete = (claimed?.batch.invalidations.length ?? 0) < relay.eventsPerRound
    if (askedAt !== undefined && isComplete) await beat(head, askedAt)
    return claimed?.batch.invalidations.length ?? 0
  }

  return async () => {
    try {
      return await round()
    } catch (error) {
      sent = undefined
      if (!(error instanceof StreamAhead)) throw error
      await startEpochIfBehind(database, error)
      return 0
    }
  }
}

/** The stream holds more than the database said: another relay is faster, or the database has another history now. */
class StreamAhead extends Error {
  override readonly name = 'StreamAhead'
  readonly sequence: number
  readonly epoch: number
  constructor({ sequence, epoch }: { sequence: number; epoch: number }) {
    super(`The stream stands at batch ${sequence} of epoch ${epoch}, ahead of the database.`)
    this.sequence = sequence
    this.epoch = epoch
  }
}

async function readHead(database: Database): Promise<Head & { readonly isWaiting: boolean }> {
  const [head] = await database.readLatest<Head & { isWaiting: boolean }>(sql('invalidation_head')`
    select sequence::float8, epoch, highest_transaction::float8 as highest,
           exists (select from outbox where delivered_at is null and topic = 'catalog.changed') as "isWaiting"
    from invalidation_stream`)
  if (head === undefined) throw new Error('The table invalidation_stream is empty; migration 0040 fills it.')
  return head
}

/**
 * Gives the next number to what waits. The lock on the stream's row lines up several relays; events that commit
 * later, with whatever ids, are in the next batch.
 */
async function claim(
  transaction: Queryable,
  purgeDelays: readonly number[],
): Promise<{ head: Head; batch: Batch } | undefined> {
  const [before] = await transaction.query<Head>(sql('invalidation_lock')`
    select sequence::float8, epoch, highest_transaction::float8 as highest from invalidation_stream for update`)
  if (before === undefined) return undefined
  const announced = await transaction.query<Announced>(sql('invalidation_claim')`
    with waiting as (
      select id from outbox where delivered_at is null and topic = 'catalog.changed'
      order by id limit ${relay.eventsPerRound}
    )
    update outbox set delivered_at = now(), sequence = ${before.sequence + 1} from waiting where outbox.id = waiting.id
    returning outbox.sequence::float8, transaction_id::text::float8 as transaction,
              (extract(epoch from created_at) * 1000)::float8 as "announcedAt", payload -> 'tags' as tags`)
  if (announced.length === 0) return undefined
  const highest = Math.max(before.highest, ...announced.map((event) => event.transaction))
  const head = { ...before, sequence: before.sequence + 1, highest }
  await transaction.query(sql('invalidation_number')`
    update invalidation_stream set sequence = ${head.sequence}, highest_transaction = ${highest}`)
  await schedulePurges(
    transaction,
    announced.flatMap(({ tags }) => tags),
    purgeDelays,
  )
  return { head, batch: batchOf(head, head.sequence, before.highest, announced) }
}

function batchOf(head: Head, sequence: number, before: number, announced: readonly Announced[]): Batch {
  return {
    kind: 'batch',
    sequence,
    epoch: head.epoch,
    before,
    invalidations: announced.map(({ transaction, announcedAt, tags }) => ({
      transaction,
      announcedAt,
      tags,
    })),
  }
}

/** Batches once more, from the outbox. What it holds no longer was delivered days ago; such a batch is empty. */
async function readBatches(database: Database, head: Head, from: number): Promise<Map<number, Batch>> {
  const until = Math.min(head.sequence, from + resentAtOnce - 1)
  const announced = await database.readLatest<Announced>(sql('invalidation_batches')`
    select sequence::float8, transaction_id::text::float8 as transaction,
           (extract(epoch from created_at) * 1000)::float8 as "announcedAt", payload -> 'tags' as tags
    from outbox where sequence between ${from} and ${until} order by id`)
  const batches = new Map<number, Batch>()
  for (let sequence = from; sequence <= until; sequence += 1) {
    const events = announced.filter((event) => event.sequence === sequence)
    // Whoever begins to listen here trusts less than it could; the batch's own `before` is not kept.
    batches.set(sequence, batchOf(head, sequence, head.highest, events))
  }
  return batches
}

/** Numbers on after the stream in a new epoch, unless another relay has only been faster. */
async function startEpochIfBehind(
  database: Database,
  stream: { sequence: number; epoch: number },
): Promise<void> {
  await database.transaction((transaction) =>
    transaction.query(sql('invalidation_epoch')`
      update invalidation_stream set sequence = greatest(sequence, ${stream.sequence}) + 1, epoch = greatest(epoch, ${stream.epoch}) + 1
      where sequence < ${stream.sequence} or epoch < ${stream.epoch}`),
  )
}
