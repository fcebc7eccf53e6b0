import {
  DescribeReplicationGroupsCommand,
  DescribeServerlessCachesCommand,
  type ElastiCacheClient,
  ReplicationGroupNotFoundFault,
  ServerlessCacheNotFoundFault,
} from '@aws-sdk/client-elasticache'

/** Where a client learns all nodes of a cluster. */
export interface ClusterAddress {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

export interface Surroundings {
  readonly elastiCache: ElastiCacheClient
  /** Milliseconds since some moment. */
  readonly now: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** What ElastiCache says of a cache: where it is, why it is not there yet, or why it will not be. */
type Found =
  | { readonly kind: 'available'; readonly address: ClusterAddress }
  | { readonly kind: 'pending'; readonly status: string }
  | { readonly kind: 'hopeless'; readonly reason: string }

const pollMilliseconds = 5_000

/** States that end in `available` by themselves; the others need a human. */
const passing: ReadonlySet<string> = new Set(['creating', 'modifying', 'snapshotting'])

/**
 * Finds a cache in ElastiCache by its name, a replication group in cluster mode or a serverless cache, and waits until
 * it is available: a cache that is just being changed is there in a minute, and a release can wait for that.
 *
 * @param patienceMilliseconds how long to wait for it
 * @throws if there is no such cache, if it will not become available, if it is not in time, or if AWS refuses to tell
 */
export async function findCluster(
  name: string,
  patienceMilliseconds: number,
  { elastiCache, now, sleep }: Surroundings,
): Promise<ClusterAddress> {
  const startedAt = now()
  for (;;) {
    const found = await describe(name, elastiCache)
    switch (found.kind) {
      case 'available':
        return found.address
      case 'hopeless':
        throw new Error(found.reason)
      case 'pending':
        if (now() - startedAt + pollMilliseconds > patienceMilliseconds) {
          throw new Error(
            `The cache ${name} is ${found.status} after ${Math.round((now() - startedAt) / 1_000)} s, not available; look at its events in ElastiCache.`,
          )
        }
        await sleep(pollMilliseconds)
    }
  }
}

async function describe(name: string, elastiCache: ElastiCacheClient): Promise<Found> {
  return (
    (await describeReplicationGroup(name, elastiCache)) ??
    (await describeServerless(name, elastiCache)) ?? {
      kind: 'hopeless',
      reason: `ElastiCache has neither a replication group nor a serverless cache named ${name} in this account and region; the stack "cache" names its own kontor-<environment>.`,
    }
  )
}

async function describeReplicationGroup(
  name: string,
  elastiCache: ElastiCacheClient,
): Promise<Found | undefined> {
  const group = await elastiCache
    .send(new DescribeReplicationGroupsCommand({ ReplicationGroupId: name }))
    .then(({ ReplicationGroups = [] }) => ReplicationGroups[0])
    .catch(noneIf(ReplicationGroupNotFoundFault))
  if (group === undefined) return undefined
  const waiting = notAvailable(name, group.Status)
  if (waiting !== undefined) return waiting
  if (group.ConfigurationEndpoint === undefined) {
    return {
      kind: 'hopeless',
      reason: `The replication group ${name} has no configuration endpoint: it is not in cluster mode, which Kontor needs (ClusterMode "enabled").`,
    }
  }
  return addressOf(name, group.ConfigurationEndpoint, group.TransitEncryptionEnabled === true)
}

async function describeServerless(name: string, elastiCache: ElastiCacheClient): Promise<Found | undefined> {
  const cache = await elastiCache
    .send(new DescribeServerlessCachesCommand({ ServerlessCacheName: name }))
    .then(({ ServerlessCaches = [] }) => ServerlessCaches[0])
    .catch(noneIf(ServerlessCacheNotFoundFault))
  if (cache === undefined) return undefined
  // Serverless caches take TLS only: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
  return notAvailable(name, cache.Status) ?? addressOf(name, cache.Endpoint ?? {}, true)
}

function notAvailable(name: string, status = 'in an unknown state'): Found | undefined {
  if (status === 'available') return undefined
  if (passing.has(status)) return { kind: 'pending', status }
  return { kind: 'hopeless', reason: `The cache ${name} is ${status}; it must be available.` }
}

function addressOf(
  name: string,
  { Address, Port }: { readonly Address?: string | undefined; readonly Port?: number | undefined },
  tls: boolean,
): Found {
  return Address === undefined || Port === undefined
    ? { kind: 'hopeless', reason: `ElastiCache gives no endpoint for ${name}, though it is available.` }
    : { kind: 'available', address: { host: Address, port: Port, tls } }
}

/** Takes "there is none" for an answer; other failures stay what they are. */
function noneIf(fault: abstract new (...args: never[]) => Error) {
  return (error: unknown): undefined => {
    if (!(error instanceof fault)) throw error
  }
}
