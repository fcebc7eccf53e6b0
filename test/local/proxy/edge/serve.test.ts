import type { ServerResponse } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EdgeUnderTest, shared, startEdge } from './origin.ts'

/** A process whose page has a new version each time it is asked. */
async function startCounting(headers = shared('product:1,catalog')): Promise<EdgeUnderTest> {
  let version = 0
  return await startEdge((_request, response) => {
    version += 1
    response.writeHead(200, headers).end(`version ${version}`)
  })
}

async function bodyOf(edge: EdgeUnderTest, path = '/en', headers = {}): Promise<string> {
  return (await edge.get(path, headers)).body.toString()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000)

describe('what is for everybody', () => {
  test('is asked for once, and told apart from what a process just made', async () => {
    const edge = await startCounting()
    const first = await edge.get('/en')
    later(7)
    const second = await edge.get('/en')
    expect([first.body.toString(), second.body.toString()]).toEqual(['version 1', 'version 1'])
    expect(first.headers).toMatchObject({
      'x-cache': 'Miss from edge',
      'cache-status': 'edge; fwd=uri-miss; stored',
    })
    expect(second.headers).toMatchObject({
      'x-cache': 'Hit from edge',
      'cache-status': 'edge; hit; ttl=53',
      age: '7',
      'cache-tag': 'product:1,catalog',
    })
    expect(edge.seen).toHaveLength(1)
  })

  test('is compared by browsers each time, which never get to keep it', async () => {
    const edge = await startCounting()
    for (const { headers } of [await edge.get('/en'), await edge.get('/en')]) {
      expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate')
    }
  })

  test('is not sent to who has it', async () => {
    const edge = await startEdge((_request, response) => {
      response.writeHead(200, shared('catalog', { etag: '"v1"' })).end('x'.repeat(2_000))
    })
    await edge.get('/en')
    for (const known of ['"v1"', 'W/"v1"', '"v0", "v1"', '*']) {
      const reply = await edge.get('/en', { 'if-none-match': known })
      expect([known, reply.status, reply.body.length]).toEqual([known, 304, 0])
      expect(reply.headers).toMatchObject({ etag: '"v1"', 'cache-tag': 'catalog' })
    }
    expect((await edge.get('/en', { 'if-none-match': '"v0"' })).status).toBe(200)
    expect(edge.seen).toHaveLength(1)
  })

  test('is asked for once by many at the same time', async () => {
    const waiting: ServerResponse[] = []
    const edge = await startEdge((_request, response) => void waiting.push(response))
    const replies = Promise.all(Array.from({ length: 20 }, () => edge.get('/en')))
    await vi.waitUntil(() => edge.arrivals() === 20 && waiting.length > 0)
    for (const response of waiting) response.writeHead(200, shared('catalog')).end('once')
    expect(new Set((await replies).map(({ body }) => body.toString()))).toEqual(new Set(['once']))
    expect(edge.seen).toHaveLength(1)
  })

  test('answers HEAD from the same copy', async () => {
    const edge = await startCounting()
    await edge.get('/en')
    const { status, body, headers } = await edge.get('/en', {}, 'HEAD')
    expect([status, body.length, headers['content-length'], headers['x-cache']]).toEqual([
      200,
      0,
      '9',
      'Hit from edge',
    ])
  })

  test('is asked for anew when its time is over, and kept on if the process says that it holds', async () => {
    const edge = await startEdge((request, response) => {
      const isKnown = request.headers['if-none-match'] === '"v1"'
      response
        .writeHead(isKnown ? 304 : 200, shared('catalog', { etag: '"v1"' }))
        .end(isKnown ? undefined : 'v1')
    })
    await edge.get('/en')
    later(95)
    const reply = await edge.get('/en')
    expect([reply.headers['x-cache'], reply.body.toString()]).toEqual(['RefreshHit from edge', 'v1'])
    later(30)
    expect((await edge.get('/en')).headers['x-cache']).toBe('Hit from edge')
    expect(edge.seen).toHaveLength(2)
  })

  test('is given while it is renewed, for as long as the process allows', async () => {
    const edge = await startCounting()
    await edge.get('/en')
    later(70)
    const stale = await edge.get('/en')
    expect([stale.body.toString(), stale.headers['cache-status']]).toEqual([
      'version 1',
      'edge; hit; detail=stale-while-revalidate; ttl=-10',
    ])
    await vi.waitUntil(() => edge.seen.length === 2)
    await vi.waitFor(async () => expect(await bodyOf(edge)).toBe('version 2'))
    later(95)
    expect(await bodyOf(edge)).toBe('version 3')
  })

  test('is never kept longer than the contract says', async () => {
    const edge = await startCounting(shared('catalog', { 'cache-control': 'public, s-maxage=86400' }))
    await edge.get('/en')
    later(299)
    expect(await bodyOf(edge)).toBe('version 1')
    later(2)
    expect(await bodyOf(edge)).toBe('version 2')
  })

  test('stands in when the process fails, within its limit, and not after a purge', async () => {
    let status = 200
    const edge = await startEdge((_request, response) => {
      response.writeHead(status, status === 200 ? shared('catalog') : {}).end(`status ${status}`)
    })
    await edge.get('/en')
    status = 503
    later(200)
    const reply = await edge.get('/en')
    expect([reply.status, reply.body.toString(), reply.headers['x-cache']]).toEqual([
      200,
      'status 200',
      'Error from edge',
    ])
    later(600)
    expect((await edge.get('/en')).status).toBe(503)
    status = 200
    await edge.get('/en')
    status = 503
    await edge.purge('catalog')
    expect((await edge.get('/en')).status).toBe(503)
  })
})

describe('what is compressed', () => {
  const text = 'wood '.repeat(1_000)

  test('is what the client takes, kept once per way of taking it', async () => {
    const edge = await startEdge((_request, response) => {
      response.writeHead(200, shared('catalog', { etag: '"v1"' })).end(text)
    })
    const brotli = await edge.get('/en', { 'accept-encoding': 'gzip, deflate, br, zstd' })
    expect(brotli.headers).toMatchObject({
      'content-encoding': 'br',
      etag: 'W/"v1"',
      vary: 'Accept-Encoding',
    })
    expect(brotliDecompressSync(brotli.body).toString()).toBe(text)
    expect((await edge.get('/en', { 'accept-encoding': 'br;q=0.9, gzip' })).headers['x-cache']).toBe(
      'Hit from edge',
    )
    const zipped = await edge.get('/en', { 'accept-encoding': 'gzip, br;q=0' })
    expect(gunzipSync(zipped.body).toString()).toBe(text)
    const plain = await edge.get('/en')
    expect([plain.headers['content-encoding'], plain.headers.etag, plain.body.toString()]).toEqual([
      undefined,
      '"v1"',
      text,
    ])
    expect(edge.seen.map(({ headers }) => headers['accept-encoding'])).toEqual([
      'br,gzip',
      'gzip',
      'identity',
    ])
  })

  test('was left alone where the process had compressed it already', async () => {
    const edge = await startEdge((_request, response) => {
      response.writeHead(200, shared('catalog', { 'content-encoding': 'br', etag: '"v1-br"' })).end(text)
    })
    await edge.get('/graphql', { 'accept-encoding': 'br' })
    const { headers, body } = await edge.get('/graphql', { 'accept-encoding': 'br' })
    expect([headers['content-encoding'], headers.etag, body.toString()]).toEqual(['br', '"v1-br"', text])
  })
})

describe('a purge', () => {
  test('forgets all answers with one of the tags, in any case, and no others', async () => {
    const edge = await startEdge((request, response) => {
      response.writeHead(200, shared(`${request.url?.slice(4) ?? ''},catalog`)).end()
    })
    for (const page of ['/en/p/1', '/en/p/2', '/en/p/3']) await edge.get(page)
    expect(await edge.purge('P/1', 'p/3', 'p/9')).toEqual({ purged: 2 })
    const states = await Promise.all(
      ['/en/p/1', '/en/p/2', '/en/p/3'].map(async (page) => (await edge.get(page)).headers['x-cache']),
    )
    expect(states).toEqual(['Miss from edge', 'Hit from edge', 'Miss from edge'])
  })

  test('during a fill: who waited gets the answer, nobody after that does', async () => {
    const waiting: ServerResponse[] = []
    const edge = await startEdge((_request, response) => void waiting.push(response))
    const before = edge.get('/en')
    await vi.waitUntil(() => waiting.length === 1)
    await edge.purge('product:1')
    const after = edge.get('/en')
    await vi.waitUntil(() => waiting.length === 2)
    waiting[0]?.writeHead(200, shared('product:1')).end('old price')
    const old = await before
    expect([old.body.toString(), old.headers['cache-status']]).toEqual([
      'old price',
      'edge; fwd=uri-miss; detail=purged-meanwhile',
    ])
    waiting[1]?.writeHead(200, shared('product:1')).end('new price')
    expect((await after).body.toString()).toBe('new price')
    expect(await bodyOf(edge)).toBe('new price')
    expect(edge.seen).toHaveLength(2)
  })

  test('during a fill of something else leaves it alone', async () => {
    const waiting: ServerResponse[] = []
    const edge = await startEdge((_request, response) => void waiting.push(response))
    const first = edge.get('/en')
    await vi.waitUntil(() => waiting.length === 1)
    await edge.purge('product:2')
    waiting[0]?.writeHead(200, shared('product:1')).end('kept')
    await first
    expect((await edge.get('/en')).headers['x-cache']).toBe('Hit from edge')
  })

  test('while a stale answer is renewed: what the process confirms is not kept', async () => {
    const waiting: ServerResponse[] = []
    const edge = await startEdge((_request, response) => {
      if (waiting.length === 0 && edge.seen.length === 1) {
        response.writeHead(200, shared('product:1', { etag: '"v1"' })).end('old price')
      } else waiting.push(response)
    })
    await edge.get('/en')
    later(95)
    const renewing = edge.get('/en')
    await vi.waitUntil(() => waiting.length === 1)
    await edge.purge('product:1')
    waiting[0]?.writeHead(304, shared('product:1', { etag: '"v1"' })).end()
    await renewing
    const after = edge.get('/en')
    await vi.waitUntil(() => waiting.length === 2)
    waiting[1]?.writeHead(200, shared('product:1', { etag: '"v2"' })).end('new price')
    expect((await after).body.toString()).toBe('new price')
  })

  test('is taken from this machine’s processes only', async () => {
    const edge = await startEdge((_request, response) => response.writeHead(404).end())
    const attempt = await fetch(`${edge.origin}/purge`, { method: 'POST', body: '{"tags":["catalog"]}' })
    expect(attempt.status).toBe(404)
    expect(edge.seen.at(-1)?.url).toBe('/purge')
  })

  test.each(['', 'nonsense', '{"tags":[]}', '{"tags":[""]}', `{"tags":["${'x'.repeat(257)}"]}`])(
    'that makes no sense is refused: %s',
    async (body) => {
      const edge = await startEdge((_request, response) => response.end())
      expect((await fetch(`${edge.internal}/purge`, { method: 'POST', body })).status).toBe(400)
    },
  )

  test('has no effect on the way past the edge, where nothing is kept', async () => {
    const edge = await startCounting()
    const ask = async () => (await fetch(`${edge.internal}/en`)).text()
    expect([await ask(), await ask()]).toEqual(['version 1', 'version 2'])
  })
})

describe('memory', () => {
  test('is bounded: what was used longest ago goes first, and its tags with it', async () => {
    const edge = await startEdge(
      (_request, response) => response.writeHead(200, shared('catalog')).end('x'.repeat(900)),
      5_000,
    )
    for (const page of ['/en/p/1', '/en/p/2', '/en/p/3']) await edge.get(page)
    expect(await edge.purge('catalog')).toEqual({ purged: 2 })
  })
})
