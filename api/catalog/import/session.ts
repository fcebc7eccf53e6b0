import pg from 'pg'
import { isNodeFailure, isRetryable } from '../../database/failure.ts'
import { createDefinitionFunctions } from './merge-definitions.ts'
import { createStagingTables } from './staging.ts'

export interface SessionOptions {
  /** Of the database itself, not of a pooler: staging tables belong to the connection. */
  readonly connectionString: string
  readonly ssl?: pg.ClientConfig['ssl']
  /** Makes what else a batch needs; absent: a lost connection cannot be replaced. */
  readonly prepare?: (client: pg.ClientBase) => Promise<void>
  /** Told of every lost connection. */
  readonly warn?: (message: string) => void
}

/** One connection, and another one when it is lost. */
export interface Session {
  readonly client: pg.Client
  /** Replaces a lost connection, for as long as the patience lasts. @throws the last failure */
  reconnect(): Promise<void>
  close(): Promise<void>
}

/** A failover of the database takes 30 to 60 seconds. */
const patienceMilliseconds = 90_000
const pauseMilliseconds = 500

/** Connects and makes the staging tables. */
export async function openSession(options: SessionOptions): Promise<Session> {
  let client = await connect(options)
  return {
    get client() {
      return client
    },
    reconnect: async () => {
      await client.end().catch(() => undefined)
      const until = performance.now() + patienceMilliseconds
      for (;;) {
        try {
          client = await connect(options)
          return
        } catch (error) {
          if (!isNodeFailure(error) || performance.now() > until) throw error
          await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
        }
      }
    },
    close: () => client.end(),
  }
}

async function connect({ connectionString, ssl, prepare, warn }: SessionOptions): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    ...(ssl === undefined ? {} : { ssl }),
    application_name: 'kontor-import',
    connectionTimeoutMillis: 10_000,
  })
  // Between two statements a lost connection is only told by this event; the next statement's error names no reason.
  client.on('error', ({ message }) => warn?.(`The connection to the database was lost: ${message}`))
  await client.connect()
  try {
    await client.query(createStagingTables)
    for (const statement of createDefinitionFunctions) await client.query(statement)
    await prepare?.(client)
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

/**
 * A row was locked by another writer, a variant was put into a cart while its deletion was under way, or somebody else
 * made the same thing at this moment.
 */
export function isPassing(error: unknown): boolean {
  return (
    isRetryable(error) ||
    (error instanceof pg.DatabaseError && ['23503', '23505', '55P03'].includes(error.code ?? ''))
  )
}
