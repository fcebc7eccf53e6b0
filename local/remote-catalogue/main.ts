/**
 * Process: a remote product system to try a shop against. Serves the catalogue of a file (docs/catalogue-import.md,
 * JSON Lines) by the protocol of docs/remote-catalogue.md; SIGHUP reads the file again and puts what differs into the
 * change feed.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createMemoryCatalog } from '../../api/catalog/memory/catalog.ts'
import { createChangeLog, differences } from './change-log.ts'
import { readDocuments } from './read-documents.ts'
import { createRemoteCatalogue } from './server.ts'

const {
  CATALOG_FILE: file,
  CATALOG_TOKEN: token,
  HOST: host = '127.0.0.1',
  PORT: port = '4090',
} = process.env
if (file === undefined || token === undefined) {
  console.error(
    'Set CATALOG_FILE (a catalogue as JSON Lines) and CATALOG_TOKEN (what the shop sends as its token).',
  )
  process.exit(1)
}

let documents = readDocuments(readFileSync(file, 'utf8'))
let catalog = createMemoryCatalog(documents)
const log = createChangeLog(randomUUID())
const server = createRemoteCatalogue({
  source: () => catalog,
  token,
  changes: (since) => log.since(since),
})

process.on('SIGHUP', () => {
  try {
    const next = readDocuments(readFileSync(file, 'utf8'))
    catalog = createMemoryCatalog(next)
    const changes = differences(documents, next)
    documents = next
    log.record(changes)
    console.log(`${changes.length} changes`)
  } catch (error) {
    console.error('The file cannot be served; what was read before goes on.', error)
  }
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close())

const address = await server.listen({ host, port: Number(port) })
console.log(`${documents.products.length} products at ${address}`)
