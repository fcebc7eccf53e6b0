import { Duration } from 'aws-cdk-lib'
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as lambda from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { acknowledge, acknowledgeWildcardUnder } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'
import type { Task } from '../images/task.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { NodeFunction } from '../node-function.ts'
import type { CanaryService } from './canary-service.ts'
import { DeployTimeTask } from './deploy-time-task.ts'

/** CodeDeploy's moments in a release of an ECS service at which a function may judge the candidate. */
export type LifecycleEvent =
  | 'AfterInstall'
  | 'AfterAllowTestTraffic'
  | 'BeforeAllowTraffic'
  | 'AfterAllowTraffic'

/** CloudFormation waits no longer for anything: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
const longestWait = Duration.hours(1)

/**
 * Lets `cdk deploy` release a `CanaryService`: a new task definition gets test traffic, is judged by the hooks,
 * gets the canary's share of shoppers, and all of them if no alarm rings; else CodeDeploy takes it back, and the
 * deployment of the stack fails.
 */
export class ServiceRelease extends Construct {
  readonly deploymentGroup: codedeploy.EcsDeploymentGroup

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      network: NetworkStack
      target: CanaryService
      task: Task
      port: number
      hooks: Readonly<Partial<Record<LifecycleEvent, lambda.IFunction>>>
    },
  ) {
    super(scope, id)
    const { environment, network, target, hooks } = props
    const { percent, minutes } = environment.canary
    const { serviceName } = target.service
    const application = new codedeploy.EcsApplication(this, 'Application')
    this.deploymentGroup = new codedeploy.EcsDeploymentGroup(this, 'DeploymentGroup', {
      application,
      service: target.service,
      deploymentConfig: new codedeploy.EcsDeploymentConfig(this, 'Canary', {
        trafficRouting: codedeploy.TrafficRouting.timeBasedCanary({
          percentage: percent,
          interval: Duration.minutes(minutes),
        }),
      }),
      alarms: [...target.alarms],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      blueGreenDeploymentConfig: {
        blueTargetGroup: target.blue,
        greenTargetGroup: target.green,
        listener: network.loadBalancer.listener,
        testListener: network.loadBalancer.testListener,
        // The old tasks stay this long, so that a late alarm still has somewhere to go back to.
        terminationWaitTime: Duration.minutes(environment.keepsData ? 10 : 1),
      },
    })
    this.#allowHooks(Object.values(hooks))
    const start = (handler: 'onEvent' | 'isComplete') => this.#startFunction(handler, props)
    new DeployTimeTask(this, 'Release', {
      environment,
      resourceType: 'Custom::Release',
      onEvent: start('onEvent').resource,
      waiting: {
        isComplete: start('isComplete').resource,
        totalTimeout: longestWait,
        queryInterval: Duration.seconds(15),
      },
      properties: {
        cluster: network.cluster.clusterName,
        service: serviceName,
        taskDefinition: props.task.definition.taskDefinitionArn,
        containerName: props.task.container.containerName,
        containerPort: props.port,
        application: application.applicationName,
        deploymentGroup: this.deploymentGroup.deploymentGroupName,
        hooks: Object.fromEntries(Object.entries(hooks).map(([event, hook]) => [event, hook.functionName])),
      },
    }).resource.node.addDependency(target, this.deploymentGroup)
  }

  /** CodeDeploy may call the hooks, and the hooks may answer it. */
  #allowHooks(hooks: readonly lambda.IFunction[]): void {
    for (const hook of new Set(hooks)) {
      hook.grantInvoke(this.deploymentGroup.role)
      acknowledgeWildcardUnder(
        this.deploymentGroup,
        hook,
        'CodeDeploy calls this very hook; CDK grants its versions too.',
      )
      hook.addToRolePolicy(
        new iam.PolicyStatement({
          actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
          resources: [this.deploymentGroup.deploymentGroupArn],
        }),
      )
    }
    acknowledge(
      this.deploymentGroup,
      ['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AWSCodeDeployRoleForECS]'],
      "AWS keeps the rights that CodeDeploy needs for a blue/green deployment in this policy, and CDK's group always has it.",
    )
  }

  #startFunction(
    handler: 'onEvent' | 'isComplete',
    props: { environment: Environment; target: CanaryService; task: Task },
  ): NodeFunction {
    const start = new NodeFunction(this, handler === 'onEvent' ? 'Start' : 'Watch', {
      environment: props.environment,
      entry: 'start-release',
      handler,
      description:
        handler === 'onEvent' ? 'Starts a release with CodeDeploy' : 'Watches a release of CodeDeploy',
      timeout: Duration.minutes(1),
    })
    const { deploymentGroupArn, application, deploymentConfig } = this.deploymentGroup
    const allowed: Record<string, string[]> =
      handler === 'onEvent'
        ? {
            'ecs:DescribeServices': [props.target.service.serviceArn],
            'codedeploy:CreateDeployment': [deploymentGroupArn],
            'codedeploy:GetDeploymentConfig': [deploymentConfig.deploymentConfigArn],
            'codedeploy:RegisterApplicationRevision': [application.applicationArn],
            'codedeploy:GetApplicationRevision': [application.applicationArn],
          }
        : { 'codedeploy:GetDeployment': [deploymentGroupArn] }
    for (const [action, resources] of Object.entries(allowed)) {
      start.resource.addToRolePolicy(new iam.PolicyStatement({ actions: [action], resources }))
    }
    return start
  }
}
