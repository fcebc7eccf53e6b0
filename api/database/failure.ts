import { BrokenCircuitError, BulkheadRejectedError, TaskCancelledError } from 'cockatiel'
import pg from 'pg'

/** The transaction met another one and may simply be run again (PostgreSQL manual, 13.5). */
const retryableTransaction = new Set(['40001', '40P01'])

/**
 * SQLSTATEs after which the connection is of no use: 25006 (a writer that has become a standby), 57P01 to 57P03 (shut
 * down, crash, starting), 53300 (no connection left), 08xxx (connection exceptions).
 */
const deadConnection = /^(?:25006|57P0[1-4]|53300|08...)$/

/** The COMMIT was sent and no answer came: the transaction may or may not have happened. Never retried. */
export class CommitOutcomeUnknown extends Error {
  override readonly name = 'CommitOutcomeUnknown'
}

/** What was the writer takes no writes any more: a failover has happened. */
export class WriterIsStandby extends Error {
  override readonly name = 'WriterIsStandby'
}

/** Errors of a node rather than of a statement: another node may do better. */
export function isNodeFailure(error: unknown): boolean {
  if (error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError) return true
  if (error instanceof TaskCancelledError || error instanceof CommitOutcomeUnknown) return true
  if (error instanceof WriterIsStandby) return true
  if (error instanceof pg.DatabaseError) return deadConnection.test(error.code ?? '')
  return error instanceof Error && isConnectionError(error)
}

/** Of a node failure: whether the whole pool of the node is suspect and not just one connection. */
export function isDemotion(error: unknown): boolean {
  if (error instanceof WriterIsStandby) return true
  if (error instanceof CommitOutcomeUnknown) return isDemotion(error.cause)
  return error instanceof pg.DatabaseError && ['25006', '57P01', '57P02'].includes(error.code ?? '')
}

/** For reads too: a standby cancels statements with 40001 when replay needs the rows that they look at. */
export function isRetryable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && retryableTransaction.has(error.code ?? '')
}

/** pg reports connection losses as plain errors, told apart by errno or by these texts (pg 8.23, lib/client.js, pg-pool). */
const connectionErrorText =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|The server does not support SSL|Client was closed)/

function isConnectionError(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) return true
  if (error instanceof AggregateError) return error.errors.some(isNodeFailure)
  return connectionErrorText.test(error.message)
}

/** Stopped by statement_timeout (57014) or lock_timeout (55P03): the node is well, the work is stuck. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['57014', '55P03'].includes(error.code ?? '')
}
