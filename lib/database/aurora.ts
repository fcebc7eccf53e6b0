import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import { InstanceType } from 'aws-cdk-lib/aws-ec2'
import type * as kms from 'aws-cdk-lib/aws-kms'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import * as rds from 'aws-cdk-lib/aws-rds'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'
import { databasePorts } from '../network/security-groups.ts'
import { applicationSubnets, dataSubnets } from '../network/vpc.ts'

export const databaseName = 'kontor'
/** Who owns the tables, and as whom the shop connects. */
export const databaseUser = 'kontor'
const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_9 })

/**
 * What RDS Proxy does not let a client set at connect time, or what would pin its connections, is set here.
 * Times in milliseconds.
 */
const parameters = {
  'rds.force_ssl': '1',
  shared_preload_libraries: 'pg_stat_statements,auto_explain',
  'auto_explain.log_min_duration': '1000',
  log_min_duration_statement: '1000',
  log_lock_waits: '1',
  idle_in_transaction_session_timeout: '10000',
}

/** Aurora PostgreSQL: one writer, and readers in other zones that take over from it. */
export class Aurora extends Construct {
  readonly cluster: rds.DatabaseCluster

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      vpc: ec2.IVpc
      encryptionKey: kms.IKey
      securityGroup: ec2.ISecurityGroup
      rotationSecurityGroup: ec2.ISecurityGroup
    },
  ) {
    super(scope, id)
    const { environment, vpc, encryptionKey, securityGroup, rotationSecurityGroup } = props
    const { capacity, readers, backupDays } = environment.database
    const [writer, ...others] = Array.from({ length: readers + 1 }, (_, index) =>
      this.#instance(environment, index, encryptionKey),
    )
    const clusterIdentifier = `kontor-${environment.name}`
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/rds/cluster/${clusterIdentifier}/postgresql`,
      retention: environment.logDays,
      encryptionKey,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.cluster = new rds.DatabaseCluster(this, 'Cluster', {
      clusterIdentifier,
      engine,
      writer,
      readers: others,
      ...(capacity.kind === 'serverless' && {
        serverlessV2MinCapacity: capacity.minimumUnits,
        serverlessV2MaxCapacity: capacity.maximumUnits,
      }),
      // Without a charge for each read and write, the bill does not follow a busy day.
      ...(capacity.kind === 'provisioned' && { storageType: rds.DBClusterStorageType.AURORA_IOPT1 }),
      vpc,
      vpcSubnets: dataSubnets,
      securityGroups: [securityGroup],
      credentials: rds.Credentials.fromGeneratedSecret(databaseUser, {
        encryptionKey,
        excludeCharacters: ` %+~\`#$&*()|[]{}:;<>?!'/@"\\,=^`,
      }),
      defaultDatabaseName: databaseName,
      port: databasePorts.cluster,
      parameterGroup: new rds.ParameterGroup(this, 'Parameters', { engine, parameters }),
      storageEncrypted: true,
      storageEncryptionKey: encryptionKey,
      iamAuthentication: true,
      backup: { retention: Duration.days(backupDays) },
      copyTagsToSnapshot: true,
      deletionProtection: environment.keepsData,
      removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      cloudwatchLogsExports: ['postgresql'],
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: encryptionKey,
    })
    // Must be there first: Aurora would create the log group itself, without an end to what it keeps.
    this.cluster.node.addDependency(logs)
    if (!environment.keepsData) {
      acknowledge(
        this.cluster,
        ['AwsSolutions-RDS10'],
        "An environment that keeps no customers' data is there to be thrown away.",
      )
    }
    this.cluster.addRotationSingleUser({
      automaticallyAfter: Duration.days(30),
      securityGroup: rotationSecurityGroup,
      vpcSubnets: applicationSubnets,
    })
  }

  #instance(environment: Environment, index: number, encryptionKey: kms.IKey): rds.IClusterInstance {
    const { capacity } = environment.database
    const id = index === 0 ? 'Writer' : `Reader${index}`
    const options = {
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: encryptionKey,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
    }
    switch (capacity.kind) {
      case 'serverless':
        // The first reader grows with the writer, so that it can take over at once.
        return rds.ClusterInstance.serverlessV2(id, {
          ...options,
          ...(index > 0 && { scaleWithWriter: index === 1 }),
        })
      case 'provisioned':
        return rds.ClusterInstance.provisioned(id, {
          ...options,
          instanceType: new InstanceType(capacity.instanceType),
          ...(index > 0 && { promotionTier: index }),
        })
    }
  }
}
