import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { ShardMetrics } from '../cache/metrics.ts'
import type { DatabaseMetrics } from '../database/metrics.ts'
import type { TargetMetrics } from '../release/target-metrics.ts'

/** What the dashboard shows, by part. */
export interface Shown {
  readonly api: Readonly<Record<string, TargetMetrics>>
  readonly web: Readonly<Record<string, TargetMetrics>>
  readonly database: DatabaseMetrics
  readonly cache: readonly ShardMetrics[]
  readonly alarms: readonly cloudwatch.IAlarm[]
}

/** One page for the one question: how is the shop? From the shopper inwards, alarms first. */
export function createDashboard(scope: Construct, name: string, shown: Shown): cloudwatch.Dashboard {
  const dashboard = new cloudwatch.Dashboard(scope, 'Dashboard', { dashboardName: name })
  dashboard.addWidgets(
    new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...shown.alarms], width: 24, height: 3 }),
  )
  for (const [part, targets] of [
    ['web', Object.values(shown.web)],
    ['api', Object.values(shown.api)],
  ] as const) {
    dashboard.addWidgets(
      graph(
        `${part}: requests a minute`,
        targets.map(({ requests }) => requests),
      ),
      graph(
        `${part}: failed, percent`,
        targets.map(({ errorPercent }) => errorPercent),
      ),
      graph(
        `${part}: 99 of 100 answered within, seconds`,
        targets.map(({ latency }) => latency),
      ),
    )
  }
  const { database, cache } = shown
  dashboard.addWidgets(
    graph('database: processor, percent', [database.processor]),
    graph('database: replica lag, ms', [database.replicaLag]),
    graph('database: connections; pinned', [database.connections, database.pinnedConnections]),
  )
  dashboard.addWidgets(
    graph(
      'cache: command core, percent',
      cache.map(({ engineProcessor }) => engineProcessor),
    ),
    graph(
      'cache: memory, percent',
      cache.map(({ memory }) => memory),
    ),
    graph(
      'cache: hits and misses',
      cache.flatMap(({ hits, misses }) => [hits, misses]),
    ),
  )
  return dashboard
}

function graph(title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({
    title,
    left,
    width: 8,
    height: 6,
    leftYAxis: { min: 0, showUnits: false },
  })
}
