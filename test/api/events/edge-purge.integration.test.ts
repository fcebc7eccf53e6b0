import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { run } from 'graphile-worker'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { StreamWriter } from '../../../api/cache/stream-writer.ts'
import { sql } from '../../../api/database/statement.ts'
import { createEdgePurger, purgeDelays, schedulePurges } from '../../../api/events/edge-purge.ts'
import { createInvalidationFeed } from '../../../api/events/invalidation-feed.ts'
import { createJobs } from '../../../api/events/jobs.ts'
import { publish } from '../../../api/events/outbox.ts'
import { cacheFence, edgePurge } from '../../../api/resilience/settings.ts'
import { openShop, type Shop } from '../shop-fixture.ts'

let shop: Shop
let pool: pg.Pool
beforeAll(async () => {
  shop = await openShop()
  pool = new pg.Pool({ connectionString: shop.directUrl, max: 3 })
  pool.on('error', () => undefined)
})
afterAll(async () => {
  await pool.end()
  await shop.close()
})
beforeEach(async () => {
  await shop.sql.query(sql('test_no_jobs')`delete from graphile_worker._private_jobs`)
})

interface Job {
  readonly payload: readonly string[]
  /** Until it is due, from the moment of the question. */
  readonly milliseconds: number
}

async function waitingJobs(): Promise<readonly Job[]> {
  return await shop.sql.query<Job>(sql('test_jobs')`
    select payload, (extract(epoch from run_at - clock_timestamp()) * 1000)::float8 as milliseconds
    from graphile_worker._private_jobs order by run_at`)
}

const schedule = (tags: readonly string[], delays: readonly number[]) =>
  shop.database.transaction((transaction) => schedulePurges(transaction, tags, delays))

/** A stream that takes everything; `append` may fail, as Redis does. */
function createStream(append: StreamWriter['append'] = () => Promise.resolve('appended')): StreamWriter {
  return { append, beat: () => Promise.resolve('told'), time: () => Promise.resolve(0) }
}

function announce(...tags: string[]): Promise<number> {
  return shop.database.transaction((transaction) => publish(transaction, 'catalog.changed', { tags }))
}

function relayOnce(stream: StreamWriter): Promise<number> {
  const monotonic = () => performance.now()
  return createInvalidationFeed({ database: shop.database, stream, monotonic, purgeDelays: [3_000] })()
}

test('no process can hold a lease without having heard of what is purged for the last time', () => {
  expect(edgePurge.settled).toBeGreaterThan(cacheFence.lease + cacheFence.beatWithin)
  expect(purgeDelays({ kind: 'http', purgeUrl: 'http://edge' })).toEqual([0, edgePurge.settled])
  expect(purgeDelays({ kind: 'sqs', queueUrl: 'https://queue' })).toEqual([edgePurge.settled])
  expect(purgeDelays({ kind: 'none' })).toEqual([])
})

test('purges that are due in the same second are one job, and none comes too early', async () => {
  await schedule(['product:1', 'product:2', 'product:1'], [60_000])
  await schedule(['product:3'], [60_000])
  const jobs = await waitingJobs()
  const tags = jobs.flatMap(({ payload }) => payload)
  expect(tags.sort()).toEqual(['product:1', 'product:2', 'product:3'])
  // Two if the clock struck in between.
  expect(jobs.length).toBeLessThanOrEqual(2)
  for (const { milliseconds } of jobs) expect(milliseconds).toBeGreaterThan(50_000)
})

test('a purge that is to come at once is a job of its own each time', async () => {
  await schedule(['product:1'], [0, 60_000])
  await schedule(['product:1'], [0])
  const due = (await waitingJobs()).filter(({ milliseconds }) => milliseconds <= 0)
  expect(due.map(({ payload }) => payload)).toEqual([['product:1'], ['product:1']])
})

test('nothing is ordered where there is no edge or no tag', async () => {
  await schedule(['product:1'], [])
  await schedule([], [0])
  expect(await waitingJobs()).toEqual([])
})

test('what is taken up is purged, also when the cache cannot be told of it', async () => {
  await announce('product:1', 'catalog')
  await announce('product:2')
  await expect(relayOnce(createStream(() => Promise.reject(new Error('Redis is away'))))).rejects.toThrow(
    'Redis is away',
  )
  const tags = (await waitingJobs()).flatMap(({ payload }) => payload)
  expect(tags.sort()).toEqual(['catalog', 'product:1', 'product:2'])
  await relayOnce(createStream())
  expect((await waitingJobs()).flatMap(({ payload }) => payload)).toHaveLength(3)
})

test('an edge that is away is told again, and holds up no invalidation', async () => {
  const asked: unknown[] = []
  const told = Promise.withResolvers<unknown>()
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      asked.push(body)
      response.writeHead(asked.length === 1 ? 503 : 200).end()
      if (asked.length === 2) told.resolve(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const purgeUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/purge`
  const mailSender = { send: () => Promise.resolve() }
  const jobs = createJobs(shop, mailSender, await createEdgePurger({ kind: 'http', purgeUrl }))
  await schedule(['product:1', 'product:1'], [0])
  const runner = await run({
    pgPool: pool,
    taskList: jobs,
    parsedCronItems: [],
    noHandleSignals: true,
    pollInterval: 100,
  })
  onTestFinished(() => runner.stop())
  await announce('product:2')
  expect(await relayOnce(createStream())).toBe(1)
  // The first pause of the job runner is e^1 seconds.
  const body = (await told.promise) as { tags: string[] }
  expect(body.tags).toContain('product:1')
  expect(body.tags).toContainEqual(expect.stringMatching(/^product-group:\d+$/))
  expect(body.tags).toHaveLength(2)
})
