import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { DatabaseUnavailable } from '../../../api/database/database.ts'
import { sql } from '../../../api/database/statement.ts'
import { newFacts, withFacts } from '../../../api/telemetry/request-facts.ts'
import { createTestDatabase, type TestDatabase } from '../../database.ts'
import { type BreakableProxy, startBreakableProxy } from './breakable-proxy.ts'
import { type Connected, connect } from './connect.ts'

let target: TestDatabase
let writer: BreakableProxy
let readers: [BreakableProxy, BreakableProxy]
let connected: Connected

beforeAll(async () => {
  target = await createTestDatabase()
  const [first = '', second = ''] = target.readers
  writer = await startBreakableProxy(target.writer)
  readers = [await startBreakableProxy(first), await startBreakableProxy(second)]
})
beforeEach(() => {
  connected = connect({ writer: writer.url, readers: readers.map(({ url }) => url) })
})
afterEach(async () => {
  for (const proxy of [writer, ...readers]) proxy.heal()
  await connected.database.close()
})
afterAll(async () => {
  for (const proxy of [writer, ...readers]) await proxy.close()
  await target.drop()
})

const whereAmI = sql('where_am_i')`select pg_is_in_recovery() as standby`
const onStandby = [{ standby: true }]
const onPrimary = [{ standby: false }]

test('reads from both replicas in turn, and the latest from the writer', async () => {
  const { database, metrics } = connected
  for (let read = 0; read < 4; read += 1) expect(await database.read(whereAmI)).toEqual(onStandby)
  expect(await database.readLatest(whereAmI)).toEqual(onPrimary)
  const { values } = await metrics.databaseQuerySeconds.get()
  const nodes = values
    .filter(({ metricName }) => metricName?.endsWith('_count'))
    .map(({ labels }) => labels.node)
  expect(new Set(nodes)).toEqual(new Set(['reader-1', 'reader-2', 'writer']))
})

test('passes values as parameters, never as SQL', async () => {
  const evil = `'; drop table product; --`
  expect(
    await connected.database.read(sql('echo')`select ${evil}::text as text, ${[1, 2]}::int[] as list`),
  ).toEqual([{ text: evil, list: [1, 2] }])
})

test('gives errors of a statement to the caller and asks no other node', async () => {
  const failure = connected.database.read(sql('broken')`select nothing from nowhere`)
  await expect(failure).rejects.toMatchObject({ code: '42P01' })
  expect(connected.log.lines).toEqual([])
})

test('reads on when one replica refuses, takes it out, and takes it back when it is well', async () => {
  const { database, log } = connected
  readers[0].refuse()
  for (let read = 0; read < 10; read += 1) expect(await database.read(whereAmI)).toEqual(onStandby)
  expect(log.text()).toContain('database node taken out of the rotation')
  const asked = readers[0].accepted
  readers[0].heal()
  await vi.waitFor(() => {
    expect(log.text()).toContain('database node back in the rotation')
  }, 5_000)
  expect(readers[0].accepted).toBeGreaterThan(asked)
})

test('reads from the writer when both replicas are gone', async () => {
  for (const reader of readers) reader.refuse()
  expect(await connected.database.read(whereAmI)).toEqual(onPrimary)
})

test('reads on when a replica freezes in the middle', async () => {
  const { database } = connected
  for (let read = 0; read < 4; read += 1) await database.read(whereAmI)
  readers[0].freeze()
  for (let read = 0; read < 2; read += 1) expect(await database.read(whereAmI)).toEqual(onStandby)
})

test('says that it is unavailable when no node answers, and recovers by itself', async () => {
  for (const proxy of [writer, ...readers]) proxy.refuse()
  const { database } = connected
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await expect(database.read(whereAmI)).rejects.toThrow(DatabaseUnavailable)
    await expect(database.readLatest(whereAmI)).rejects.toThrow(DatabaseUnavailable)
    await expect(database.transaction((tx) => tx.query(whereAmI))).rejects.toThrow(DatabaseUnavailable)
  }
  for (const proxy of [writer, ...readers]) proxy.heal()
  await vi.waitFor(async () => {
    expect(await database.readLatest(whereAmI)).toEqual(onPrimary)
    expect(await database.read(whereAmI)).toEqual(onStandby)
  }, 10_000)
})

test('survives connections that are cut while idle', async () => {
  const { database } = connected
  await database.readLatest(whereAmI)
  writer.heal()
  expect(await database.readLatest(whereAmI)).toEqual(onPrimary)
})

test('stops waiting when the caller is gone, and the next caller gets a connection that is in order', async () => {
  const { database } = connected
  const controller = new AbortController()
  const sleeping = database.readLatest(sql('sleep')`select pg_sleep(30)`, { signal: controller.signal })
  setImmediate(() => controller.abort(new Error('the client left')))
  await expect(sleeping).rejects.toThrow('the client left')
  expect(await database.readLatest(whereAmI)).toEqual(onPrimary)
  expect(connected.log.text()).not.toContain('taken out')
})

test('counts statements for the request that asks', async () => {
  const facts = newFacts('request-1', 'test')
  await withFacts(facts, async () => {
    await connected.database.read(whereAmI)
    await connected.database.transaction((tx) => tx.query(whereAmI))
  })
  expect(facts.statements).toBe(2)
})

test('asks each node how it is', async () => {
  await connected.database.probeWriter()
  await connected.database.probeReader()
  const swapped = connect({ writer: target.readers[0] ?? '', readers: [] })
  await expect(swapped.database.probeWriter()).rejects.toThrow()
  await swapped.database.close()
})
