import { randomUUID } from 'node:crypto'
import type { Cluster } from 'ioredis'
import type { Cache, CacheRequest } from '../../../api/cache/cache.ts'
import { connectCluster } from '../../../api/cache/cluster.ts'
import { createRedisCache } from '../../../api/cache/redis-cache.ts'
import { createShardBreakers, type ShardBreakers } from '../../../api/cache/shard-breakers.ts'
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

/** Waits until the cluster is known, so that the first look-up is not a miss for that reason. */
export async function connectCache(nodes: readonly string[]): Promise<ConnectedCache> {
  const log = recordLog()
  const metrics = createMetrics()
  const config = {
    nodes: nodes.map((node) => ({ host: node.split(':')[0] ?? '', port: Number(node.split(':')[1]) })),
    tls: false,
    secretArn: undefined,
  }
  const cluster = connectCluster(config, undefined, log.logger)
  await new Promise<void>((resolve) => cluster.once('ready', () => resolve()))
  const onShard = createShardBreakers(cluster)
  let offset = 0
  const clock = () => new Date(Date.now() + offset)
  const cache = createRedisCache({ cluster, onShard, log: log.logger, metrics, clock })
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
