import { join } from 'node:path'
import { Duration, FileSystem } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { environment as variables } from '../../api/contract.ts'
import type { DatabaseStack } from '../database/database-stack.ts'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { unchangeable } from '../network/security-groups.ts'
import { applicationSubnets } from '../network/vpc.ts'
import { lambdaCertificates, NodeFunction, repositoryRoot } from '../node-function.ts'
import { DeployTimeTask } from '../release/deploy-time-task.ts'

/**
 * Brings the database up to date before any process of the new release starts. A stack of its own, so that a
 * failed migration stops the deployment here, with every process of the old release untouched.
 */
export class MigrationsStack extends KontorStack {
  constructor(
    scope: Construct,
    props: KontorStackProps & { readonly network: NetworkStack; readonly database: DatabaseStack },
  ) {
    super(scope, 'migrations', {
      ...props,
      description: 'Kontor: migrations of the database, run at deployment',
    })
    const { environment, network, database } = props
    const migrate = new NodeFunction(this, 'Migrate', {
      environment,
      entry: 'migrate',
      description: 'Applies the migrations that the database lacks',
      // Lambda's longest. A migration that needs more belongs into a job of the worker, in batches.
      timeout: Duration.minutes(15),
      memoryMiB: 512,
      folders: { migrations: 'migrations' },
      network: {
        vpc: network.vpc,
        subnets: applicationSubnets,
        securityGroup: unchangeable(this, network.securityGroups.migrations),
      },
      variables: { [variables.databaseSecretArn]: database.secret.secretArn, ...lambdaCertificates },
    })
    database.secret.grantRead(migrate.resource)
    new DeployTimeTask(this, 'Migrations', {
      environment,
      resourceType: 'Custom::Migrations',
      onEvent: migrate.resource,
      properties: { hash: FileSystem.fingerprint(join(repositoryRoot, 'migrations')) },
    })
  }
}
