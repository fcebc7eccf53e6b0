import { fileURLToPath } from 'node:url'
import { runMigrations } from 'graphile-worker'
import { runner } from 'node-pg-migrate'
import pg from 'pg'

export interface MigrateOptions {
  /**
   * Of the database itself, not of a pooler: the advisory lock that keeps two runs apart is session state, which
   * PgBouncer in transaction mode and RDS Proxy do not keep.
   */
  connectionString: string
  ssl?: pg.ClientConfig['ssl']
  /** Folder of the `NNNN_name.sql` files; default: the folder of this file. */
  folder?: string
  log?: (line: string) => void
}

/** A statement that waits longer for a lock gives up, so that a migration never queues the shop's traffic behind it. */
const lockTimeout = '2s'
const statementTimeout = '10min'

/**
 * Applies every migration that the database lacks, each in a transaction of its own and in order; then the job
 * runner's schema. A second caller waits for the first one and finds nothing left to do.
 *
 * @returns names of the migrations applied now
 * @throws if a file is missing that was applied before, if the order changed, or if a statement fails; the failed
 * migration leaves no trace, earlier ones stay (they only expand).
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const log = options.log ?? (() => undefined)
  const client = new pg.Client({
    connectionString: options.connectionString,
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    application_name: 'kontor-migrations',
  })
  await client.connect()
  try {
    await client.query(
      "select set_config('lock_timeout', $1, false), set_config('statement_timeout', $2, false)",
      [lockTimeout, statementTimeout],
    )
    const applied = await runner({
      dbClient: client,
      dir: `${options.folder ?? fileURLToPath(new URL('.', import.meta.url))}/*.sql`,
      useGlob: true,
      direction: 'up',
      migrationsTable: 'schema_migration',
      singleTransaction: false,
      advisoryLockMode: 'wait',
      logger: { debug: () => undefined, info: () => undefined, warn: log, error: log },
    })
    for (const migration of applied) log(`applied ${migration.name}`)
    await migrateJobRunner(options)
    return applied.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** graphile-worker keeps its tables in a schema of its own and brings their migrations along. */
async function migrateJobRunner(options: MigrateOptions): Promise<void> {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    max: 1,
  })
  // A connection lost while idle must not end the process; a query on it fails by itself.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  try {
    await runMigrations({ pgPool: pool })
  } finally {
    await pool.end()
  }
}
