import { randomUUID } from 'node:crypto'
import type { Cluster } from 'ioredis'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { connectCluster } from '../../../api/cache/cluster.ts'
import { createRedisStreamSource } from '../../../api/cache/redis-stream-source.ts'
import { createShardBreakers } from '../../../api/cache/shard-breakers.ts'
import type { Batch, StreamMessage } from '../../../api/cache/stream-message.ts'
import { createStreamWriter, type StreamWriter } from '../../../api/cache/stream-writer.ts'
import { createInvalidationFeed } from '../../../api/events/invalidation-feed.ts'
import { publish } from '../../../api/events/outbox.ts'
import { createTestDatabase, type TestDatabase } from '../../database.ts'
import { type Connected, connect } from '../database/connect.ts'
import { recordLog } from '../telemetry/record-log.ts'

let cluster: Cluster
let target: TestDatabase
let connected: Connected
beforeAll(async () => {
  const nodes = inject('local').cacheNodes.map((node) => {
    const [host = '', port = ''] = node.split(':')
    return { host, port: Number(port) }
  })
  cluster = connectCluster({ nodes, tls: false }, undefined, recordLog().logger)
  await new Promise((ready) => cluster.once('ready', ready))
  target = await createTestDatabase()
  connected = connect({ writer: target.writer, readers: [] })
})
afterAll(async () => {
  await connected.database.close()
  await target.drop()
  cluster.disconnect()
})

let key: string
let stream: StreamWriter
beforeEach(async () => {
  key = `invalidations:${randomUUID()}`
  stream = createStreamWriter({ cluster, onShard: createShardBreakers(cluster), key, beatWithin: 500 })
  await run('delete from outbox')
  await run('update invalidation_stream set sequence = 0, epoch = 1, highest_transaction = 0')
})

function run(text: string): Promise<object[]> {
  return connected.database.transaction((transaction) =>
    transaction.query({ name: 'test', text, values: [] }),
  )
}

function announce(...tags: string[]): Promise<number> {
  return connected.database.transaction((transaction) => publish(transaction, 'catalog.changed', { tags }))
}

/** @param milliseconds between two looks at the clock; heartbeats are due every 250 */
function createFeed(writer: StreamWriter = stream, milliseconds = 1) {
  let now = 0
  return createInvalidationFeed({
    database: connected.database,
    stream: writer,
    monotonic: () => (now += milliseconds),
  })
}

async function messages(): Promise<StreamMessage[]> {
  const page = await createRedisStreamSource(cluster, key, 1).peek('0-0')
  return page.messages.map(({ message }) => message)
}

async function batches(): Promise<Batch[]> {
  return (await messages()).filter((message) => message.kind === 'batch')
}

const tagsOf = (batch: Batch) => batch.invalidations.flatMap(({ tags }) => tags)

test('what waits becomes one batch, with the transaction of each event; a heartbeat follows', async () => {
  const feed = createFeed()
  const transactions = [await announce('product:1', 'catalog'), await announce('product:2')]
  expect(await feed()).toBe(2)
  expect(await feed()).toBe(0)
  const [batch, beat] = await messages()
  expect(batch).toMatchObject({ kind: 'batch', sequence: 1, epoch: 1, before: 0 })
  expect((batch as Batch).invalidations).toMatchObject([
    { transaction: transactions[0], tags: ['product:1', 'catalog'] },
    { transaction: transactions[1], tags: ['product:2'] },
  ])
  expect(beat).toEqual({ kind: 'heartbeat', sequence: 1, epoch: 1, highest: transactions[1] })
})

test('an event that commits late, under an older transaction, is in a later batch', async () => {
  const feed = createFeed()
  const begun = Promise.withResolvers<undefined>()
  const goOn = Promise.withResolvers<undefined>()
  const late = connected.database.transaction(async (transaction) => {
    const id = await publish(transaction, 'catalog.changed', { tags: ['late'] })
    begun.resolve(undefined)
    await goOn.promise
    return id
  })
  await begun.promise
  const early = await announce('early')
  await feed()
  goOn.resolve(undefined)
  expect(await late).toBeLessThan(early)
  await feed()
  expect((await batches()).map(tagsOf)).toEqual([['early'], ['late']])
  expect((await batches()).map(({ before }) => before)).toEqual([0, early])
})

test('a batch that was numbered and not sent is sent by whoever comes next', async () => {
  const away = { ...stream, append: () => Promise.reject(new Error('Redis is away')) }
  await announce('first')
  await createFeed()()
  await announce('lost')
  await expect(createFeed(away)()).rejects.toThrow('Redis is away')
  expect((await batches()).map(tagsOf)).toEqual([['first']])
  await announce('next')
  const other = createFeed()
  await other()
  expect((await batches()).map(({ sequence }) => sequence)).toEqual([1, 2, 3])
  expect((await batches()).map(tagsOf)).toEqual([['first'], ['lost'], ['next']])
})

test('several relays at once send every event once, without gaps', async () => {
  const feeds = [createFeed(), createFeed(), createFeed()]
  const announcing = Promise.all(Array.from({ length: 40 }, (_, index) => announce(`product:${index}`)))
  for (let round = 0; round < 15; round += 1) await Promise.allSettled(feeds.map((feed) => feed()))
  await announcing
  for (let round = 0; round < 3; round += 1) await Promise.allSettled(feeds.map((feed) => feed()))
  const sent = await batches()
  expect(sent.map(({ sequence }) => sequence)).toEqual(sent.map((_, index) => index + 1))
  expect(sent.flatMap(tagsOf).toSorted()).toEqual(
    Array.from({ length: 40 }, (_, index) => `product:${index}`).toSorted(),
  )
})

test('batches that Redis has lost are sent again', async () => {
  const feed = createFeed(stream, 300)
  for (const tag of ['one', 'two', 'three']) {
    await announce(tag)
    await feed()
  }
  const [first] = await batches()
  if (first === undefined) throw new Error('Nothing was sent.')
  // As a replica that was promoted without the last entries.
  await cluster.del(key)
  await stream.append(first)
  await feed()
  expect((await batches()).map(tagsOf)).toEqual([['one'], ['two'], ['three']])
})

test('after Redis has lost everything, numbers go on, so that processes see the gap', async () => {
  const feed = createFeed(stream, 300)
  await announce('one')
  await feed()
  await cluster.del(key)
  await feed()
  expect(await messages()).toMatchObject([{ kind: 'heartbeat', sequence: 1 }])
  await announce('two')
  await feed()
  expect((await batches()).map(({ sequence }) => sequence)).toEqual([2])
})

test('a database with another history begins an epoch beyond the numbers of the old one', async () => {
  const feed = createFeed(stream, 300)
  for (const tag of ['one', 'two', 'three']) {
    await announce(tag)
    await feed()
  }
  await run('update invalidation_stream set sequence = 1')
  await announce('of the restored database')
  for (let round = 0; round < 4; round += 1) await feed()
  const last = (await batches()).at(-1)
  expect((await messages()).at(-1)).toMatchObject({ kind: 'heartbeat', sequence: last?.sequence, epoch: 2 })
  expect(last?.sequence).toBeGreaterThan(3)
  expect((await messages()).map(({ epoch }) => epoch).toSorted((a, b) => a - b)).toEqual(
    (await messages()).map(({ epoch }) => epoch),
  )
})

test('a relay that was held up between its question and its heartbeat keeps silent', async () => {
  const asked = await stream.time()
  const at = { sequence: 0, epoch: 1, highest: 0 }
  expect(await stream.beat(at, asked - 600_000, '0-0')).toBe('too-late')
  expect(await stream.beat(at, asked, '0-0')).toBe('told')
})

test('only some minutes of the stream are kept', async () => {
  // 90 s from one look at the clock to the next, of which a round takes several.
  const feed = createFeed(stream, 90_000)
  for (let round = 0; round < 400; round += 1) await feed()
  // Redis drops whole nodes of its list, of 100 entries each.
  expect(await cluster.xlen(key)).toBeLessThan(200)
})
