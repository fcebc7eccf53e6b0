import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from 'ioredis'
import type { Cache, CacheRequest } from '../../../api/cache/cache.ts'
import { connectCluster, connectWaitingCluster } from '../../../api/cache/cluster.ts'
import { createCache } from '../../../api/cache/create-cache.ts'
import { createShardBreakers, type ShardBreakers } from '../../../api/cache/shard-breakers.ts'
import { createStreamWriter, streamKey, type StreamWriter } from '../../../api/cache/stream-writer.ts'
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

/**
 * Stands for database and relay where a test has neither: numbers transactions and batches, and sends heartbeats.
 * `announce` resolves when all its processes have heard.
 */
export interface Announcer {
  readonly space: string
  announce(tags: readonly string[]): Promise<number>
  /** While paused nothing is sent, not even heartbeats. */
  pause(): void
  resume(): void
  join(cache: Cache, writer: StreamWriter): Promise<() => void>
}

export function createAnnouncer(): Announcer {
  const space = `test-${randomUUID()}`
  const members = new Map<Cache, StreamWriter>()
  let sequence = 0
  let transaction = 1_000
  let isPaused = false
  let beating: NodeJS.Timeout | undefined

  async function beat(): Promise<void> {
    const [writer] = members.values()
    if (writer === undefined || isPaused) return
    const at = { sequence, epoch: 1, highest: transaction }
    await writer.beat(at, await writer.time(), '0-0').catch(() => undefined)
  }

  async function heard(isDone: (cache: Cache) => boolean): Promise<void> {
    while (![...members.keys()].every(isDone)) await delay(5)
  }

  return {
    space,
    async announce(tags) {
      const [writer] = members.values()
      if (writer === undefined) throw new Error('Nobody has joined the announcer.')
      const before = transaction
      transaction += 1
      sequence += 1
      const invalidations = [{ transaction, tags, announcedAt: Date.now() }]
      await writer.append({ kind: 'batch', sequence, epoch: 1, before, invalidations })
      await heard((cache) => cache.inspection.state().position === sequence)
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
      beating ??= setInterval(() => void beat(), 50)
      await heard((each) => each !== cache || cache.inspection.state().heardAgo < 500)
      return () => {
        members.delete(cache)
        if (members.size > 0) return
        clearInterval(beating)
        beating = undefined
      }
    },
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
