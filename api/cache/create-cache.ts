import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from 'ioredis'
import type { Logger } from 'pino'
import { cacheFence } from '../resilience/settings.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Cache } from './cache.ts'
import { createFence } from './fence.ts'
import { createFencedCache } from './fenced-cache.ts'
import { createMemoryLevel } from './memory-level.ts'
import { createRedisStreamSource } from './redis-stream-source.ts'
import type { ShardBreakers } from './shard-breakers.ts'
import { createSharedLevel } from './shared-level.ts'
import { createStreamReader } from './stream-reader.ts'
import { streamKey } from './stream-writer.ts'

export interface CacheOptions {
  readonly cluster: Cluster
  /** Connections for reads that wait; closed with the cache. */
  readonly waitingCluster: Cluster
  readonly onShard: ShardBreakers
  readonly space: string
  readonly memoryBytes: number
  /** `on-demand`: a process that is frozen between requests (Lambda) or short-lived; it calls `catchUp`. */
  readonly listening: 'always' | 'on-demand'
  /** Announces tags in a transaction of their own and gives its id. */
  readonly announce: (tags: readonly string[]) => Promise<number>
  readonly log: Logger
  readonly metrics: Metrics
  readonly clock: () => Date
}

/** The cache on a Redis or Valkey cluster. */
export function createCache(options: CacheOptions): Cache {
  const { cluster, waitingCluster, onShard, space, log, metrics, clock } = options
  const monotonic = () => performance.now()
  const fence = createFence({
    mostTags: cacheFence.mostTags,
    mostTransactions: cacheFence.mostTransactions,
    leaseMilliseconds: cacheFence.lease,
    monotonic,
  })
  const reading = createStreamReader({
    source: createRedisStreamSource(waitingCluster, streamKey(space), cacheFence.readWait),
    fence,
    monotonic,
    clock,
    metrics,
    log,
    pause: cacheFence.readPause,
  })
  return createFencedCache({
    fence,
    reader: options.listening === 'always' ? reading.follow() : reading.onDemand(),
    memory: createMemoryLevel(options.memoryBytes),
    shared: createSharedLevel(cluster, onShard, space),
    announce: options.announce,
    clock,
    monotonic,
    wait: (milliseconds) => delay(milliseconds),
    random: Math.random,
    metrics,
    log,
  })
}
