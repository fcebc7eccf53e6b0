import { createDatabase, type PostgresDatabase } from '../../../api/database/postgres.ts'
import { createMetrics, type Metrics } from '../../../api/telemetry/metrics.ts'
import { createNoTracer } from '../../../api/telemetry/no-tracer.ts'
import type { TestDatabase } from '../../database.ts'
import { recordLog, type RecordedLog } from '../telemetry/record-log.ts'

export interface Connected {
  readonly database: PostgresDatabase
  readonly metrics: Metrics
  readonly log: RecordedLog
}

/** Kontor's database on the nodes of a test's database; single nodes may be replaced by other addresses. */
export function connect(target: Pick<TestDatabase, 'writer' | 'readers'>): Connected {
  const metrics = createMetrics()
  const log = recordLog()
  const database = createDatabase({
    writerUrl: target.writer,
    readerUrls: target.readers,
    tls: 'disable',
    log: log.logger,
    metrics,
    tracer: createNoTracer(),
  })
  return { database, metrics, log }
}
