import type { Cluster } from 'ioredis'
import type { Cache } from './cache/cache.ts'
import { type CacheCredentials, connectCluster, connectWaitingCluster } from './cache/cluster.ts'
import { createCache } from './cache/create-cache.ts'
import { createPopularQuestions, type PopularQuestions } from './cache/popular-questions.ts'
import { createShardBreakers, type ShardBreakers } from './cache/shard-breakers.ts'
import { createStreamWriter, streamKey, type StreamWriter } from './cache/stream-writer.ts'
import { createCachedCatalog } from './catalog/cached-catalog.ts'
import { createCatalogSource } from './catalog/create-catalog.ts'
import type { Config } from './config.ts'
import type { ApplicationContext } from './context.ts'
import { createDatabase, type PostgresDatabase } from './database/postgres.ts'
import { publish } from './events/outbox.ts'
import { createFeatureFlags } from './feature-flags.ts'
import { createPaymentProvider } from './payment/create-payment-provider.ts'
import { cacheFence } from './resilience/settings.ts'
import { createTracer } from './telemetry/create-tracer.ts'
import { createLog } from './telemetry/log.ts'
import { createMetrics } from './telemetry/metrics.ts'

/** The application: what features see, what only its servers use, and how it ends. */
export interface Application extends ApplicationContext {
  readonly database: PostgresDatabase
  /** The cache's cluster, for what is neither a cached value nor a feature: budgets, persisted documents. */
  readonly cluster: Cluster
  readonly onShard: ShardBreakers
  readonly popularQuestions: PopularQuestions
  /** Where the relay tells all processes what has changed. */
  readonly invalidations: StreamWriter
  /** Ends connections in the reverse order of their making; spans and fills that are under way go out first. */
  close(): Promise<void>
}

/** Secrets that come from elsewhere than the configuration. */
export interface Credentials {
  /** Asked for every new connection, so that a rotated password is picked up. */
  readonly databasePassword?: () => Promise<string>
  readonly cache?: CacheCredentials
}

export type Overrides = Partial<Omit<Application, 'close' | 'config'>> & {
  /**
   * How the process hears of invalidations; `on-demand` if it is frozen between requests or short-lived, and then it
   * calls `cache.catchUp()` before it relies on the cache.
   * @default it listens always
   */
  readonly listening?: 'always' | 'on-demand'
}

/**
 * Makes the parts of the application; nothing is asked of the network yet.
 * @param overrides parts that tests bring themselves; who brings a part closes it
 */
export async function createApplication(
  config: Config,
  overrides: Overrides = {},
  credentials: Credentials = {},
): Promise<Application> {
  const log = overrides.log ?? createLog(config)
  const metrics = overrides.metrics ?? createMetrics()
  const clock = overrides.clock ?? (() => new Date())
  const tracer = overrides.tracer ?? (await createTracer(config, log))
  const database =
    overrides.database ??
    createDatabase({
      ...config.database,
      ...(credentials.databasePassword === undefined ? {} : { password: credentials.databasePassword }),
      log,
      metrics,
      tracer,
    })
  const cluster = overrides.cluster ?? connectCluster(config.cache, credentials.cache, log)
  const onShard = overrides.onShard ?? createShardBreakers(cluster)
  const popularQuestions =
    overrides.popularQuestions ?? createPopularQuestions({ cluster, onShard, space: config.cache.space, log })
  const { space, memoryBytes } = config.cache
  const cache: Cache =
    overrides.cache ??
    createCache({
      cluster,
      waitingCluster: connectWaitingCluster(config.cache, credentials.cache, log),
      onShard,
      space,
      memoryBytes,
      listening: overrides.listening ?? 'always',
      announce: (tags) =>
        database.transaction((transaction) => publish(transaction, 'catalog.changed', { tags })),
      log,
      metrics,
      clock,
    })
  const invalidations =
    overrides.invalidations ??
    createStreamWriter({ cluster, onShard, key: streamKey(space), beatWithin: cacheFence.beatWithin })

  return {
    config,
    log,
    metrics,
    clock,
    tracer,
    database,
    cluster,
    onShard,
    popularQuestions,
    invalidations,
    cache,
    catalog:
      overrides.catalog ??
      createCachedCatalog(createCatalogSource(config.catalog, { database, log, tracer }), cache),
    paymentProvider: overrides.paymentProvider ?? createPaymentProvider(config.payment, database),
    featureFlags: overrides.featureFlags ?? createFeatureFlags(database, log, clock),
    async close() {
      if (overrides.cache === undefined) await cache.close()
      if (overrides.popularQuestions === undefined) await popularQuestions.close()
      if (overrides.cluster === undefined) cluster.disconnect()
      if (overrides.database === undefined) await database.close()
      if (overrides.tracer === undefined) await tracer.close()
    },
  }
}
