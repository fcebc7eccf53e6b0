import { Cluster } from 'ioredis'
import type { Logger } from 'pino'
import type { CacheConfig } from '../config.ts'
import { cacheCluster } from '../resilience/settings.ts'

export interface CacheCredentials {
  readonly username: string
  readonly password: string
}

/**
 * A connection to the cache's cluster that never queues and never waits long: whoever asks while a shard is away gets
 * an error at once. Connects in the background.
 */
export function connectCluster(
  config: CacheConfig,
  credentials: CacheCredentials | undefined,
  log: Logger,
): Cluster {
  const cluster = new Cluster([...config.nodes], {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRedirections: cacheCluster.maximumRedirections,
    // 0: no waiting for a failover inside a look-up. The refresh below finds the new master.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    slotsRefreshInterval: cacheCluster.slotsRefreshInterval,
    clusterRetryStrategy: (times) => Math.min(100 * times, 1_000),
    // Certificates carry host names, so that names must not be resolved to addresses first (ElastiCache with TLS).
    ...(config.tls ? { dnsLookup: (address, done) => done(null, address) } : {}),
    redisOptions: {
      commandTimeout: cacheCluster.commandTimeout,
      connectTimeout: cacheCluster.connectTimeout,
      maxRetriesPerRequest: 0,
      ...(config.tls ? { tls: {} } : {}),
      ...(credentials ?? {}),
    },
  })
  // Without a listener ioredis writes to the console.
  cluster.on('error', (error: Error) => log.warn({ err: error }, 'cache cluster away'))
  cluster.on('node error', (error: Error, address: string) =>
    log.debug({ err: error, address }, 'cache node away'),
  )
  return cluster
}
