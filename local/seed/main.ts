/**
 * Process: fills the catalogue with made-up products, through the same import as any file (`--help` has the flags).
 * `npm run seed -- --variants 100000`
 */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { importJsonLines } from '../../api/catalog/import/import-json-lines.ts'
import { createProgressLine, summaryOf } from '../../api/catalog/import/progress-line.ts'
import { environment } from '../../api/contract.ts'
import { parseSeedArguments, type SeedArguments, seedUsage } from './arguments.ts'
import { localShop } from './local-shop.ts'
import { drawSharedPictures, sharedPictures } from './pictures.ts'
import { catalogueRecords, type SeedOptions } from './products.ts'

try {
  const parsed = parseSeedArguments(process.argv.slice(2))
  if (parsed === 'help') console.log(seedUsage)
  else if (parsed.output !== undefined) await write(parsed, parsed.output)
  else await seed(parsed)
} catch (error) {
  console.error('Not seeded:', error instanceof Error ? error.message : error)
  process.exitCode = 1
}

function input(flags: SeedArguments): Readable {
  const options: SeedOptions = { variants: flags.variants, seed: flags.seed, pictures: sharedPictures() }
  return Readable.from(chunks(catalogueRecords(options)), { objectMode: false })
}

/** Lines by the hundred, as a file would be read. */
function* chunks(records: Iterable<object>): Generator<Buffer> {
  let text = ''
  for (const record of records) {
    text += `${JSON.stringify(record)}\n`
    if (text.length < 65_536) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

async function write(flags: SeedArguments, output: string): Promise<void> {
  await pipeline(input(flags), output === '-' ? process.stdout : createWriteStream(output))
}

async function seed(flags: SeedArguments): Promise<void> {
  const given = flags.database ?? process.env[environment.databaseDirectUrl]
  const shop = given === undefined ? await localShop(flags.data) : undefined
  const folder = flags.pictures ?? shop?.picturesFolder
  if (folder !== undefined) await drawSharedPictures(folder)
  const progressLine = createProgressLine(process.stderr)
  const started = performance.now()
  const result = await importJsonLines(
    input(flags),
    { connectionString: given ?? shop?.databaseUrl ?? '' },
    {
      fingerprint: `seed ${flags.variants} variants, seed ${flags.seed}`,
      name: `seed of ${flags.variants} variants`,
      report: ({ line, column, reason }) => {
        console.error(`line ${line}${column === null ? '' : `, ${column}`}: ${reason}`)
      },
      progress: ({ counts }) => {
        progressLine.show(summaryOf(counts))
      },
      warn: (message) => {
        console.error(message)
      },
    },
  )
  progressLine.end()
  const seconds = (performance.now() - started) / 1000
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(
    `${summaryOf(result)} Rows rejected: ${result.rejected}. ${flags.variants} variants in ${seconds.toFixed(1)} s, ${Math.round(flags.variants / seconds)} a second, at most ${memory} MiB of memory.`,
  )
  if (result.rejected > 0) process.exitCode = 2
}
