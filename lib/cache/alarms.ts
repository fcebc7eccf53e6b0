import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { ShardMetrics } from './metrics.ts'

/** When a shard of the cache needs a human. */
export function createCacheAlarms(scope: Construct, shards: readonly ShardMetrics[]): cloudwatch.Alarm[] {
  return shards.flatMap(({ shard, engineProcessor, memory }) => [
    new cloudwatch.Alarm(scope, `EngineBusy${shard}`, {
      alarmDescription: `A node of shard ${shard} has been above 80 % of its command core for five minutes: add shards.`,
      metric: engineProcessor,
      threshold: 80,
      evaluationPeriods: 5,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    }),
    new cloudwatch.Alarm(scope, `MemoryShort${shard}`, {
      alarmDescription: `A node of shard ${shard} has been above 85 % of its memory for five minutes: it soon evicts what is in use.`,
      metric: memory,
      threshold: 85,
      evaluationPeriods: 5,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }),
  ])
}
