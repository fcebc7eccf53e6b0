import { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'

/** What is measured of the tasks, or of the function, behind one target group. */
export interface TargetMetrics {
  readonly requests: IMetric
  /** Percent of the requests; 0 while there are fewer than 20 a minute, of which one failure would be 5 %. */
  readonly errorPercent: IMetric
  /** Seconds that 99 of 100 requests stay below. */
  readonly latency: IMetric
}

const period = Duration.minutes(1)

/** @param names - full names, as CloudWatch has them, of the load balancer and the target group */
export function targetMetrics(names: {
  readonly loadBalancer: string
  readonly targetGroup: string
  readonly label: string
}): TargetMetrics {
  const metric = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensionsMap: { LoadBalancer: names.loadBalancer, TargetGroup: names.targetGroup },
      statistic,
      period,
      label: names.label,
    })
  const requests = metric('RequestCount', 'Sum')
  // A graph that shows several of these wants different names in each.
  const suffix = names.label.replaceAll(/\W/g, '_')
  const [all, failed] = [`all_${suffix}`, `failed_${suffix}`]
  return {
    requests,
    errorPercent: new MathExpression({
      expression: `IF(${all} >= 20, 100 * FILL(${failed}, 0) / ${all}, 0)`,
      usingMetrics: { [all]: requests, [failed]: metric('HTTPCode_Target_5XX_Count', 'Sum') },
      period,
      label: names.label,
    }),
    latency: metric('TargetResponseTime', 'p99'),
  }
}
