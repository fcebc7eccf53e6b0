import type pg from 'pg'
import type { Logger } from 'pino'
import { databaseRead } from '../resilience/settings.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Tracer } from '../telemetry/tracer.ts'
import { type CallOptions, type Database, DatabaseUnavailable } from './database.ts'
import { isNodeFailure, isRetryable } from './failure.ts'
import { createLagMemory } from './lag-memory.ts'
import { createDatabaseNode, type DatabaseNode } from './node.ts'
import { currentReadScope } from './read-scope.ts'
import { meets } from './snapshot.ts'
import type { Statement } from './statement.ts'
import { createStatementRunner } from './statement-runner.ts'
import { createTransactionRunner } from './transaction.ts'

export interface DatabaseOptions {
  /** `postgres://…`; a pooler in transaction mode may stand in front. */
  readonly writerUrl: string
  /** Empty: the writer serves the reads too. */
  readonly readerUrls: readonly string[]
  readonly tls: 'verify-full' | 'disable'
  /** Password for new connections; the one in the URLs if undefined. */
  readonly password?: () => Promise<string>
  readonly log: Logger
  readonly metrics: Metrics
  readonly tracer: Tracer
}

/** The database with what operations people need besides: asking each node how it is. */
export interface PostgresDatabase extends Database {
  /** Resolves if the writer takes writes. */
  probeWriter(): Promise<void>
  /** Resolves if any reader answers, or the writer where there are none. */
  probeReader(): Promise<void>
}

/**
 * PostgreSQL by `pg`, one pool per node, nothing kept in a session. `bigint` and `numeric` come as strings, because
 * JavaScript's numbers are exact only up to 2^53; statements cast to int or text where a number is wanted.
 */
export function createDatabase(options: DatabaseOptions): PostgresDatabase {
  const node = (name: string, role: 'writer' | 'reader', url: string) =>
    createDatabaseNode({
      name,
      role,
      url,
      tls: options.tls === 'verify-full',
      password: options.password,
      log: options.log,
      metrics: options.metrics,
    })
  const writer = node('writer', 'writer', options.writerUrl)
  const readers = options.readerUrls.map((url, index) => node(`reader-${index + 1}`, 'reader', url))
  const { run, runWithSnapshot } = createStatementRunner(options)
  const lag = createLagMemory(() => performance.now())
  let turn = 0

  // Round robin over the healthy ones, the writer at last; an unhealthy writer is still asked, as nobody else is left.
  function readCandidates(): DatabaseNode[] {
    turn += 1
    const healthy = readers.filter((reader) => reader.isHealthy())
    const rotated = healthy.map((_, index) => healthy[(turn + index) % healthy.length] ?? writer)
    return [...rotated.slice(0, databaseRead.readersTried), writer]
  }

  /** Asks one after the other until one answers; `ask` gives undefined for an answer that will not do. */
  async function askEach<Answer>(
    candidates: readonly DatabaseNode[],
    statement: Statement,
    signal: AbortSignal | undefined,
    ask: (candidate: DatabaseNode, connection: pg.PoolClient) => Promise<Answer | undefined>,
  ): Promise<Answer> {
    let failure: unknown
    for (const candidate of candidates) {
      try {
        const answer = await candidate.withConnection(databaseRead.timeout, signal, (connection) =>
          ask(candidate, connection),
        )
        if (answer !== undefined) return answer
      } catch (error) {
        signal?.throwIfAborted()
        if (!isNodeFailure(error) && !isRetryable(error)) throw error
        options.log.warn({ node: candidate.name, statement: statement.name, err: error }, 'read failed')
        failure = error
      }
    }
    throw new DatabaseUnavailable(`No node of the database answered ${statement.name}.`, { cause: failure })
  }

  /** As the scope around it wants it: with a snapshot, from a node that shows what must be shown. */
  async function readWithin<Row extends object>(
    candidates: readonly DatabaseNode[],
    statement: Statement,
    { signal, mustShow }: CallOptions,
  ): Promise<Row[]> {
    const scope = currentReadScope()
    const required = mustShow ?? scope?.mustShow
    if (required === undefined && scope?.wantsSnapshots !== true) {
      const rows = await askEach(candidates, statement, signal, (candidate, connection) =>
        run<Row>(candidate.name, connection, statement),
      )
      scope?.note(undefined)
      return rows
    }
    const able =
      required === undefined ? candidates : candidates.filter((each) => lag.mayShow(each.name, required))
    const fenced = await askEach(
      able.length > 0 ? able : [writer],
      statement,
      signal,
      async (candidate, connection) => {
        const answer = await runWithSnapshot<Row>(candidate.name, connection, statement)
        if (required === undefined || candidate === writer || meets(answer.snapshot, required)) return answer
        lag.fellShort(candidate.name, answer.snapshot)
        return undefined
      },
    )
    scope?.note(fenced.snapshot)
    return fenced.rows
  }

  return {
    read: (statement, callOptions = {}) => readWithin(readCandidates(), statement, callOptions),
    readLatest: (statement, callOptions = {}) => readWithin([writer, writer], statement, callOptions),
    transaction: createTransactionRunner({ writer, run, log: options.log }),
    probeWriter: () => writer.probe(),
    probeReader: () => Promise.any((readers.length > 0 ? readers : [writer]).map((reader) => reader.probe())),
    async close() {
      await Promise.all([writer, ...readers].map((each) => each.close()))
    },
  }
}
