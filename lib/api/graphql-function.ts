import { Duration } from 'aws-cdk-lib'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { environment as variables } from '../../api/contract.ts'
import type { Environment } from '../environments.ts'
import { unchangeable } from '../network/security-groups.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { applicationSubnets } from '../network/vpc.ts'
import { lambdaCertificates, NodeFunction } from '../node-function.ts'
import type { Route } from '../release/canary-service.ts'
import { FunctionRelease } from '../release/function-release.ts'
import { createReleaseCheck } from '../release/hooks.ts'
import { createServiceLevelAlarms } from '../release/service-level.ts'
import { type TargetMetrics, targetMetrics } from '../release/target-metrics.ts'
import { serviceLevel } from './service-level.ts'

/** The API as a Lambda function behind the load balancer, and its canary releases. */
export class GraphqlFunction extends Construct {
  readonly alias: lambda.Alias
  readonly metrics: TargetMetrics
  readonly alarms: readonly cloudwatch.Alarm[]

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      network: NetworkStack
      release: string
      variables: Readonly<Record<string, string>>
      /** What the function may read; their ARNs are in the variables. */
      secrets: readonly ISecret[]
      route: Route
    },
  ) {
    super(scope, id)
    const { environment, network } = props
    const { memoryMiB, provisionedConcurrency } = environment.api.function
    const graphql = new NodeFunction(this, 'Graphql', {
      environment,
      entry: 'graphql',
      description: 'The GraphQL API',
      memoryMiB,
      timeout: Duration.seconds(20),
      network: {
        vpc: network.vpc,
        subnets: applicationSubnets,
        securityGroup: unchangeable(this, network.securityGroups.api),
      },
      folders: { 'api/schema': 'schema', 'web/generated/documents.json': 'documents.json' },
      variables: {
        ...props.variables,
        [variables.mode]: 'production',
        [variables.name]: environment.name,
        [variables.release]: props.release,
        [variables.tracer]: 'xray',
        [variables.trustedDocuments]: '/var/task/documents.json',
        ...lambdaCertificates,
      },
    })
    for (const secret of props.secrets) secret.grantRead(graphql.resource)
    this.alias = new lambda.Alias(this, 'Alias', {
      aliasName: 'live',
      version: graphql.resource.currentVersion,
      ...(provisionedConcurrency > 0 && { provisionedConcurrentExecutions: provisionedConcurrency }),
    })
    const targetGroup = new elb.ApplicationTargetGroup(this, 'Targets', {
      targetType: elb.TargetType.LAMBDA,
      targets: [new LambdaTarget(this.alias)],
    })
    new elb.ApplicationListenerRule(this, 'Rule', {
      listener: network.loadBalancer.listener,
      priority: props.route.priority,
      conditions: [...props.route.conditions],
      action: elb.ListenerAction.forward([targetGroup]),
    })
    this.metrics = targetMetrics({
      loadBalancer: network.loadBalancer.resource.loadBalancerFullName,
      targetGroup: targetGroup.targetGroupFullName,
      label: 'api function',
    })
    this.alarms = createServiceLevelAlarms(this, serviceLevel, { Function: this.metrics })
    const check = createReleaseCheck(this, {
      environment,
      part: 'api',
      candidate: { kind: 'version', version: graphql.resource.currentVersion },
    })
    new FunctionRelease(this, 'Release', {
      environment,
      part: 'graphql',
      alias: this.alias,
      alarms: this.alarms,
      check: check.resource,
    })
  }
}
