import {
  BrokenCircuitError,
  BulkheadRejectedError,
  ExponentialBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
} from 'cockatiel'
import type pg from 'pg'
import type { Logger } from 'pino'
import { databaseTransaction } from '../resilience/settings.ts'
import { type CallOptions, type Database, DatabaseUnavailable, type Queryable } from './database.ts'
import { CommitOutcomeUnknown, isNodeFailure, isOutOfTime, isRetryable } from './failure.ts'
import type { DatabaseNode } from './node.ts'
import type { StatementRunner } from './statement-runner.ts'

// One round trip. `set local` ends with the transaction, so that poolers never see session state.
const begin =
  `begin; set local statement_timeout = ${databaseTransaction.statementTimeout}; ` +
  `set local lock_timeout = ${databaseTransaction.lockTimeout}`

/** Makes `Database.transaction`; see there for what is retried. */
export function createTransactionRunner({
  writer,
  run,
  log,
}: {
  writer: DatabaseNode
  run: StatementRunner['run']
  log: Logger
}): Database['transaction'] {
  const retries = retry(handleWhen(mayRunAgain), {
    maxAttempts: databaseTransaction.retries,
    backoff: new ExponentialBackoff({
      initialDelay: databaseTransaction.retryDelay,
      maxDelay: databaseTransaction.maximumRetryDelay,
    }),
  })
  retries.onRetry((reason) =>
    log.info({ err: 'error' in reason ? reason.error : undefined }, 'transaction runs again'),
  )

  return async <T>(
    work: (transaction: Queryable) => Promise<T>,
    { signal }: CallOptions = {},
  ): Promise<T> => {
    try {
      return await retries.execute(
        () =>
          writer.withConnection(databaseTransaction.timeout, signal, (connection) =>
            inTransaction(connection, work, (statement) => run(writer.name, connection, statement)),
          ),
        signal,
      )
    } catch (error) {
      signal?.throwIfAborted()
      if (isNodeFailure(error) || isOutOfTime(error)) {
        throw new DatabaseUnavailable('The writer did not do the work in time.', { cause: error })
      }
      throw error
    }
  }
}

/**
 * Not after COMMIT was sent, or may have been (time-out): the caller's idempotency key finds out what became of it.
 * Not when the node was not even asked: an open circuit and a full queue are there to spare it.
 */
function mayRunAgain(error: unknown): boolean {
  if (error instanceof CommitOutcomeUnknown || error instanceof TaskCancelledError) return false
  if (error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError) return false
  return isRetryable(error) || isNodeFailure(error)
}

async function inTransaction<T>(
  connection: pg.PoolClient,
  work: (transaction: Queryable) => Promise<T>,
  query: Queryable['query'],
): Promise<T> {
  await connection.query(begin)
  let result: T
  try {
    result = await work({ query })
  } catch (error) {
    await rollBack(connection, error)
    throw error
  }
  await commit(connection)
  return result
}

async function commit(connection: pg.PoolClient): Promise<void> {
  let command: string
  try {
    ;({ command } = await connection.query('commit'))
  } catch (error) {
    if (!isNodeFailure(error)) throw error
    throw new CommitOutcomeUnknown('The connection was lost while committing.', { cause: error })
  }
  // A statement failed and the caller swallowed its error: PostgreSQL then rolls back, and calls that no error.
  if (command !== 'COMMIT') {
    throw new Error(
      'The transaction was rolled back, because a statement in it failed and the error was ignored.',
    )
  }
}

/** A connection that cannot even roll back is thrown away with its transaction. */
async function rollBack(connection: pg.PoolClient, reason: unknown): Promise<void> {
  if (isNodeFailure(reason)) return
  await connection.query('rollback')
}
