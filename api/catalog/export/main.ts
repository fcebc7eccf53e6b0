/** Process: writes the catalogue of DATABASE_DIRECT_URL as a file (`--help` has the flags). Exit code 1 if it cannot. */
import { environment } from '../../contract.ts'
import { type ExportArguments, exportUsage, parseExportArguments } from './arguments.ts'
import { googleTsv, googleXml } from './google-feed.ts'
import { type GoogleFeed, googleItems } from './google-items.ts'
import { exportJsonLines } from './json-lines.ts'
import { writeOutput } from './output-file.ts'
import { exportShopifyProducts, exportShopifyTranslations } from './shopify-csv.ts'
import type { ExportDatabase } from './snapshot.ts'

try {
  const parsed = parseExportArguments(process.argv.slice(2))
  if (parsed === 'help') console.log(exportUsage)
  else await run(parsed)
} catch (error) {
  // Who reads the first lines and leaves (head) has what he wanted.
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
    console.error('Nothing was exported:', error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

async function run(flags: ExportArguments): Promise<void> {
  const connectionString = process.env[environment.databaseDirectUrl] ?? ''
  if (connectionString === '') {
    throw new Error(
      `${environment.databaseDirectUrl} is not set: give the postgres:// address of the database.`,
    )
  }
  const database = { connectionString }
  await writeOutput(flags.output, textOf(flags, database))
  if (flags.translations !== undefined) {
    await writeOutput(flags.translations, exportShopifyTranslations(database))
  }
}

function textOf({ format, feed }: ExportArguments, database: ExportDatabase): AsyncIterable<string> {
  const given = (): GoogleFeed => {
    if (feed === undefined) throw new Error(`The format ${format} needs --shop-url.`)
    return feed
  }
  switch (format) {
    case 'jsonl':
      return exportJsonLines(database)
    case 'shopify':
      return exportShopifyProducts(database)
    case 'google-tsv':
      return googleTsv(googleItems(database, given()))
    case 'google-xml':
      return googleXml(googleItems(database, given()), given())
    default:
      return format satisfies never
  }
}
