import {
  DescribeReplicationGroupsCommand,
  DescribeServerlessCachesCommand,
  ElastiCacheClient,
  ReplicationGroupNotFoundFault,
  ServerlessCacheNotFoundFault,
} from '@aws-sdk/client-elasticache'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { findCluster } from '../../../lambda/warm-cache/find-cluster.ts'

const elastiCache = mockClient(ElastiCacheClient)
const endpoint = { Address: 'clustercfg.kontor.cache.amazonaws.com', Port: 6380 }
const group = { Status: 'available', ConfigurationEndpoint: endpoint, TransitEncryptionEnabled: true }
const patience = 60_000

function surroundings() {
  let clock = 0
  return {
    elastiCache: new ElastiCacheClient(),
    now: () => clock,
    sleep: (milliseconds: number) => {
      clock += milliseconds
      return Promise.resolve()
    },
  }
}

const find = () => findCluster('kontor-prod', patience, surroundings())

function groupIs(...states: object[]): void {
  const command = elastiCache.on(DescribeReplicationGroupsCommand)
  for (const state of states.slice(0, -1)) command.resolvesOnce({ ReplicationGroups: [state] })
  command.resolves({ ReplicationGroups: [states.at(-1) ?? {}] })
}

beforeEach(() => {
  elastiCache.reset()
  const details = { message: 'not found', $metadata: {} }
  elastiCache
    .on(DescribeReplicationGroupsCommand)
    .rejects(new ReplicationGroupNotFoundFault(details))
    .on(DescribeServerlessCachesCommand)
    .rejects(new ServerlessCacheNotFoundFault(details))
})

describe('findCluster', () => {
  it('gives the configuration endpoint of a replication group', async () => {
    groupIs(group)
    expect(await find()).toEqual({ host: endpoint.Address, port: 6380, tls: true })
    expect(elastiCache.commandCalls(DescribeReplicationGroupsCommand)[0]?.args[0].input).toEqual({
      ReplicationGroupId: 'kontor-prod',
    })
  })

  it('gives the endpoint of a serverless cache, which speaks TLS only', async () => {
    elastiCache
      .on(DescribeServerlessCachesCommand)
      .resolves({ ServerlessCaches: [{ Status: 'available', Endpoint: endpoint }] })
    expect(await find()).toEqual({ host: endpoint.Address, port: 6380, tls: true })
  })

  it('tells a cluster without TLS', async () => {
    groupIs({ ...group, TransitEncryptionEnabled: false })
    expect(await find()).toMatchObject({ tls: false })
  })

  it('waits while the cache is being changed', async () => {
    groupIs({ ...group, Status: 'creating' }, { ...group, Status: 'modifying' }, group)
    expect(await find()).toMatchObject({ host: endpoint.Address })
    expect(elastiCache.commandCalls(DescribeReplicationGroupsCommand)).toHaveLength(3)
  })

  it('does not wait for ever', async () => {
    groupIs({ ...group, Status: 'modifying' })
    await expect(find()).rejects.toThrow(
      'The cache kontor-prod is modifying after 60 s, not available; look at its events in ElastiCache.',
    )
    expect(elastiCache.commandCalls(DescribeReplicationGroupsCommand)).toHaveLength(13)
  })

  it('does not wait for what will not come', async () => {
    groupIs({ ...group, Status: 'create-failed' })
    await expect(find()).rejects.toThrow('The cache kontor-prod is create-failed; it must be available.')
    expect(elastiCache.commandCalls(DescribeReplicationGroupsCommand)).toHaveLength(1)
  })

  it('says that there is no cache of that name', async () => {
    await expect(find()).rejects.toThrow(
      'ElastiCache has neither a replication group nor a serverless cache named kontor-prod',
    )
  })

  it('refuses a group that is not in cluster mode', async () => {
    groupIs({ Status: 'available', TransitEncryptionEnabled: true })
    await expect(find()).rejects.toThrow('has no configuration endpoint: it is not in cluster mode')
  })

  it('refuses an available cache without an endpoint', async () => {
    groupIs({ ...group, ConfigurationEndpoint: {} })
    await expect(find()).rejects.toThrow('gives no endpoint for kontor-prod')
  })

  it('passes on that AWS refuses to tell', async () => {
    elastiCache.on(DescribeReplicationGroupsCommand).rejects(new Error('AccessDenied: not authorized'))
    await expect(find()).rejects.toThrow('AccessDenied: not authorized')
    expect(elastiCache.commandCalls(DescribeServerlessCachesCommand)).toHaveLength(0)
  })
})
