import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as elasticache from 'aws-cdk-lib/aws-elasticache'
import type * as kms from 'aws-cdk-lib/aws-kms'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'
import { cachePort } from '../network/security-groups.ts'
import { dataSubnets } from '../network/vpc.ts'

const userName = 'kontor'

/** A Valkey cluster: shards whose replicas lie in other zones and take over from them. */
export class Valkey extends Construct {
  readonly replicationGroupId: string
  readonly replicationGroup: elasticache.CfnReplicationGroup
  /** `username` and `password`. */
  readonly secret: Secret
  /** `host:port` from which a client learns all nodes. */
  readonly nodes: string

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      vpc: ec2.IVpc
      encryptionKey: kms.IKey
      securityGroup: ec2.ISecurityGroup
    },
  ) {
    super(scope, id)
    const { environment, vpc, encryptionKey, securityGroup } = props
    this.replicationGroupId = `kontor-${environment.name}`
    this.secret = this.#createSecret(encryptionKey)
    const logs = new LogGroup(this, 'SlowLog', {
      logGroupName: `/aws/elasticache/${this.replicationGroupId}/slow-log`,
      retention: environment.logDays,
      encryptionKey,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.replicationGroup = new elasticache.CfnReplicationGroup(this, 'Resource', {
      replicationGroupId: this.replicationGroupId,
      replicationGroupDescription: `Cache of Kontor's environment ${environment.name}`,
      engine: 'valkey',
      engineVersion: '8.0',
      cacheParameterGroupName: 'default.valkey8.cluster.on',
      cacheNodeType: environment.cache.nodeType,
      clusterMode: 'enabled',
      numNodeGroups: environment.cache.shards,
      replicasPerNodeGroup: environment.cache.replicasPerShard,
      multiAzEnabled: true,
      automaticFailoverEnabled: true,
      port: cachePort,
      cacheSubnetGroupName: new elasticache.CfnSubnetGroup(this, 'Subnets', {
        description: 'Subnets without a way out',
        subnetIds: vpc.selectSubnets(dataSubnets).subnetIds,
      }).ref,
      securityGroupIds: [securityGroup.securityGroupId],
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      atRestEncryptionEnabled: true,
      kmsKeyId: encryptionKey.keyArn,
      userGroupIds: [this.#createUserGroup(environment).ref],
      autoMinorVersionUpgrade: true,
      snapshotRetentionLimit: environment.keepsData ? 1 : 0,
      logDeliveryConfigurations: [
        {
          logType: 'slow-log',
          logFormat: 'json',
          destinationType: 'cloudwatch-logs',
          destinationDetails: { cloudWatchLogsDetails: { logGroup: logs.logGroupName } },
        },
      ],
    })
    acknowledge(
      this.replicationGroup,
      ['AwsSolutions-AEC6'],
      'AUTH is the older of two ways: this cluster has a user with a password and the rights of a client (userGroupIds).',
    )
    const { attrConfigurationEndPointAddress } = this.replicationGroup
    this.nodes = `${attrConfigurationEndPointAddress}:${cachePort}`
  }

  /** ARN of the replication group, which CloudFormation does not give. */
  get arn(): string {
    return Stack.of(this).formatArn({
      service: 'elasticache',
      resource: 'replicationgroup',
      resourceName: this.replicationGroup.ref,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
  }

  #createSecret(encryptionKey: kms.IKey): Secret {
    const secret = new Secret(this, 'Secret', {
      description: 'User of the cache',
      encryptionKey,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: userName }),
        generateStringKey: 'password',
        excludePunctuation: true,
        passwordLength: 64,
      },
    })
    acknowledge(
      secret,
      ['AwsSolutions-SMG4'],
      'ElastiCache has no rotation function, and its user is declared with this password, so that only a deployment can change both: replace the secret and deploy.',
    )
    return secret
  }

  /** Valkey takes no user without a password, so there is no default user in the group. */
  #createUserGroup(environment: Environment): elasticache.CfnUserGroup {
    const user = new elasticache.CfnUser(this, 'User', {
      engine: 'valkey',
      userId: `kontor-${environment.name}`,
      userName,
      // Everything that a client of the shop does; no administration.
      accessString: 'on ~* &* +@all -@admin -@dangerous +info +cluster|slots +cluster|shards +cluster|nodes',
      authenticationMode: {
        Type: 'password',
        Passwords: [this.secret.secretValueFromJson('password').unsafeUnwrap()],
      },
    })
    return new elasticache.CfnUserGroup(this, 'Users', {
      engine: 'valkey',
      userGroupId: `kontor-${environment.name}`,
      userIds: [user.ref],
    })
  }
}
