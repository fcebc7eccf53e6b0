import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { TargetMetrics } from './target-metrics.ts'

/** What shoppers may expect of a part. A release that misses it is rolled back. */
export interface ServiceLevel {
  readonly errorPercent: number
  /** Seconds that 99 of 100 requests stay below. */
  readonly latencySeconds: number
}

/**
 * One pair of alarms for each target group, so that a candidate with a tenth of the traffic is judged by its own
 * requests and not hidden in the average. Two minutes of three: one bad minute may be bad luck.
 */
export function createServiceLevelAlarms(
  scope: Construct,
  level: ServiceLevel,
  targets: Readonly<Record<string, TargetMetrics>>,
): cloudwatch.Alarm[] {
  return Object.entries(targets).flatMap(([name, metrics]) => {
    const alarm = (id: string, metric: cloudwatch.IMetric, threshold: number, alarmDescription: string) =>
      new cloudwatch.Alarm(scope, `${name}${id}`, {
        metric,
        threshold,
        alarmDescription,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      })
    return [
      alarm(
        'Errors',
        metrics.errorPercent,
        level.errorPercent,
        `More than ${level.errorPercent} % of the requests failed.`,
      ),
      alarm(
        'Latency',
        metrics.latency,
        level.latencySeconds,
        `One request in a hundred took longer than ${level.latencySeconds} s.`,
      ),
    ]
  })
}
