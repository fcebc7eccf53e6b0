import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { DatabaseMetrics } from './metrics.ts'

/** When the database needs a human. */
export function createDatabaseAlarms(scope: Construct, metrics: DatabaseMetrics): cloudwatch.Alarm[] {
  const alarm = (id: string, metric: cloudwatch.IMetric, props: Partial<cloudwatch.AlarmProps>) =>
    new cloudwatch.Alarm(scope, id, {
      metric,
      threshold: 0,
      evaluationPeriods: 5,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      ...props,
    })
  return [
    alarm('ProcessorBusy', metrics.processor, {
      alarmDescription: 'The writer has been above 85 % of its processor for five minutes.',
      threshold: 85,
    }),
    alarm('MemoryShort', metrics.freeableMemory, {
      alarmDescription: 'The writer has less than 256 MiB of memory left.',
      threshold: 256 * 1024 ** 2,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    }),
    alarm('ReplicasLag', metrics.replicaLag, {
      alarmDescription: 'A reader has been more than 1 s behind the writer for five minutes.',
      threshold: Duration.seconds(1).toMilliseconds(),
    }),
    alarm('ConnectionsPinned', metrics.pinnedConnections, {
      alarmDescription:
        'More than 20 clients hold a connection of the proxy to themselves: a session setting, a named statement or a lock got into a query.',
      threshold: 20,
    }),
  ]
}
