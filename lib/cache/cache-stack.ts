import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import { encryptionKeyOf } from '../network/encryption-key.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { unchangeable } from '../network/security-groups.ts'
import { createCacheAlarms } from './alarms.ts'
import { FailoverRehearsal } from './failover-rehearsal.ts'
import { cacheMetrics, type ShardMetrics } from './metrics.ts'
import { Valkey } from './valkey.ts'

/** The cache that all tasks and functions share. */
export class CacheStack extends KontorStack {
  /** Under which ElastiCache knows it. */
  readonly cacheName: string
  /** Of the replication group. */
  readonly arn: string
  /** `username` and `password`. */
  readonly secret: ISecret
  /** `host:port` from which a client learns all nodes. */
  readonly nodes: string
  readonly metrics: readonly ShardMetrics[]
  readonly alarms: readonly cloudwatch.Alarm[]

  constructor(scope: Construct, props: KontorStackProps & { readonly network: NetworkStack }) {
    super(scope, 'cache', { ...props, description: 'Kontor: ElastiCache for Valkey' })
    const { environment, network } = props
    const valkey = new Valkey(this, 'Valkey', {
      environment,
      vpc: network.vpc,
      encryptionKey: encryptionKeyOf(this, network),
      securityGroup: unchangeable(this, network.securityGroups.cache),
    })
    new FailoverRehearsal(this, 'FailoverRehearsal', { environment, valkey })
    this.cacheName = valkey.replicationGroupId
    this.arn = valkey.arn
    this.secret = valkey.secret
    this.nodes = valkey.nodes
    this.metrics = cacheMetrics(environment, valkey.replicationGroupId)
    this.alarms = createCacheAlarms(this, this.metrics)
  }
}
