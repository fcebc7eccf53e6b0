import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { environments } from '../../lib/environments.ts'
import { resourcesOfType, synthesize } from './synthesize.ts'

const prod = synthesize(environments.prod)
const { database, cache, identity, edge, network } = prod.templates

/** CloudFormation replaces a resource whose logical id changes; for these that means: loses what is in it. */
const statefulIds = [
  ['network', 'AWS::KMS::Key', ['EncryptionKey1B843E66']],
  ['network', 'AWS::EC2::VPC', ['Vpc8378EB38']],
  ['database', 'AWS::RDS::DBCluster', ['AuroraClusterD4EFE71C']],
  [
    'database',
    'AWS::RDS::DBInstance',
    ['AuroraClusterReader155F95274', 'AuroraClusterReader25D42B509', 'AuroraClusterWriter398336D3'],
  ],
  ['cache', 'AWS::ElastiCache::ReplicationGroup', ['Valkey26DD46EF']],
  ['identity', 'AWS::Cognito::UserPool', ['UserPool6BA7E5F2']],
  ['edge', 'AWS::S3::Bucket', ['AccessLogs8B620ECA', 'AssetsBucket252B3DF7']],
  ['edge', 'AWS::CloudFront::Distribution', ['Distribution9930A484']],
] as const

describe('resources that hold something', () => {
  it.each(statefulIds)('keep their logical ids: %s %s', (part, type, ids) => {
    expect(Object.keys(prod.templates[part]?.findResources(type) ?? {}).sort()).toEqual(ids)
  })

  it.each(['AWS::RDS::DBCluster', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool'])(
    'outlive their stack: %s',
    (type) => {
      const resources = Object.entries(resourcesOfType(prod, type))
      expect(resources.length).toBeGreaterThan(0)
      for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of resources) {
        expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain'])
      }
    },
  )
})

describe('the database', () => {
  it('is encrypted with the key of the environment, protected, and backed up for five weeks', () => {
    database?.hasResourceProperties('AWS::RDS::DBCluster', {
      EngineVersion: Match.stringLikeRegexp('^17\\.'),
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::ImportValue': Match.stringLikeRegexp('EncryptionKey') },
      DeletionProtection: true,
      BackupRetentionPeriod: 35,
    })
  })

  it('has a writer and two readers, none of them public', () => {
    const instances = Object.values(database?.findResources('AWS::RDS::DBInstance') ?? {})
    expect(instances).toHaveLength(3)
    for (const { Properties } of instances) expect(Properties).toMatchObject({ PubliclyAccessible: false })
  })

  it('is reached through a proxy that takes TLS only, with an endpoint of its own for reads', () => {
    database?.hasResourceProperties('AWS::RDS::DBProxy', { RequireTLS: true, EngineFamily: 'POSTGRESQL' })
    database?.hasResourceProperties('AWS::RDS::DBProxyEndpoint', { TargetRole: 'READ_ONLY' })
  })

  it('does not offer the reading endpoint before there are readers', () => {
    const [endpoint] = Object.values(database?.findResources('AWS::RDS::DBProxyEndpoint') ?? {})
    expect(endpoint?.['DependsOn']).toEqual(
      expect.arrayContaining([expect.stringContaining('Reader1'), expect.stringContaining('Reader2')]),
    )
  })

  it('gets a new password every 30 days', () => {
    database?.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
    })
  })

  it('is refused by no client: nothing is set at connect time that the proxy rejects, but in the parameter group', () => {
    database?.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: Match.objectLike({
        'rds.force_ssl': '1',
        idle_in_transaction_session_timeout: '10000',
      }),
    })
  })
})

describe('the cache', () => {
  it('survives the loss of a zone: three shards with two replicas each, failing over by themselves', () => {
    cache?.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
      ClusterMode: 'enabled',
      NumNodeGroups: 3,
      ReplicasPerNodeGroup: 2,
      MultiAZEnabled: true,
      AutomaticFailoverEnabled: true,
    })
  })

  it('is encrypted on disk and on the wire, and lets in one user with a password and no administration', () => {
    cache?.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
      AtRestEncryptionEnabled: true,
      TransitEncryptionEnabled: true,
      TransitEncryptionMode: 'required',
      UserGroupIds: [Match.anyValue()],
    })
    cache?.hasResourceProperties('AWS::ElastiCache::User', {
      AuthenticationMode: { Type: 'password' },
      AccessString: Match.stringLikeRegexp('-@admin -@dangerous'),
    })
  })

  it('has alarms for every shard', () => {
    cache?.resourceCountIs('AWS::CloudWatch::Alarm', 2 * 3)
  })

  it('is rehearsed only when someone asks', () => {
    cache?.resourceCountIs('AWS::Events::Rule', 0)
  })
})

describe('what lies across zones', () => {
  it('has three of each subnet, and a NAT gateway in each zone', () => {
    network?.resourceCountIs('AWS::EC2::Subnet', 9)
    network?.resourceCountIs('AWS::EC2::NatGateway', 3)
  })
})

describe('identities and assets', () => {
  it('cannot be deleted by a slip', () => {
    identity?.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' })
    edge?.hasResourceProperties('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } })
  })
})
