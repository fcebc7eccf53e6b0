import { Duration } from 'aws-cdk-lib'
import * as events from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import * as iam from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import type { Environment } from '../environments.ts'
import { NodeFunction } from '../node-function.ts'
import type { Valkey } from './valkey.ts'

/**
 * A function that lets one shard's primary fail and waits until a replica has taken over. Where the
 * environment has a schedule it runs by itself, else when someone invokes it.
 */
export class FailoverRehearsal extends Construct {
  constructor(scope: Construct, id: string, props: { environment: Environment; valkey: Valkey }) {
    super(scope, id)
    const { environment, valkey } = props
    const rehearse = new NodeFunction(this, 'Rehearse', {
      environment,
      entry: 'rehearse-failover',
      description: 'Lets the primary of one cache shard fail and waits for its replica to take over',
      variables: { REPLICATION_GROUP_ID: valkey.replicationGroup.ref },
      timeout: Duration.minutes(15),
    })
    rehearse.resource.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['elasticache:TestFailover', 'elasticache:DescribeReplicationGroups'],
        resources: [valkey.arn],
      }),
    )
    const { failoverRehearsal } = environment.cache
    if (failoverRehearsal === undefined) return
    new events.Rule(this, 'Schedule', {
      schedule: events.Schedule.expression(failoverRehearsal),
      // Twice in a row would take both copies of a shard out of step: a failed rehearsal waits for a human.
      targets: [new LambdaFunction(rehearse.resource, { retryAttempts: 0 })],
    })
  }
}
