import { expect, test } from 'vitest'
import type { CacheEntry, FoundEntry } from '../../../../api/cache/cache.ts'
import {
  type AnswerRequest,
  type AnswerSource,
  createAnswerSender,
  type SentAnswer,
} from '../../../../api/graphql/answers/answer-sender.ts'
import { encodeBody } from '../../../../api/graphql/answers/encodings.ts'
import { ExecutionFailed } from '../../../../api/graphql/answers/execute-question.ts'

const storedAt = Date.parse('2026-11-22T12:00:00Z')
const body = Buffer.from(`{"data":"${'x'.repeat(2_000)}"}\n`)

async function entry(changes: Partial<CacheEntry> = {}): Promise<CacheEntry> {
  return {
    variants: await encodeBody(body),
    meta: { etag: 'abcdefghijklmnopqrstuv' },
    provenance: { parts: [], epoch: 1, freshUntil: null },
    tags: ['product:42', 'catalog'],
    storedAt,
    freshUntil: storedAt + 60_500,
    staleUntil: storedAt + 660_500,
    errorUntil: storedAt + 3_660_500,
    ...changes,
  }
}

const sender = createAnswerSender(() => new Date(storedAt + 12_900), {
  always: ['x-frame-options', 'DENY'],
  cors: new Map([['https://shop.example', ['access-control-allow-origin', 'https://shop.example']]]),
})

function send(found: CacheEntry, headers: AnswerRequest['headers'] = {}, source: AnswerSource = 'memory') {
  const wrapped: FoundEntry = { entry: found, verdict: 'fresh', level: 'memory' }
  return readable(sender.shared(wrapped, source, { method: 'GET', url: '/graphql?', headers }, 'request-1'))
}

function readable({ status, headers: list, body: sent }: SentAnswer) {
  const headers: Record<string, string> = {}
  for (let index = 0; index < list.length; index += 2) {
    const name = list[index] ?? ''
    expect(headers[name], `${name} is sent once`).toBeUndefined()
    headers[name] = list[index + 1] ?? ''
  }
  return { status, headers, body: sent }
}

test('sends an answer with the life of what it is made of, its age, its tags', async () => {
  const { status, headers, body: sent } = send(await entry())
  expect(status).toBe(200)
  expect(sent).toEqual(body)
  expect(headers).toEqual({
    'x-frame-options': 'DENY',
    'cache-control': 'public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=3600',
    'cache-tag': 'catalog,product:42',
    vary: 'accept-encoding, origin',
    etag: '"abcdefghijklmnopqrstuv"',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
    age: '12',
    'cache-status': 'kontor; hit; ttl=47; detail=memory',
    'x-request-id': 'request-1',
  })
})

test('sends the encoding that the client takes, with an entity tag of its own', async () => {
  const found = await entry()
  const { headers, body: sent } = send(found, { 'accept-encoding': 'gzip, br' })
  expect(sent).toBe(found.variants['br'])
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-length': String(found.variants['br']?.length),
    etag: '"abcdefghijklmnopqrstuv-br"',
  })
})

test.each([
  ['"abcdefghijklmnopqrstuv"', '"abcdefghijklmnopqrstuv"'],
  ['"other", "abcdefghijklmnopqrstuv-gzip"', '"abcdefghijklmnopqrstuv-gzip"'],
  ['W/"abcdefghijklmnopqrstuv-br"', '"abcdefghijklmnopqrstuv-br"'],
  ['*', '"abcdefghijklmnopqrstuv"'],
])('answers 304 without a body to a client that has it as %s', async (ifNoneMatch, etag) => {
  const { status, headers, body: sent } = send(await entry(), { 'if-none-match': ifNoneMatch })
  expect({ status, sent }).toEqual({ status: 304, sent: undefined })
  expect(headers).toMatchObject({ etag, age: '12', 'cache-tag': 'catalog,product:42' })
  expect(headers['cache-control']).toContain('s-maxage=60')
  expect(headers['content-length']).toBeUndefined()
})

test.each(['"other"', 'abcdefghijklmnopqrstuv', '"abcdefghijklmnopqrstuv-zstd"', ''])(
  'sends it anew to a client that has %s',
  async (ifNoneMatch) => {
    expect(send(await entry(), { 'if-none-match': ifNoneMatch }).status).toBe(200)
  },
)

test('lets pages of the shop read it, and those of nobody else', async () => {
  const found = await entry()
  expect(send(found, { origin: 'https://shop.example' }).headers).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
  })
  const foreign = send(found, { origin: 'https://evil.example' }).headers
  expect(foreign['access-control-allow-origin']).toBeUndefined()
  expect(foreign['vary']).toBe('accept-encoding, origin')
})

test('keeps an answer off the edge whose tags do not fit', async () => {
  const tags = ['a', 'b', 'c', 'd'].flatMap((kind) => Array.from({ length: 200 }, (_, n) => `${kind}:${n}`))
  const { headers } = send(await entry({ tags }))
  expect(headers['cache-control']).toContain('s-maxage=0,')
  expect(headers['cache-tag']).toBeUndefined()
})

test('says when it is past its time, and lets nobody keep what is known to be old', async () => {
  const stale = send(await entry({ freshUntil: storedAt + 10_000 }), {}, 'stale-while-revalidate')
  expect(stale.headers['cache-status']).toBe('kontor; hit; ttl=-3; detail=stale-while-revalidate')
  const old = send(await entry(), { 'accept-encoding': 'gzip' }, 'stale-if-error')
  expect(old.status).toBe(200)
  expect(old.headers).toMatchObject({
    'cache-control': 'no-store',
    'cache-status': 'kontor; fwd=stale; detail=stale-if-error',
    'content-encoding': 'gzip',
    age: '12',
  })
  expect(old.headers['cache-tag']).toBeUndefined()
  expect(old.headers['etag']).toBeUndefined()
})

test('lets nobody keep what it cannot vouch for, as its lease has run out', async () => {
  const { status, headers } = send(await entry(), {}, 'lease-expired')
  expect(status).toBe(200)
  expect(headers['cache-control']).toBe('no-store')
  expect(headers['cache-status']).toMatch(/^kontor; hit; ttl=-?\d+; detail=lease-expired$/)
  expect(headers['cache-tag']).toBeUndefined()
})

test('tells everybody who waited for a failure under an id of their own', () => {
  const answer = {
    status: 503,
    headers: new Map([['retry-after', '5']]),
    body: Buffer.from('{"errors":[{"extensions":{"requestId":"leader-1"}}]}'),
  }
  const failure = new ExecutionFailed(answer, 'leader-1')
  const request = { method: 'GET', url: '/graphql?', headers: {} }
  const { status, headers, body: sent } = readable(sender.failed(failure, request, 'follower-1'))
  expect(status).toBe(503)
  expect(sent?.toString()).toBe('{"errors":[{"extensions":{"requestId":"follower-1"}}]}')
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'retry-after': '5',
    'x-request-id': 'follower-1',
    'content-length': String(sent?.length),
  })
  expect(headers['cache-tag']).toBeUndefined()
})
