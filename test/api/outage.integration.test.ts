import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { readAnswer, type RunningApi, startApi } from './start-api.ts'

let api: RunningApi
afterEach(() => api.close())

const unreachable = 'postgres://kontor:hunter2@127.0.0.1:9/kontor'
const codesOf = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) =>
  errors.map(({ extensions }) => extensions['code'])

test('without a database: 503 with a stable code, not ready, alive', async () => {
  api = await startApi({ DATABASE_WRITER_URL: unreachable, DATABASE_READER_URLS: unreachable })
  const answer = await api.ask('{ product(slug: "no-such-product-anywhere") { id } }')
  expect(answer.status).toBe(503)
  expect(codesOf(answer)).toEqual(['SERVICE_UNAVAILABLE'])
  const ready = await fetch(`${api.origin}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.text()).not.toContain('hunter2')
  expect((await fetch(`${api.origin}/healthz`)).status).toBe(200)
})

test('without a cache: everything is answered, ready but degraded', async () => {
  api = await startApi({ CACHE_NODES: '127.0.0.1:9' })
  expect(await api.ask('{ categories { id } }')).toMatchObject({ status: 200, data: { categories: [] } })
  const ready = await fetch(`${api.origin}/readyz`)
  expect(ready.status).toBe(200)
  expect(await ready.json()).toMatchObject({ ready: true, degraded: true })
})

test('masks what it did not expect and logs the cause with the request id', async () => {
  const broken = () => Promise.reject(new Error('secret detail of our insides'))
  api = await startApi()
  const { application } = api
  await api.close()
  api = await startApi({}, { catalog: { ...application.catalog, rootCategoryIds: broken } })
  const answer = await api.ask('{ categories { id } }')
  expect(answer.status).toBe(500)
  expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR'])
  expect(JSON.stringify(answer.errors)).not.toContain('secret detail')
  expect(api.log.lines).toContainEqual(
    expect.objectContaining({
      msg: 'unexpected error in a resolver',
      requestId: answer.headers.get('x-request-id'),
      err: expect.objectContaining({ message: 'secret detail of our insides' }) as object,
    }),
  )
})

test('an empty budget is answered with 429 and when to come again', async () => {
  api = await startApi({ RATE_LIMIT_COST: '3', RATE_LIMIT_SECONDS: '3600', TRUSTED_PROXIES: '127.0.0.1' })
  await vi.waitFor(() => {
    expect(api.application.cluster.status).toBe('ready')
  }, 10_000)
  const from = (address: string) =>
    api.ask('{ categories { id } }', { headers: { 'x-forwarded-for': address } })
  const address = `198.51.100.${Math.floor(Math.random() * 255)}, 203.0.113.${Math.floor(Math.random() * 255)}`
  const statuses = []
  for (let n = 0; n < 4; n += 1) statuses.push((await from(address)).status)
  expect(statuses).toEqual([200, 200, 200, 429])
  const refused = await from(address)
  expect(codesOf(refused)).toEqual(['RATE_LIMITED'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.get('ratelimit')).toContain('r=0')
  // What a client adds in front of what the trusted proxy saw makes no new budget.
  expect((await from(`192.0.2.1, ${address.split(', ')[1] ?? ''}`)).status).toBe(429)
})

test('with trusted documents only, all else is refused before it is read', async () => {
  const text = 'query Trusted { categories { id } }'
  const sha256Hash = createHash('sha256').update(text).digest('hex')
  const path = join(mkdtempSync(join(tmpdir(), 'kontor-')), 'documents.json')
  writeFileSync(path, JSON.stringify({ [sha256Hash]: text }))
  api = await startApi({ TRUSTED_DOCUMENTS: path, TRUSTED_DOCUMENTS_ONLY: 'true' })

  const extensions = encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }))
  const byGet = await readAnswer(
    await fetch(`${api.origin}/graphql?extensions=${extensions}`, {
      headers: { 'apollo-require-preflight': '1' },
    }),
  )
  expect(byGet).toMatchObject({ status: 200, data: { categories: [] } })
  expect(await api.ask(text)).toMatchObject({ status: 200 })
  for (const query of [
    '{ categories { name } }',
    '{ categoriesss }',
    '{ syntax error',
    'mutation { ping(text: "x") }',
  ]) {
    const refused = await api.ask(query)
    expect(refused.status).toBe(403)
    expect(codesOf(refused)).toEqual(['DOCUMENT_NOT_TRUSTED'])
    expect(refused.errors[0]?.message).not.toContain('categories')
  }
  const metrics = await (await fetch(`${api.origin}/metrics`)).text()
  expect(metrics).toContain(
    'graphql_operation_duration_seconds_count{operation="Trusted",outcome="success"} 2',
  )
})
