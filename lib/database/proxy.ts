import { Duration } from 'aws-cdk-lib'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as rds from 'aws-cdk-lib/aws-rds'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Environment } from '../environments.ts'
import { dataSubnets } from '../network/vpc.ts'

/** RDS Proxy: shares connections between tasks and functions, and hides a failover from them. */
export class Proxy extends Construct {
  readonly name: string
  /** Host that leads to the writer. */
  readonly writerHost: string
  /** Host that leads to the readers; undefined where the cluster has none. */
  readonly readerHost: string | undefined

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      cluster: rds.DatabaseCluster
      /** User name and password that the proxy lets in and uses itself. */
      secret: ISecret
      vpc: ec2.IVpc
      securityGroup: ec2.ISecurityGroup
    },
  ) {
    super(scope, id)
    const { environment, cluster, secret, vpc, securityGroup } = props
    const proxy = new rds.DatabaseProxy(this, 'Resource', {
      proxyTarget: rds.ProxyTarget.fromCluster(cluster),
      secrets: [secret],
      dbProxyName: `kontor-${environment.name}`,
      vpc,
      vpcSubnets: dataSubnets,
      securityGroups: [securityGroup],
      requireTLS: true,
      iamAuth: false,
      clientPasswordAuthType: rds.ClientPasswordAuthType.POSTGRES_SCRAM_SHA_256,
      maxConnectionsPercent: 90,
      maxIdleConnectionsPercent: 50,
      // A request gives up before this; longer waits would only pile up work for clients that have left.
      borrowTimeout: Duration.seconds(5),
      idleClientTimeout: Duration.minutes(10),
    })
    this.name = proxy.dbProxyName
    this.writerHost = proxy.endpoint
    this.readerHost =
      environment.database.readers > 0 ? this.#readerHost(proxy, cluster, vpc, securityGroup) : undefined
  }

  #readerHost(
    proxy: rds.DatabaseProxy,
    cluster: rds.DatabaseCluster,
    vpc: ec2.IVpc,
    securityGroup: ec2.ISecurityGroup,
  ): string {
    const endpoint = proxy.addEndpoint('Readers', {
      vpc,
      vpcSubnets: dataSubnets,
      securityGroups: [securityGroup],
      targetRole: rds.ProxyEndpointTargetRole.READ_ONLY,
    })
    // The endpoint fails to come up while the proxy has no reader behind it.
    endpoint.node.addDependency(cluster)
    return endpoint.endpoint
  }
}
