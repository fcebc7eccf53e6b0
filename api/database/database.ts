import type { Requirement } from './snapshot.ts'
import type { Statement } from './statement.ts'

/** Something that runs statements: a reader, the writer, or an open transaction. */
export interface Queryable {
  /** Rows as objects; `bigint` and `numeric` columns come as strings unless the statement casts them. */
  query<Row extends object>(statement: Statement): Promise<Row[]>
}

export interface CallOptions {
  /** Ends the waiting and cancels the statement, e.g. when the client is gone. */
  readonly signal?: AbortSignal
  /** Transactions that the answer must show: replicas that lag behind them are passed over, at last for the writer. */
  readonly mustShow?: Requirement
}

/** The shop's database: a writer, readers that may lag behind it, and what is done when one of them is gone. */
export interface Database {
  /**
   * Reads from a healthy replica, from another one if it fails, at last from the writer. May be some milliseconds
   * behind; never decide a write by it. Within a read scope (`read-scope.ts`) the statement also brings its snapshot.
   * @throws DatabaseUnavailable when none answers in time
   */
  read<Row extends object>(statement: Statement, options?: CallOptions): Promise<Row[]>
  /** Reads from the writer: what was committed is seen. Retried once if the connection is lost. */
  readLatest<Row extends object>(statement: Statement, options?: CallOptions): Promise<Row[]>
  /**
   * Runs `work` in one transaction on the writer; it is rolled back when `work` throws. Serialization failures and
   * deadlocks (40001, 40P01) are retried with jitter, so `work` may run more than once and must only touch the
   * database. A lost connection is not retried once COMMIT was sent: the caller's idempotency key finds out.
   */
  transaction<T>(work: (transaction: Queryable) => Promise<T>, options?: CallOptions): Promise<T>
  close(): Promise<void>
}

/** No node of the database that could do the work answered in time. Clients get the code SERVICE_UNAVAILABLE. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
}
