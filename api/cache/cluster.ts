import { Cluster } from 'ioredis'
import type { Logger } from 'pino'
import type { CacheConfig } from '../config.ts'
import { cacheCluster, cacheFence } from '../resilience/settings.ts'

export interface CacheCredentials {
  readonly username: string
  readonly password: string
}

export type ClusterConfig = Pick<CacheConfig, 'nodes' | 'tls'>

/**
 * A connection to the cache's cluster that never queues and never waits long: whoever asks while a shard is away gets
 * an error at once. Connects in the background.
 */
export function connectCluster(
  config: ClusterConfig,
  credentials: CacheCredentials | undefined,
  log: Logger,
): Cluster {
  return connect(config, credentials, log, {
    queueing: false,
    pipelining: true,
    commandTimeout: cacheCluster.commandTimeout,
  })
}

/** A connection of its own for reads that wait: they would hold up whatever shares a connection with them. */
export function connectWaitingCluster(
  config: ClusterConfig,
  credentials: CacheCredentials | undefined,
  log: Logger,
): Cluster {
  return connect(config, credentials, log, {
    queueing: true,
    pipelining: false,
    commandTimeout: cacheFence.readTimeout,
  })
}

interface ConnectionManner {
  /** Whether commands wait while there is no connection. */
  readonly queueing: boolean
  readonly pipelining: boolean
  readonly commandTimeout: number
}

function connect(
  config: ClusterConfig,
  credentials: CacheCredentials | undefined,
  log: Logger,
  { queueing, pipelining, commandTimeout }: ConnectionManner,
): Cluster {
  const cluster = new Cluster([...config.nodes], {
    enableOfflineQueue: queueing,
    enableAutoPipelining: pipelining,
    maxRedirections: cacheCluster.maximumRedirections,
    // 0: no waiting for a failover inside a look-up. The refresh below finds the new master.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    slotsRefreshInterval: cacheCluster.slotsRefreshInterval,
    clusterRetryStrategy: (times) => Math.min(100 * times, 1_000),
    // Certificates carry host names, so that names must not be resolved to addresses first (ElastiCache with TLS).
    ...(config.tls ? { dnsLookup: (address, done) => done(null, address) } : {}),
    redisOptions: {
      commandTimeout,
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
