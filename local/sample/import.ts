/**
 * Process: imports the sample catalogue into the database of DATABASE_DIRECT_URL.
 * `node local/sample/import.ts [--pictures DIR]` also draws its pictures into DIR, which the shop serves as
 * /assets/products.
 */
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { importJsonLines } from '../../api/catalog/import/import-json-lines.ts'
import { environment } from '../../api/contract.ts'
import { sampleCatalogue } from './catalogue.ts'
import { drawPictures } from './pictures/draw-pictures.ts'
import { sampleRecords } from './records.ts'

try {
  const { values } = parseArgs({ options: { pictures: { type: 'string' } } })
  const connectionString = process.env[environment.databaseDirectUrl] ?? ''
  if (connectionString === '') {
    throw new Error(
      `${environment.databaseDirectUrl} is not set: give the postgres:// address of the primary.`,
    )
  }
  const products = sampleCatalogue()
  const lines = [...sampleRecords(products)].map((record) => Buffer.from(`${JSON.stringify(record)}\n`))
  const importing = importJsonLines(
    Readable.from(lines, { objectMode: false }),
    { connectionString },
    {
      name: 'the sample',
      report: ({ line, column, reason }) => {
        console.error(`line ${line}${column === null ? '' : `, ${column}`}: ${reason}`)
      },
    },
  )
  const drawing = values.pictures === undefined ? Promise.resolve(0) : drawPictures(products, values.pictures)
  const [result, pictures] = await Promise.all([importing, drawing])
  const { created, updated, unchanged } = result
  console.log(`Sample catalogue: ${created} products created, ${updated} updated, ${unchanged} unchanged.`)
  if (values.pictures !== undefined) console.log(`${pictures} pictures drawn.`)
  if (result.rejected > 0) process.exitCode = 1
} catch (error) {
  console.error('The sample was not imported:', error instanceof Error ? error.message : error)
  process.exitCode = 1
}
