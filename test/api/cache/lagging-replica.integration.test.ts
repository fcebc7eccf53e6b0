import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest'
import { sql } from '../../../api/database/statement.ts'
import { publish } from '../../../api/events/outbox.ts'
import { createTestDatabase, type TestDatabase } from '../../database.ts'
import { type Connected, connect } from '../database/connect.ts'
import {
  type Announcer,
  type ConnectedCache,
  connectCache,
  createAnnouncer,
  uniqueRequest,
} from './connect-cache.ts'

let target: TestDatabase
let connected: Connected
let announcer: Announcer
let here: ConnectedCache
let elsewhere: ConnectedCache

beforeAll(async () => {
  target = await createTestDatabase()
  const [reader = ''] = target.readers
  connected = connect({ writer: target.writer, readers: [reader] })
  await connected.database.transaction((transaction) =>
    transaction.query(sql('test_table')`create table shelf (name text primary key, content text not null)`),
  )
  announcer = createAnnouncer(connected.database)
})
beforeEach(async () => {
  const { cacheNodes } = inject('local')
  ;[here, elsewhere] = await Promise.all([
    connectCache(cacheNodes, announcer),
    connectCache(cacheNodes, announcer),
  ])
})
afterEach(async () => {
  await Promise.all([here.close(), elsewhere.close()])
})
afterAll(async () => {
  await connected.database.close()
  await target.drop()
})

/** Writes and announces it; the announcement is delivered by the caller. */
async function put(name: string, content: string): Promise<void> {
  await connected.database.transaction(async (transaction) => {
    await transaction.query(sql('test_put')`
      insert into shelf values (${name}, ${content}) on conflict (name) do update set content = excluded.content`)
    await publish(transaction, 'catalog.changed', { tags: [name] })
  })
}

const requestOf = (name: string) => ({ ...uniqueRequest<string>(), key: name, tags: () => [name] })

async function contentOf(name: string): Promise<string> {
  const [row] = await connected.database.read<{ content: string }>(
    sql('test_content')`select content from shelf where name = ${name}`,
  )
  return row?.content ?? 'nothing'
}

/** Delivers what is announced, to all processes. */
const deliver = () => announcer.announce(['nothing-in-particular'])

async function nodesAsked(): Promise<Record<string, number>> {
  const { values } = await connected.metrics.databaseQuerySeconds.get()
  const counts = values.filter(
    ({ metricName, labels }) => metricName?.endsWith('_count') && labels.statement === 'test_content',
  )
  return Object.fromEntries(counts.map(({ labels, value }) => [String(labels.node), value]))
}

/** Replay stops while the work runs; the replica goes on answering. */
async function withoutReplay(work: () => Promise<void>): Promise<void> {
  const [replay] = await connected.database.read<{ pid: number }>(
    sql('test_replay')`select pid from pg_stat_activity where backend_type = 'startup'`,
  )
  if (replay === undefined) throw new Error('The replica does not replay.')
  process.kill(replay.pid, 'SIGSTOP')
  try {
    await work()
  } finally {
    process.kill(replay.pid, 'SIGCONT')
  }
}

async function replicated(name: string, content: string): Promise<void> {
  while ((await contentOf(name)) !== content) await delay(5)
}

test('a lagging replica does not put an old value back, whether or not the cache knew it', async () => {
  await put('known', 'old')
  await put('unknown', 'old')
  await replicated('unknown', 'old')
  await deliver()
  expect(await here.cache.getOrLoad(requestOf('known'), () => contentOf('known'))).toBe('old')
  await withoutReplay(async () => {
    await put('known', 'new')
    await put('unknown', 'new')
    expect(await contentOf('known')).toBe('old')
    await deliver()
    for (const name of ['known', 'unknown']) {
      expect(await here.cache.getOrLoad(requestOf(name), () => contentOf(name))).toBe('new')
      await here.cache.settle()
      const unexpected = () => Promise.reject(new Error('The filled value was not good.'))
      expect(await elsewhere.cache.getOrLoad(requestOf(name), unexpected)).toBe('new')
    }
  })
})

test('a fill that began before a change and ends after it is not kept', async () => {
  await put('slow', 'old')
  await replicated('slow', 'old')
  await deliver()
  const reading = Promise.withResolvers<undefined>()
  const goOn = Promise.withResolvers<undefined>()
  const load = vi.fn(async () => {
    const content = await contentOf('slow')
    reading.resolve(undefined)
    await goOn.promise
    return content
  })
  const filling = here.cache.getOrLoad(requestOf('slow'), load)
  await reading.promise
  await put('slow', 'new')
  await deliver()
  goOn.resolve(undefined)
  expect(await filling).toBe('new')
  expect(load).toHaveBeenCalledTimes(2)
})

test('a reading by way of several statements shows no more than each of them', async () => {
  await put('left', 'old')
  await put('right', 'old')
  await replicated('right', 'old')
  await deliver()
  const request = { ...requestOf('both'), tags: () => ['left', 'right'] }
  let isFirst = true
  const both = await here.cache.getOrLoad(request, async () => {
    const left = await contentOf('left')
    if (isFirst) {
      isFirst = false
      await put('left', 'new')
      await deliver()
    }
    return `${left}, ${await contentOf('right')}`
  })
  expect(both).toBe('new, old')
})

test('while a transaction runs for long, the writer fills what the replica cannot vouch for', async () => {
  await put('during', 'old')
  await replicated('during', 'old')
  const long = new Client({ connectionString: target.direct })
  await long.connect()
  try {
    await long.query('begin')
    await long.query(`insert into shelf values ('of a long transaction', '')`)
    await put('during', 'new')
    await replicated('during', 'new')
    await deliver()
    const before = await nodesAsked()
    expect(await here.cache.getOrLoad(requestOf('during'), () => contentOf('during'))).toBe('new')
    const [facts] = await here.cache.inspection.explain('during', 'value')
    expect(facts?.verdict).toBe('fresh')
    expect((await nodesAsked())['writer']).toBe((before['writer'] ?? 0) + 1)
  } finally {
    await long.query('rollback')
    await long.end()
  }
})

// Again if Redis did not answer within its 100 ms on a busy machine: then each process loads for itself, as it should.
test('1,000 requests for a cold key in three processes are one statement', { retry: 3 }, async () => {
  const wanted = randomUUID()
  await put(wanted, 'by all')
  await replicated(wanted, 'by all')
  await deliver()
  const third = await connectCache(inject('local').cacheNodes, announcer)
  const load = vi.fn(async () => {
    const content = await contentOf(wanted)
    await delay(30)
    return content
  })
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, index) =>
      ([here, elsewhere, third][index % 3] ?? here).cache.getOrLoad(requestOf(wanted), load),
    ),
  )
  expect(new Set(answers)).toEqual(new Set(['by all']))
  expect(load).toHaveBeenCalledTimes(1)
  await third.close()
})

test('provenance holds the reading of what was found as well as of what was loaded', async () => {
  await put('found', 'one')
  await put('loaded', 'two')
  await replicated('loaded', 'two')
  await deliver()
  await here.cache.getOrLoad(requestOf('found'), () => contentOf('found'))
  const { value, tags, provenance, uncacheable } = await here.cache.collect(async () => [
    await here.cache.getOrLoad(requestOf('found'), () => contentOf('found')),
    await here.cache.getOrLoad(requestOf('loaded'), () => contentOf('loaded')),
  ])
  expect(value).toEqual(['one', 'two'])
  expect(tags.toSorted()).toEqual(['found', 'loaded'])
  expect(uncacheable).toBeUndefined()
  expect(provenance.parts.every(({ seen }) => seen.kind === 'snapshot')).toBe(true)
  const uncovered = await here.cache.collect(() => contentOf('found'))
  expect(uncovered.uncacheable).toBe('A source was read outside of any cached load.')
})
