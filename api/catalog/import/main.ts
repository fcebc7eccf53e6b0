/**
 * Process: imports Shopify's product export into the database of DATABASE_DIRECT_URL.
 * `npm run import -- products.csv [--translations translations.csv]`
 * Exit code 0 if everything went in, 2 if rows were rejected, 1 if nothing was changed.
 */
import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { environment } from '../../contract.ts'
import { importShopifyCsv } from './import-shopify-csv.ts'
import { ImportRefused } from './rejection.ts'

const usage = 'Usage: npm run import -- products.csv [--translations translations.csv]'

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { translations: { type: 'string' } },
  })
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) throw new ImportRefused(usage)
  const connectionString = process.env[environment.databaseDirectUrl] ?? ''
  if (connectionString === '') {
    throw new ImportRefused(
      `${environment.databaseDirectUrl} is not set: give the postgres:// address of the primary.`,
    )
  }
  const result = await importShopifyCsv({
    input: createReadStream(path),
    ...(values.translations === undefined ? {} : { translations: createReadStream(values.translations) }),
    connectionString,
    report: ({ file, line, column, reason }) =>
      console.error(`${file} line ${line}${column === null ? '' : `, ${column}`}: ${reason}`),
  })
  const { created, updated, unchanged, rejected } = result
  console.log(
    `Products: ${created} created, ${updated} updated, ${unchanged} unchanged. Rows rejected: ${rejected}.`,
  )
  process.exitCode = rejected > 0 ? 2 : 0
} catch (error) {
  console.error('Nothing was imported:', error instanceof Error ? error.message : error)
  process.exitCode = 1
}
