import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CatalogUnavailable } from '../../../../api/catalog/catalog-source.ts'
import { createRemoteClient } from '../../../../api/catalog/http/client.ts'
import { ownProductIds, readRemoteChanges, type RemoteFeed } from '../../../../api/catalog/http/changes.ts'
import { createNoTracer } from '../../../../api/telemetry/no-tracer.ts'
import { createTestDatabase, type TestDatabase } from '../../../database.ts'
import { type Connected, connect } from '../../database/connect.ts'
import { documents } from '../contract/documents.ts'
import { writeDocuments } from '../contract/write-documents.ts'
import { json, type MisbehavingServer, startMisbehavingServer, status } from './misbehaving-server.ts'

let server: MisbehavingServer
let target: TestDatabase
let connected: Connected
let feed: RemoteFeed
beforeAll(async () => {
  server = await startMisbehavingServer()
  target = await createTestDatabase()
  connected = connect({ writer: target.writer, readers: [] })
  const { database } = connected
  await database.transaction((transaction) => writeDocuments(transaction, documents))
  feed = {
    url: server.baseUrl,
    client: createRemoteClient({
      baseUrl: server.baseUrl,
      token: undefined,
      log: pino({ level: 'silent' }),
      tracer: createNoTracer(),
      patience: { retryDelay: 1, maximumRetryDelay: 1 },
    }),
    productIds: (remoteIds) => ownProductIds(database, remoteIds),
  }
})
afterAll(async () => {
  await connected.database.close()
  await target.drop()
  await server.close()
})

beforeEach(async () => {
  await run('delete from remote_catalogue_feed')
  server.behave(json({ changes: [], cursor: 'start', has_more: false }))
  await readRemoteChanges(feed, connected.database)
  await run("delete from outbox where topic = 'catalog.changed'")
})

function run<Row extends object>(text: string): Promise<Row[]> {
  return connected.database.transaction((transaction) =>
    transaction.query<Row>({ name: 'test', text, values: [] }),
  )
}

async function announced(): Promise<string[][]> {
  const rows = await run<{ tags: string[] }>(
    `select payload -> 'tags' as tags from outbox where topic = 'catalog.changed' order by id`,
  )
  return rows.map(({ tags }) => tags)
}

async function cursor(): Promise<string | undefined> {
  return (await run<{ cursor: string }>('select cursor from remote_catalogue_feed'))[0]?.cursor
}

const product = (id: string) => ({ kind: 'product', id })

test('what changed is announced under our ids, once', async () => {
  const changes = [product('product-101'), product('not-sold-here'), { kind: 'category', id: '2' }]
  server.behave(json({ changes, cursor: 'next', has_more: true }))
  expect(await readRemoteChanges(feed, connected.database)).toBe(true)
  expect(server.requests[0]?.url).toBe('/v1/changes?since=start')
  expect(await announced()).toEqual([['product:101', 'category:2', 'catalog']])
  expect(await cursor()).toBe('next')

  server.behave(json({ changes: [], cursor: 'next', has_more: false }))
  expect(await readRemoteChanges(feed, connected.database)).toBe(false)
  expect(await announced()).toHaveLength(1)
})

test('two workers announce it once', async () => {
  server.behave(json({ changes: [product('product-101')], cursor: 'next', has_more: false }))
  await Promise.all([1, 2, 3].map(() => readRemoteChanges(feed, connected.database)))
  expect(await announced()).toHaveLength(1)
})

test('more than an event should name is everything', async () => {
  const changes = Array.from({ length: 600 }, (_, index) => ({ kind: 'collection', id: String(index) }))
  server.behave(json({ changes, cursor: 'next', has_more: false }))
  await readRemoteChanges(feed, connected.database)
  expect(await announced()).toEqual([['catalog:all']])
})

test('a cursor that was forgotten means that everything may have changed', async () => {
  server.behave(
    status(400, {}, '{"error":{"code":"unknown_cursor","message":"Too old."}}'),
    json({ changes: [], cursor: 'new', has_more: false }),
  )
  await readRemoteChanges(feed, connected.database)
  expect(server.requests.map(({ url }) => url)).toEqual(['/v1/changes?since=start', '/v1/changes'])
  expect(await announced()).toEqual([['catalog:all', 'catalog']])
  expect(await cursor()).toBe('new')
})

test('a failure loses nothing', async () => {
  server.behave(status(503))
  await expect(readRemoteChanges(feed, connected.database)).rejects.toThrow(CatalogUnavailable)
  expect(await cursor()).toBe('start')
  server.behave(json({ changes: [product('product-102')], cursor: 'next', has_more: false }))
  await readRemoteChanges(feed, connected.database)
  expect(await announced()).toEqual([['product:102', 'catalog']])
})
