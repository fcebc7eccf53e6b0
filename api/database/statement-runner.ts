import type pg from 'pg'
import type { Metrics } from '../telemetry/metrics.ts'
import { count } from '../telemetry/request-facts.ts'
import type { Tracer } from '../telemetry/tracer.ts'
import { parseSnapshot, type Snapshot } from './snapshot.ts'
import type { Statement } from './statement.ts'

/** Runs statements on a connection and tells metrics, trace and the request's log line about it. */
export interface StatementRunner {
  readonly run: <Row extends object>(
    node: string,
    connection: pg.PoolClient,
    statement: Statement,
  ) => Promise<Row[]>
  /** As `run`, of a query (no writing), and brings the snapshot that it ran in. */
  readonly runWithSnapshot: <Row extends object>(
    node: string,
    connection: pg.PoolClient,
    statement: Statement,
  ) => Promise<Fenced<Row>>
}

interface Fenced<Row> {
  readonly rows: Row[]
  readonly snapshot: Snapshot
}

export function createStatementRunner({
  metrics,
  tracer,
}: {
  metrics: Metrics
  tracer: Tracer
}): StatementRunner {
  function measured<T>(node: string, name: string, work: () => Promise<T>): Promise<T> {
    return tracer.trace(`sql ${name}`, async (span) => {
      span.annotate('db.system', 'postgresql')
      span.annotate('db.node', node)
      count('statements')
      const stop = metrics.databaseQuerySeconds.startTimer({ node, statement: name })
      try {
        const result = await work()
        stop({ outcome: 'success' })
        return result
      } catch (error) {
        stop({ outcome: 'failure' })
        throw error
      }
    })
  }

  return {
    run: <Row extends object>(node: string, connection: pg.PoolClient, { name, text, values }: Statement) =>
      measured(node, name, async () => (await connection.query<Row>({ text, values: [...values] })).rows),
    runWithSnapshot: <Row extends object>(
      node: string,
      connection: pg.PoolClient,
      { name, text, values }: Statement,
    ) =>
      measured(node, name, async () =>
        fencedRows<Row>(
          await connection.query<unknown[]>({
            text: withSnapshot(text),
            values: [...values],
            rowMode: 'array',
          }),
        ),
      ),
  }
}

/**
 * The same statement brings its snapshot, because a proxy may send two statements to two readers. The outer join gives
 * a row even if the statement gives none; `present` tells such a row from one of nulls. The order of the rows stays:
 * a join without a condition is a nested loop, which keeps the order of its inner side.
 */
function withSnapshot(text: string): string {
  return `select fence.snapshot, fence.standby, statement.* from (
    select pg_current_snapshot()::text as snapshot, pg_is_in_recovery() as standby
  ) fence left join (select true as present, query.* from (
${text}
) query) statement on true`
}

/** snapshot, standby, present. */
const addedColumns = 3

function fencedRows<Row extends object>({ rows, fields }: pg.QueryArrayResult<unknown[]>): Fenced<Row> {
  const [text, standby, present] = rows[0] ?? []
  const snapshot = parseSnapshot(text as string, standby === true)
  if (present !== true) return { rows: [], snapshot }
  const names = fields.slice(addedColumns).map(({ name }) => name)
  const asObject = (row: unknown[]) => {
    const object: Record<string, unknown> = {}
    for (const [index, name] of names.entries()) object[name] = row[index + addedColumns]
    return object as Row
  }
  return { rows: rows.map(asObject), snapshot }
}
