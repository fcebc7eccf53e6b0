import type pg from 'pg'
import type { Metrics } from '../telemetry/metrics.ts'
import { count } from '../telemetry/request-facts.ts'
import type { Tracer } from '../telemetry/tracer.ts'
import type { Statement } from './statement.ts'

/** Runs one statement on a connection and tells metrics, trace and the request's log line about it. */
export type StatementRunner = <Row extends object>(
  node: string,
  connection: pg.PoolClient,
  statement: Statement,
) => Promise<Row[]>

export function createStatementRunner({
  metrics,
  tracer,
}: {
  metrics: Metrics
  tracer: Tracer
}): StatementRunner {
  return <Row extends object>(node: string, connection: pg.PoolClient, { name, text, values }: Statement) =>
    tracer.trace(`sql ${name}`, async (span) => {
      span.annotate('db.system', 'postgresql')
      span.annotate('db.node', node)
      count('statements')
      const stop = metrics.databaseQuerySeconds.startTimer({ node, statement: name })
      try {
        const { rows } = await connection.query<Row>({ text, values: [...values] })
        stop({ outcome: 'success' })
        return rows
      } catch (error) {
        stop({ outcome: 'failure' })
        throw error
      }
    })
}
