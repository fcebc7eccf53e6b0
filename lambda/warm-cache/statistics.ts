import { once } from 'node:events'
import pino from 'pino'
import { type CacheCredentials, connectCluster } from '../../api/cache/cluster.ts'
import { type CountedQuestion, readPopularQuestions } from '../../api/cache/popular-questions.ts'
import { createShardBreakers } from '../../api/cache/shard-breakers.ts'
import type { ClusterAddress } from './find-cluster.ts'

/** A connection across availability zones with TLS takes 50 ms; a cluster that does not answer in five seconds is away. */
const connectMilliseconds = 5_000

/**
 * Reads what shoppers ask most from the cache's cluster.
 * @param space of the shop: the name of its database
 * @throws if it cannot be reached or refuses the credentials
 */
export async function readStatistics(
  { host, port, tls }: ClusterAddress,
  credentials: CacheCredentials | undefined,
  space: string,
  limit: number,
): Promise<CountedQuestion[]> {
  // Its connections tell of their failures again and again; the caller hears of the outcome once.
  const log = pino({ level: 'silent' })
  const cluster = connectCluster({ nodes: [{ host, port }], tls }, credentials, log)
  try {
    await once(cluster, 'ready', { signal: AbortSignal.timeout(connectMilliseconds) }).catch(
      (error: unknown) => {
        throw new Error(
          `The cache at ${host}:${port} was not ready after ${connectMilliseconds / 1_000} s; check its address, security group and credentials.`,
          { cause: error },
        )
      },
    )
    return await readPopularQuestions(cluster, createShardBreakers(cluster), space, limit)
  } finally {
    cluster.disconnect()
  }
}
