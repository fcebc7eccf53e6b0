import {
  APICallRateForCustomerExceededFault,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  TestFailoverCommand,
} from '@aws-sdk/client-elasticache'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { rehearseFailover } from '../../lambda/rehearse-failover/rehearsal.ts'

const elastiCache = mockClient(ElastiCacheClient)
const members = [{}, {}]
const whole = {
  Status: 'available',
  NodeGroups: [
    { NodeGroupId: '0001', Status: 'available', NodeGroupMembers: members },
    { NodeGroupId: '0002', Status: 'available', NodeGroupMembers: members },
  ],
}
const failingOver = { ...whole, Status: 'modifying' }

function surroundings() {
  let clock = 0
  return {
    elastiCache: new ElastiCacheClient(),
    now: () => clock,
    sleep: (milliseconds: number) => {
      clock += milliseconds
      return Promise.resolve()
    },
    random: () => 0.9,
  }
}

function groupIs(...states: object[]): void {
  const command = elastiCache.on(DescribeReplicationGroupsCommand)
  const last = states.at(-1)
  for (const state of states) command.resolvesOnce({ ReplicationGroups: [state] })
  command.resolves({ ReplicationGroups: [last ?? {}] })
}

beforeEach(() => {
  elastiCache.reset()
  elastiCache.on(TestFailoverCommand).resolves({})
})

describe('rehearseFailover', () => {
  it('lets one shard fail and measures until all is whole again', async () => {
    groupIs(whole, failingOver, failingOver, whole)
    expect(await rehearseFailover('kontor', surroundings())).toEqual({ shard: '0002', seconds: 30 })
    expect(elastiCache.commandCalls(TestFailoverCommand)[0]?.args[0].input).toEqual({
      ReplicationGroupId: 'kontor',
      NodeGroupId: '0002',
    })
  })

  it.each([
    ['is being changed', failingOver],
    [
      'has a shard that is not available',
      { ...whole, NodeGroups: [{ NodeGroupId: '0001', Status: 'modifying', NodeGroupMembers: members }] },
    ],
    [
      'has a shard without a replica',
      { ...whole, NodeGroups: [{ NodeGroupId: '0001', Status: 'available', NodeGroupMembers: [{}] }] },
    ],
    ['has no shards', { Status: 'available' }],
  ])('does not become the incident: it refuses when the group %s', async (_why, state) => {
    groupIs(state)
    await expect(rehearseFailover('kontor', surroundings())).rejects.toThrow(
      'rehearse when all are available',
    )
    expect(elastiCache.commandCalls(TestFailoverCommand)).toHaveLength(0)
  })

  it('says so when there is no such group', async () => {
    elastiCache.on(DescribeReplicationGroupsCommand).resolves({ ReplicationGroups: [] })
    await expect(rehearseFailover('kontor', surroundings())).rejects.toThrow(
      'There is no replication group kontor',
    )
  })

  it("passes ElastiCache's refusal on, as after 15 rehearsals in a day", async () => {
    groupIs(whole)
    elastiCache
      .on(TestFailoverCommand)
      .rejects(new APICallRateForCustomerExceededFault({ message: 'too many', $metadata: {} }))
    await expect(rehearseFailover('kontor', surroundings())).rejects.toThrow('too many')
  })

  it('gives up before Lambda ends it, and says where to look', async () => {
    groupIs(whole, failingOver)
    await expect(rehearseFailover('kontor', surroundings())).rejects.toThrow(
      'Shard 0002 of kontor is not available 12 minutes after its failover began',
    )
  })
})
