import { Duration, Tags } from 'aws-cdk-lib'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { Construct } from 'constructs'
import { drainSeconds, paths } from '../../api/contract.ts'
import type { Environment, ServiceSize } from '../environments.ts'
import type { Task } from '../images/task.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { applicationSubnets } from '../network/vpc.ts'
import { createServiceLevelAlarms, type ServiceLevel } from './service-level.ts'
import { scaleService } from './service-scaling.ts'
import { type TargetMetrics, targetMetrics } from './target-metrics.ts'

/** What of the listeners' traffic a service takes. */
export interface Route {
  readonly priority: number
  readonly conditions: readonly elb.ListenerCondition[]
}

/**
 * A Fargate service whose releases CodeDeploy makes: two target groups take turns, one serves while the other
 * gets the candidate. CloudFormation creates the service and never changes its task definition; a
 * `ServiceRelease` beside it does.
 */
export class CanaryService extends Construct {
  readonly service: ecs.FargateService
  readonly blue: elb.ApplicationTargetGroup
  readonly green: elb.ApplicationTargetGroup
  readonly metrics: Readonly<{ Blue: TargetMetrics; Green: TargetMetrics }>
  readonly alarms: readonly cloudwatch.Alarm[]

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      /** One of the contract's parts. */
      part: string
      network: NetworkStack
      securityGroup: ec2.ISecurityGroup
      task: Task
      port: number
      size: ServiceSize
      route: Route
      /** The same of the test listener. */
      testRoute: Route
      serviceLevel: ServiceLevel
    },
  ) {
    super(scope, id)
    const { environment, part, network, task, size } = props
    this.blue = this.#targetGroup('Blue', props)
    this.green = this.#targetGroup('Green', props)
    const rules = [
      this.#rule('Rule', network.loadBalancer.listener, props.route, this.blue),
      this.#rule('TestRule', network.loadBalancer.testListener, props.testRoute, this.green),
    ]
    this.service = new ecs.FargateService(this, 'Service', {
      serviceName: `kontor-${environment.name}-${part}`,
      cluster: network.cluster,
      taskDefinition: task.definition,
      deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: Duration.seconds(60),
      vpcSubnets: applicationSubnets,
      securityGroups: [props.securityGroup],
      assignPublicIp: false,
      platformVersion: ecs.FargatePlatformVersion.VERSION1_4,
    })
    this.service.attachToApplicationTargetGroup(this.blue)
    // ECS refuses a target group that no listener knows yet.
    this.service.node.addDependency(...rules)

    const metrics = (targetGroup: elb.ApplicationTargetGroup) =>
      targetMetrics({
        loadBalancer: network.loadBalancer.resource.loadBalancerFullName,
        targetGroup: targetGroup.targetGroupFullName,
        label: `${part} ${targetGroup.node.id.toLowerCase()}`,
      })
    this.metrics = { Blue: metrics(this.blue), Green: metrics(this.green) }
    this.alarms = createServiceLevelAlarms(this, props.serviceLevel, this.metrics)
    scaleService(this, { network, service: this.service, size, targetGroups: [this.blue, this.green] })
  }

  #targetGroup(id: string, props: { network: NetworkStack; port: number }): elb.ApplicationTargetGroup {
    return new elb.ApplicationTargetGroup(this, id, {
      vpc: props.network.vpc,
      port: props.port,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      deregistrationDelay: Duration.seconds(drainSeconds),
      loadBalancingAlgorithmType: elb.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
      healthCheck: {
        // Alive, not ready: with the database away no task is ready, and replacing them all would help nobody.
        path: paths.health,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    })
  }

  /**
   * CodeDeploy moves a rule from one target group to the other behind CloudFormation's back. A rule must therefore
   * never change here: CloudFormation would point it at the first group again, which may be the empty one
   * (https://github.com/aws/aws-cdk/issues/36649). A test holds its properties.
   */
  #rule(
    id: string,
    listener: elb.IApplicationListener,
    route: Route,
    targetGroup: elb.ApplicationTargetGroup,
  ): elb.ApplicationListenerRule {
    const rule = new elb.ApplicationListenerRule(this, id, {
      listener,
      priority: route.priority,
      conditions: [...route.conditions],
      action: elb.ListenerAction.forward([targetGroup]),
    })
    for (const key of ['kontor:environment', 'kontor:part']) Tags.of(rule).remove(key)
    return rule
  }
}
