import { Duration } from 'aws-cdk-lib'
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type * as rds from 'aws-cdk-lib/aws-rds'

/** What is measured of the database. */
export interface DatabaseMetrics {
  /** Percent of the writer. */
  readonly processor: IMetric
  /** Bytes of the writer. */
  readonly freeableMemory: IMetric
  /** Milliseconds, of the slowest reader. */
  readonly replicaLag: IMetric
  readonly connections: IMetric
  /** Connections of the proxy that serve one client only. */
  readonly pinnedConnections: IMetric
}

export function databaseMetrics(cluster: rds.DatabaseCluster, proxyName: string): DatabaseMetrics {
  const minute = { period: Duration.minutes(1) }
  const writer = { DBClusterIdentifier: cluster.clusterIdentifier, Role: 'WRITER' }
  return {
    processor: cluster.metricCPUUtilization({ ...minute, dimensionsMap: writer }),
    freeableMemory: cluster.metricFreeableMemory({ ...minute, dimensionsMap: writer, statistic: 'Minimum' }),
    replicaLag: cluster.metric('AuroraReplicaLagMaximum', { ...minute, statistic: 'Maximum' }),
    connections: cluster.metricDatabaseConnections({ ...minute, statistic: 'Sum' }),
    pinnedConnections: new Metric({
      ...minute,
      namespace: 'AWS/RDS',
      metricName: 'DatabaseConnectionsCurrentlySessionPinned',
      dimensionsMap: { ProxyName: proxyName },
      statistic: 'Maximum',
    }),
  }
}
