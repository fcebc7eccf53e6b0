import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { DatabaseCluster } from 'aws-cdk-lib/aws-rds'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { encryptionKeyOf } from '../network/encryption-key.ts'
import { databasePorts, unchangeable } from '../network/security-groups.ts'
import { createDatabaseAlarms } from './alarms.ts'
import { Aurora, databaseName, databaseUser } from './aurora.ts'
import { type DatabaseMetrics, databaseMetrics } from './metrics.ts'
import { Proxy } from './proxy.ts'

/** Where the shop's data lives, and how to reach it. Passwords are in `secret`, not in the URLs. */
export class DatabaseStack extends KontorStack {
  readonly cluster: DatabaseCluster
  readonly secret: ISecret
  /** Through the proxy, to the writer. */
  readonly writerUrl: string
  /** Through the proxy, to the readers; empty where there are none. */
  readonly readerUrls: string
  /** Past the proxy, to the writer: for sessions, advisory locks and LISTEN. */
  readonly directUrl: string
  readonly metrics: DatabaseMetrics
  readonly alarms: readonly cloudwatch.Alarm[]

  constructor(scope: Construct, props: KontorStackProps & { readonly network: NetworkStack }) {
    super(scope, 'database', { ...props, description: 'Kontor: Aurora PostgreSQL and RDS Proxy' })
    const { environment, network } = props
    const { vpc, securityGroups } = network
    const { cluster } = new Aurora(this, 'Aurora', {
      environment,
      vpc,
      encryptionKey: encryptionKeyOf(this, network),
      securityGroup: unchangeable(this, securityGroups.database),
      rotationSecurityGroup: unchangeable(this, securityGroups.secretRotation),
    })
    if (cluster.secret === undefined) throw new Error(`${cluster.node.path} was made without a secret`)
    this.cluster = cluster
    this.secret = cluster.secret
    const proxy = new Proxy(this, 'Proxy', {
      environment,
      cluster,
      secret: cluster.secret,
      vpc,
      securityGroup: unchangeable(this, securityGroups.databaseProxy),
    })
    const url = (host: string, port: number) => `postgres://${databaseUser}@${host}:${port}/${databaseName}`
    this.writerUrl = url(proxy.writerHost, databasePorts.proxy)
    this.readerUrls = proxy.readerHost === undefined ? '' : url(proxy.readerHost, databasePorts.proxy)
    this.directUrl = url(cluster.clusterEndpoint.hostname, databasePorts.cluster)
    this.metrics = databaseMetrics(cluster, proxy.name)
    this.alarms = createDatabaseAlarms(this, this.metrics)
  }
}
