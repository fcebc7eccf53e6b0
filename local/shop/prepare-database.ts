import { Client } from 'pg'
import { environment } from '../../api/contract.ts'
import { checkoutFolder } from '../checkout.ts'
import type { Surroundings } from '../process/supervise.ts'
import { runOnce } from '../process/run-once.ts'
import { migrate } from '../../migrations/migrate.ts'

/** Brings the schema up to date. */
export async function migrateDatabase(connectionString: string): Promise<void> {
  await migrate({ connectionString, log: () => {} })
}

/** Whether the shop has no products yet. */
export async function isCatalogueEmpty(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ empty: boolean }>(
      'select not exists (select from product) as empty',
    )
    return rows[0]?.empty === true
  } finally {
    await client.end()
  }
}

/** Fills the catalogue from the sample export, and draws the product pictures. */
export async function importSample(
  connectionString: string,
  picturesFolder: string,
  surroundings: Surroundings,
): Promise<void> {
  const importer = {
    name: 'sample-import',
    command: process.execPath,
    args: ['local/sample/import.ts', '--pictures', picturesFolder],
    folder: checkoutFolder,
    environment: { ...surroundings.inherited, [environment.databaseDirectUrl]: connectionString },
    stopSignal: 'SIGTERM',
    stopSeconds: 5,
  } as const
  await runOnce(importer, surroundings)
}
