import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from 'ioredis'
import type { Cache, CacheRequest } from '../../../api/cache/cache.ts'
import { connectCluster, connectWaitingCluster } from '../../../api/cache/cluster.ts'
import { createCache } from '../../../api/cache/create-cache.ts'
import { createShardBreakers, type ShardBreakers } from '../../../api/cache/shard-breakers.ts'
import { createStreamWriter, streamKey, type StreamWriter } from '../../../api/cache/stream-writer.ts'
import type { Database } from '../../../api/database/database.ts'
import { sql } from '../../../api/database/statement.ts'
import { createInvalidationFeed } from '../../../api/events/invalidation-feed.ts'
import { publish } from '../../../api/events/outbox.ts'
import { createMetrics, type Metrics } from '../../../api/telemetry/metrics.ts'
import { type RecordedLog, recordLog } from '../telemetry/record-log.ts'

/** The cache as one process has it. */
export interface ConnectedCache {
  readonly cache: Cache
  readonly cluster: Cluster
  readonly onShard: ShardBreakers
  readonly metrics: Metrics
  readonly log: RecordedLog
  /** Moves this process's clock. */
  wait(seconds: number): void
  /** Look-ups by verdict so far. */
  verdicts(): Promise<Record<string, number>>
  close(): Promise<void>
}

/** The relay of a test's processes. `announce` resolves when all of them have heard. */
export interface Announcer {
  readonly space: string
  announce(tags: readonly string[]): Promise<number>
  /** While paused nothing is sent unless by `announce`, not even heartbeats. */
  pause(): void
  resume(): void
  /** Resolves when the process may call values fresh. */
  join(cache: Cache, writer: StreamWriter): Promise<() => void>
}

/** What announces: the outbox of a real database, or something that stands for it. */
interface Feed {
  announce(tags: readonly string[]): Promise<number>
  /** Sends what waits, and a heartbeat if one is due. */
  round(writer: StreamWriter): Promise<void>
  /** Batches so far. */
  sequence(): number
}

/** @param database whose outbox is relayed; without one, transactions and batches are numbered here */
export function createAnnouncer(database?: Database): Announcer {
  const feed = database === undefined ? standIn() : outboxOf(database)
  const members = new Map<Cache, StreamWriter>()
  let isPaused = false
  let beating: NodeJS.Timeout | undefined

  let running: Promise<void> = Promise.resolve()

  /** One after the other: rounds that overlap would send the same batch twice. */
  function round(): Promise<void> {
    const next = running.then(async () => {
      const [writer] = members.values()
      if (writer !== undefined) await feed.round(writer)
    })
    running = next.catch(() => undefined)
    return next
  }

  async function heard(isDone: (cache: Cache) => boolean): Promise<void> {
    while (![...members.keys()].every(isDone)) await delay(5)
  }

  return {
    space: `test-${randomUUID()}`,
    async announce(tags) {
      const transaction = await feed.announce(tags)
      await round()
      await heard((cache) => cache.inspection.state().position === feed.sequence())
      return transaction
    },
    pause() {
      isPaused = true
    },
    resume() {
      isPaused = false
    },
    async join(cache, writer) {
      members.set(cache, writer)
      beating ??= setInterval(() => {
        if (!isPaused) round().catch(() => undefined)
      }, 50)
      await heard((each) => each !== cache || cache.inspection.state().heardAgo < 1_000)
      return () => {
        members.delete(cache)
        if (members.size > 0) return
        clearInterval(beating)
        beating = undefined
      }
    },
  }
}

function standIn(): Feed {
  let transaction = 1_000
  let sent = 0
  const waiting: { transaction: number; tags: readonly string[]; announcedAt: number }[] = []
  return {
    announce(tags) {
      transaction += 1
      waiting.push({ transaction, tags, announcedAt: Date.now() })
      return Promise.resolve(transaction)
    },
    async round(writer) {
      const invalidations = [...waiting]
      if (invalidations.length > 0) {
        const before = transaction - invalidations.length
        await writer.append({ kind: 'batch', sequence: sent + 1, epoch: 1, before, invalidations })
        waiting.splice(0, invalidations.length)
        sent += 1
      }
      await writer.beat({ sequence: sent, epoch: 1, highest: transaction }, await writer.time(), '0-0')
    },
    sequence: () => sent,
  }
}

function outboxOf(database: Database): Feed {
  const rounds = new Map<StreamWriter, () => Promise<number>>()
  let sent = 0
  return {
    announce: (tags) =>
      database.transaction((transaction) => publish(transaction, 'catalog.changed', { tags })),
    async round(stream) {
      const round =
        rounds.get(stream) ?? createInvalidationFeed({ database, stream, monotonic: () => performance.now() })
      rounds.set(stream, round)
      await round()
      const [row] = await database.readLatest<{ sequence: number }>(
        sql('test_sequence')`select sequence::float8 from invalidation_stream`,
      )
      sent = row?.sequence ?? 0
    },
    sequence: () => sent,
  }
}

/** Waits until the cluster is known and the stream heard, so that the first look-up is not a miss for that reason. */
export async function connectCache(
  nodes: readonly string[],
  announcer: Announcer = createAnnouncer(),
): Promise<ConnectedCache> {
  const log = recordLog()
  const metrics = createMetrics()
  const config = {
    nodes: nodes.map((node) => ({ host: node.split(':')[0] ?? '', port: Number(node.split(':')[1]) })),
    tls: false,
  }
  const cluster = connectCluster(config, undefined, log.logger)
  await new Promise<void>((resolve) => cluster.once('ready', () => resolve()))
  const onShard = createShardBreakers(cluster)
  let offset = 0
  const { space } = announcer
  const cache = createCache({
    cluster,
    waitingCluster: connectWaitingCluster(config, undefined, log.logger),
    onShard,
    space,
    memoryBytes: 10_000_000,
    listening: 'always',
    announce: (tags) => announcer.announce(tags),
    log: log.logger,
    metrics,
    clock: () => new Date(Date.now() + offset),
  })
  const writer = createStreamWriter({ cluster, onShard, key: streamKey(space), beatWithin: 500 })
  const leave = await announcer.join(cache, writer)
  return {
    cache,
    cluster,
    onShard,
    metrics,
    log,
    wait(seconds) {
      offset += seconds * 1_000
    },
    async verdicts() {
      const { values } = await metrics.cacheRequests.get()
      return Object.fromEntries(values.map(({ labels, value }) => [String(labels.verdict), value] as const))
    },
    async close() {
      leave()
      await cache.close()
      cluster.disconnect()
    },
  }
}

/** A request with a key and a tag that no other test has. */
export function uniqueRequest<T>(
  overrides: Partial<CacheRequest<T>> = {},
): CacheRequest<T> & { readonly tag: string } {
  const name = randomUUID()
  const tag = `tag-${name}`
  return { key: `key-${name}`, tags: () => [tag], tag, freshSeconds: 60, staleSeconds: 600, ...overrides }
}
