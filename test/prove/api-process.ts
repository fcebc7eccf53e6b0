/**
 * Process: the API as in production, with what a prover can change from outside: a clock that is wrong, a database
 * whose answers come late, and a fence that is broken on purpose.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { createApplication, type Overrides } from '../../api/application.ts'
import { connectCluster, connectWaitingCluster } from '../../api/cache/cluster.ts'
import { createFence } from '../../api/cache/fence.ts'
import { createFencedCache } from '../../api/cache/fenced-cache.ts'
import { createMemoryLevel } from '../../api/cache/memory-level.ts'
import { createRedisStreamSource } from '../../api/cache/redis-stream-source.ts'
import { createShardBreakers } from '../../api/cache/shard-breakers.ts'
import { createSharedLevel } from '../../api/cache/shared-level.ts'
import { createStreamReader } from '../../api/cache/stream-reader.ts'
import { streamKey } from '../../api/cache/stream-writer.ts'
import { type Config, parseConfig } from '../../api/config.ts'
import { createDatabase, type PostgresDatabase } from '../../api/database/postgres.ts'
import { cacheFence } from '../../api/resilience/settings.ts'
import { createServer } from '../../api/server.ts'
import { createLog } from '../../api/telemetry/log.ts'
import { createMetrics } from '../../api/telemetry/metrics.ts'
import { createTracer } from '../../api/telemetry/create-tracer.ts'
import { deleteOnWrite } from './delete-on-write-fence.ts'

const { PROVE_CLOCK_SECONDS, PROVE_SLOW_MILLISECONDS, PROVE_FENCE } = z
  .object({
    /** Added to the process's clock. */
    PROVE_CLOCK_SECONDS: z.coerce.number().default(0),
    /** The longest time that an answer of the database lies about before the process gets it. */
    PROVE_SLOW_MILLISECONDS: z.coerce.number().default(0),
    PROVE_FENCE: z.enum(['real', 'delete-on-write']).default('real'),
  })
  .parse(process.env)

const config = parseConfig(process.env)
const application = await createApplication(config, await overrides(config))
const server = await createServer(application)
await server.fastify.listen({ host: config.host, port: config.port })
process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => application.close())
    .then(() => process.exit(0))
})

async function overrides(config: Config): Promise<Overrides> {
  const log = createLog(config)
  const metrics = createMetrics()
  const clock = () => new Date(Date.now() + PROVE_CLOCK_SECONDS * 1_000)
  const tracer = await createTracer(config, log)
  const database = slow(createDatabase({ ...config.database, log, metrics, tracer }))
  const shared = { log, metrics, clock, tracer, database }
  if (PROVE_FENCE === 'real') return shared
  const cluster = connectCluster(config.cache, undefined, log)
  const onShard = createShardBreakers(cluster)
  const monotonic = () => performance.now()
  const { mostTags, mostTransactions, lease: leaseMilliseconds, readWait, readPause: pause } = cacheFence
  const fence = deleteOnWrite(createFence({ mostTags, mostTransactions, leaseMilliseconds, monotonic }))
  const waiting = connectWaitingCluster(config.cache, undefined, log)
  const source = createRedisStreamSource(waiting, streamKey(config.cache.space), readWait)
  const cache = createFencedCache({
    fence,
    reader: createStreamReader({ source, fence, monotonic, clock, metrics, log, pause }).follow(),
    memory: createMemoryLevel(config.cache.memoryBytes),
    shared: createSharedLevel(cluster, onShard, config.cache.space),
    announce: () => Promise.reject(new Error('This process only reads.')),
    clock,
    monotonic,
    wait: (milliseconds) => delay(milliseconds),
    random: Math.random,
    metrics,
    log,
  })
  return { ...shared, cluster, onShard, cache }
}

/** Reads are answered as they were when they were asked, and then lie about. */
function slow(database: PostgresDatabase): PostgresDatabase {
  if (PROVE_SLOW_MILLISECONDS === 0) return database
  return {
    ...database,
    async read(...asked) {
      const rows = await database.read(...asked)
      // One in five, so that the process stays usable.
      if (Math.random() < 0.2) await delay(Math.random() * PROVE_SLOW_MILLISECONDS)
      return rows as never
    },
  }
}
