/** Process: brings the database of DATABASE_DIRECT_URL up to date. Exit code 0, or 1 with the reason. */
import { environment } from '../api/contract.ts'
import { migrate } from './migrate.ts'

const connectionString = process.env[environment.databaseDirectUrl]
if (connectionString === undefined || connectionString === '') {
  console.error(`${environment.databaseDirectUrl} is not set: give the postgres:// address of the primary.`)
  process.exit(1)
}
try {
  const applied = await migrate({ connectionString, log: (line) => console.log(line) })
  console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migrations applied.`)
} catch (error) {
  console.error('Migration failed:', error instanceof Error ? error.message : error)
  process.exit(1)
}
