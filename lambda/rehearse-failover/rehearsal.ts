import {
  DescribeReplicationGroupsCommand,
  type ElastiCacheClient,
  type NodeGroup,
  type ReplicationGroup,
  TestFailoverCommand,
} from '@aws-sdk/client-elasticache'

export interface Surroundings {
  readonly elastiCache: ElastiCacheClient
  /** Milliseconds since some moment. */
  readonly now: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** At least 0, below 1. */
  readonly random: () => number
}

export interface Rehearsal {
  readonly shard: string
  /** From the call to the moment when ElastiCache reported the shard available again. */
  readonly seconds: number
}

const pollMilliseconds = 10_000
/** ElastiCache takes a minute or so to exchange a primary; the function itself may run for 15 minutes. */
const patienceMilliseconds = 12 * 60_000

/**
 * Lets the primary of one shard, chosen at random, fail, and waits until the replication group is whole again.
 *
 * @throws if the group is not in full health beforehand (a rehearsal must not become the incident), if ElastiCache
 * refuses (it allows 15 rehearsals in 24 hours), or if the group is not whole again in time
 */
export async function rehearseFailover(
  replicationGroupId: string,
  surroundings: Surroundings,
): Promise<Rehearsal> {
  const { elastiCache, now, sleep, random } = surroundings
  const before = await describe(replicationGroupId, elastiCache)
  const shards = before.NodeGroups ?? []
  const shard = shards[Math.floor(random() * shards.length)]?.NodeGroupId
  if (shard === undefined || !isWhole(before)) {
    throw new Error(
      `${replicationGroupId} is ${before.Status ?? 'unknown'} with shards ${JSON.stringify(shards.map(({ Status }) => Status))}: rehearse when all are available and every shard has a replica`,
    )
  }
  const start = now()
  await elastiCache.send(
    new TestFailoverCommand({ ReplicationGroupId: replicationGroupId, NodeGroupId: shard }),
  )
  // The group still says `available` for a moment after the call, so that the first look must come later.
  do {
    await sleep(pollMilliseconds)
    if (isWhole(await describe(replicationGroupId, elastiCache))) {
      return { shard, seconds: Math.round((now() - start) / 1000) }
    }
  } while (now() - start < patienceMilliseconds)
  throw new Error(
    `Shard ${shard} of ${replicationGroupId} is not available ${patienceMilliseconds / 60_000} minutes after its failover began; look at the group's events in ElastiCache`,
  )
}

async function describe(id: string, elastiCache: ElastiCacheClient): Promise<ReplicationGroup> {
  const { ReplicationGroups = [] } = await elastiCache.send(
    new DescribeReplicationGroupsCommand({ ReplicationGroupId: id }),
  )
  const [group] = ReplicationGroups
  if (group === undefined) throw new Error(`There is no replication group ${id}`)
  return group
}

function isWhole(group: ReplicationGroup): boolean {
  return group.Status === 'available' && (group.NodeGroups ?? []).every(hasReplica)
}

function hasReplica(shard: NodeGroup): boolean {
  return shard.Status === 'available' && (shard.NodeGroupMembers ?? []).length >= 2
}
