/**
 * Measures imports: `npm run bench:import [-- --variants 1000000] [--record]`. A catalogue made up by local/seed goes
 * into an empty database by `npm run import`, then once more unchanged, then a change feed of prices and stock.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { catalogueRecords } from '../../local/seed/products.ts'
import { sharedPictures } from '../../local/seed/pictures.ts'
import { describeMachine, formatTable, recordPage, type Table, targetTable } from '../report.ts'
import { startBenchShop } from '../shop.ts'
import { databaseSize, databaseVersion, primaryPid } from './database.ts'
import { type ImportMeasurement, measureImport } from './measure-import.ts'

const { values } = parseArgs({
  options: {
    variants: { type: 'string', default: '1000000' },
    'port-base': { type: 'string', default: '5560' },
    data: { type: 'string', default: '.local/bench-import' },
    record: { type: 'boolean', default: false },
  },
})
const variants = Number(values.variants)

/** Lines of the change feed. */
const changes = 20_000

const folder = await mkdtemp(join(tmpdir(), 'kontor-bench-import-'))
const shop = await startBenchShop({
  portBase: Number(values['port-base']),
  dataFolder: values.data,
  fresh: true,
  withoutSample: true,
})
try {
  const catalogue = join(folder, 'catalogue.jsonl')
  const feed = join(folder, 'changes.jsonl')
  await pipeline(
    Readable.from(lines(catalogueRecords({ variants, seed: 1, pictures: sharedPictures() }))),
    createWriteStream(catalogue),
  )
  await writeChangeFeed(catalogue, feed)
  const primary = await primaryPid(values.data)
  const measure = async (name: string, rows: number, file: string): Promise<ImportMeasurement> => {
    console.error(`${name} …`)
    return measureImport({ name, rows, file, databaseUrl: shop.directUrl, primary })
  }
  const first = await measure(`${variants} variants into an empty shop`, variants, catalogue)
  const size = await databaseSize(shop.directUrl)
  const again = await measure('the same file again, nothing changed', variants, catalogue)
  const fed = await measure(`${changes} changes of prices and stock`, changes, feed)
  await report([first, again, fed], (await stat(catalogue)).size, size)
} finally {
  await shop.stop()
  await rm(folder, { recursive: true })
}

function* lines(records: Iterable<object>): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`
}

/** A new price or stock level of every so many variants, spread over the whole catalogue. */
async function writeChangeFeed(catalogue: string, feed: string): Promise<void> {
  const every = Math.max(1, Math.floor(variants / changes))
  const output = createWriteStream(feed)
  let seen = 0
  let written = 0
  for await (const line of createInterface({ input: createReadStream(catalogue) })) {
    const record = JSON.parse(line) as {
      type: string
      variants?: { sku: string; prices: { amount: number }[] }[]
    }
    for (const { sku, prices } of record.variants ?? []) {
      seen += 1
      if (seen % every !== 0 || written >= changes) continue
      written += 1
      const amount = (prices[0]?.amount ?? 100) + 100
      const change =
        written % 2 === 0
          ? { op: 'price', sku, list: 'eur', amount }
          : { op: 'stock', sku, onHand: written % 50 }
      output.write(`${JSON.stringify({ ...change, version: written })}\n`)
    }
  }
  await new Promise<void>((resolve) => output.end(resolve))
}

async function report(
  measurements: readonly ImportMeasurement[],
  bytes: number,
  size: string,
): Promise<void> {
  const table: Table = [
    ['import', 'rows/s', 'wall clock', 'CPU of the importer', 'CPU of the database', 'peak memory'],
    ...measurements.map((one) => [
      one.name,
      Math.round(one.rows / one.seconds).toLocaleString('en'),
      `${one.seconds.toFixed(1)} s`,
      `${one.importerCpuSeconds.toFixed(1)} s`,
      `${one.databaseCpuSeconds.toFixed(1)} s`,
      `${Math.round(one.peakMebibytes)} MiB`,
    ]),
  ]
  const [first] = measurements
  if (first === undefined) return
  const scale = 1_000_000 / variants
  const targets = targetTable([
    {
      name: 'import of 1,000,000 variants',
      wanted: 'under 300 s',
      measured: `${(first.seconds * scale).toFixed(0)} s${scale === 1 ? '' : ` (${variants} measured)`}`,
      met: first.seconds * scale < 300,
    },
    {
      name: 'memory of the importer',
      wanted: 'under 300 MB',
      measured: `${Math.round(first.peakMebibytes * 1.048_576)} MB`,
      met: first.peakMebibytes * 1.048_576 < 300,
    },
  ])
  const sections = [
    (await describeMachine({ PostgreSQL: await databaseVersion(shop.directUrl) }))
      .map((line) => `- ${line}`)
      .join('\n'),
    `File: ${(bytes / 1e6).toFixed(0)} MB of JSON Lines, made by \`npm run seed -- --variants ${variants} --output FILE\`. Database afterwards: ${size}. Two streaming replicas on the same machine.`,
    formatTable(table),
    formatTable(targets),
    `Said by the importer:\n\n${measurements.map(({ said }) => `    ${said}`).join('\n')}`,
  ]
  console.log(sections.join('\n\n'))
  if (values.record) await recordPage('docs/measurements/import.md', 'Import', sections)
}
