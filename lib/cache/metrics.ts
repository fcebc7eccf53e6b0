import { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Environment } from '../environments.ts'

/** What is measured of one shard of the cache. */
export interface ShardMetrics {
  /** E.g. `0001`. */
  readonly shard: string
  /** Percent of the one core that runs commands, of the busiest node. */
  readonly engineProcessor: IMetric
  /** Percent of the memory, of the fullest node. */
  readonly memory: IMetric
  readonly evictions: IMetric
  readonly hits: IMetric
  readonly misses: IMetric
}

/**
 * ElastiCache measures nodes, and alarms cannot search for them. Their names are fixed, though:
 * `<replication group>-<shard, 4 digits>-<node, 3 digits>`, both counted from 1.
 */
export function cacheMetrics(environment: Environment, replicationGroupId: string): ShardMetrics[] {
  const { shards, replicasPerShard } = environment.cache
  return numbers(shards, 4).map((shard) => {
    const nodes = numbers(replicasPerShard + 1, 3).map((node) => `${replicationGroupId}-${shard}-${node}`)
    const over = (aggregate: 'MAX' | 'SUM', metricName: string, statistic: string) => {
      // A graph that shows several of these wants different names in each.
      const measured = nodes.map(
        (node, index) =>
          [
            `${metricName.toLowerCase()}_${shard}_${index + 1}`,
            new Metric({
              namespace: 'AWS/ElastiCache',
              metricName,
              dimensionsMap: { CacheClusterId: node },
              statistic,
              period: Duration.minutes(1),
            }),
          ] as const,
      )
      return new MathExpression({
        label: `${metricName} ${shard}`,
        period: Duration.minutes(1),
        expression: `${aggregate}([${measured.map(([id]) => id).join(',')}])`,
        usingMetrics: Object.fromEntries(measured),
      })
    }
    return {
      shard,
      engineProcessor: over('MAX', 'EngineCPUUtilization', 'Maximum'),
      memory: over('MAX', 'DatabaseMemoryUsagePercentage', 'Maximum'),
      evictions: over('SUM', 'Evictions', 'Sum'),
      hits: over('SUM', 'CacheHits', 'Sum'),
      misses: over('SUM', 'CacheMisses', 'Sum'),
    }
  })
}

function numbers(count: number, digits: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1).padStart(digits, '0'))
}
