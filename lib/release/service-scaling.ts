import { Duration, Stack } from 'aws-cdk-lib'
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling'
import type * as ecs from 'aws-cdk-lib/aws-ecs'
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import * as iam from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { ServiceSize } from '../environments.ts'
import type { NetworkStack } from '../network/network-stack.ts'

/** Percent of a task's processor that leaves room for the minute or two that a new task takes. */
const processorTarget = 60

/** Grows a service with its load, by processor; and, where it has target groups, by requests. */
export function scaleService(
  scope: Construct,
  props: {
    readonly network: NetworkStack
    readonly service: ecs.FargateService
    readonly size: Pick<ServiceSize, 'minimumTasks' | 'maximumTasks'> & Partial<ServiceSize>
    readonly targetGroups: readonly elb.ApplicationTargetGroup[]
  },
): void {
  const { network, service, size, targetGroups } = props
  const tasks = new scaling.ScalableTarget(scope, 'Tasks', {
    serviceNamespace: scaling.ServiceNamespace.ECS,
    resourceId: `service/${network.cluster.clusterName}/${service.serviceName}`,
    scalableDimension: 'ecs:service:DesiredCount',
    minCapacity: size.minimumTasks,
    maxCapacity: size.maximumTasks,
    role: iam.Role.fromRoleArn(scope, 'ScalingRole', serviceLinkedRole(scope), { mutable: false }),
  })
  tasks.node.addDependency(service)
  tasks.scaleToTrackMetric('Processor', {
    predefinedMetric: scaling.PredefinedMetric.ECS_SERVICE_AVERAGE_CPU_UTILIZATION,
    targetValue: processorTarget,
    scaleInCooldown: Duration.minutes(5),
    scaleOutCooldown: Duration.seconds(30),
  })
  if (size.requestsPerMinutePerTask === undefined) return
  new scaling.CfnScalingPolicy(scope, 'Requests', {
    policyName: `${service.node.path}/requests`,
    policyType: 'TargetTrackingScaling',
    scalingTargetId: tasks.scalableTargetId,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: size.requestsPerMinutePerTask,
      scaleInCooldown: Duration.minutes(5).toSeconds(),
      scaleOutCooldown: Duration.seconds(30).toSeconds(),
      customizedMetricSpecification: { metrics: requestsPerTask(network, targetGroups) },
    },
  })
}

function serviceLinkedRole(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/ecs.application-autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  })
}

/**
 * The sum over both target groups. CDK's own policy watches one group and goes blind when a release moves the
 * service to the other (https://github.com/aws/containers-roadmap/issues/1681).
 */
function requestsPerTask(
  network: NetworkStack,
  targetGroups: readonly elb.ApplicationTargetGroup[],
): scaling.CfnScalingPolicy.TargetTrackingMetricDataQueryProperty[] {
  const ids = targetGroups.map((_, index) => `g${index}`)
  return [
    ...targetGroups.map((targetGroup, index) => ({
      id: `g${index}`,
      returnData: false,
      metricStat: {
        stat: 'Sum',
        metric: {
          namespace: 'AWS/ApplicationELB',
          metricName: 'RequestCountPerTarget',
          dimensions: [
            { name: 'LoadBalancer', value: network.loadBalancer.resource.loadBalancerFullName },
            { name: 'TargetGroup', value: targetGroup.targetGroupFullName },
          ],
        },
      },
    })),
    { id: 'total', returnData: true, expression: ids.map((id) => `FILL(${id},0)`).join('+') },
  ]
}
