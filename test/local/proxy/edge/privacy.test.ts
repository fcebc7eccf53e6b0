import { describe, expect, test } from 'vitest'
import { shared, startEdge } from './origin.ts'

/** Tells each asker what it was asked, and lets everybody keep it: what leaks through the edge leaks here. */
async function startEcho(headers = shared('catalog')) {
  return await startEdge((request, response) => {
    const { cookie, authorization } = request.headers
    response.writeHead(200, headers).end(JSON.stringify({ url: request.url, cookie, authorization }))
  })
}

const session = { cookie: 'kontor_session=secret; kontor_market=CH; __Host-kontor_account=token' }

describe('pages for everybody', () => {
  test('are made without the session: its cookies do not reach the process', async () => {
    const edge = await startEcho()
    const { body } = await edge.get('/en/p/lamp', session)
    expect(JSON.parse(body.toString())).toEqual({ url: '/en/p/lamp', cookie: 'kontor_market=CH' })
  })

  test('are one for all sessions of a market, and another for each market', async () => {
    const edge = await startEcho()
    await edge.get('/en', session)
    expect((await edge.get('/en', { cookie: 'kontor_market=CH; other=1' })).headers['x-cache']).toBe(
      'Hit from edge',
    )
    for (const cookie of ['kontor_market=DE', 'other=1']) {
      expect((await edge.get('/en', { cookie })).headers['x-cache']).toBe('Miss from edge')
    }
  })

  test('do not depend on what strangers append to their address', async () => {
    const edge = await startEcho()
    await edge.get('/en?utm_source=a&q=wood&variant=1')
    const reply = await edge.get('/en?q=wood&fbclid=b&variant=1')
    expect(reply.headers['x-cache']).toBe('Hit from edge')
    expect(JSON.parse(reply.body.toString())).toEqual({ url: '/en?q=wood&variant=1' })
    expect((await edge.get('/en?q=steel&variant=1')).headers['x-cache']).toBe('Miss from edge')
  })
})

describe('one shopper’s own', () => {
  test.each([
    '/en/cart',
    '/de/cart.data?_routes=x',
    '/en/checkout/review',
    '/en/account',
    '/en/orders/1',
    '/auth/callback?code=1',
    '/webhooks/payment',
  ])('is never kept, even if its process says that it may be: %s', async (path) => {
    const edge = await startEcho()
    for (const cookie of ['kontor_session=a', 'kontor_session=b']) {
      const { headers, body } = await edge.get(path, { cookie })
      expect(headers['x-cache']).toBe('Miss from edge')
      expect(JSON.parse(body.toString())).toEqual({ url: path, cookie })
    }
  })

  test('is asked for by everybody alone, also at the same time', async () => {
    const edge = await startEdge((request, response) => {
      response
        .writeHead(200, { 'cache-control': 'private, no-store' })
        .end(String(request.headers['x-shopper']))
    })
    const shoppers = Array.from({ length: 10 }, (_, index) => String(index))
    const replies = await Promise.all(
      shoppers.map((shopper) => edge.get('/en/found', { 'x-shopper': shopper })),
    )
    expect(replies.map(({ body }) => body.toString())).toEqual(shoppers)
  })

  test.each([
    ['no rule', {}],
    ['private', { 'cache-control': 'private, max-age=60' }],
    ['no-store', { 'cache-control': 'public, s-maxage=60, no-store' }],
    ['a cookie', shared('catalog', { 'set-cookie': 'kontor_session=a' })],
    ['no time', { 'cache-control': 'public, s-maxage=0' }],
  ])('is what bears %s', async (_, headers) => {
    const edge = await startEcho(headers)
    await edge.get('/en')
    expect((await edge.get('/en')).headers['x-cache']).toBe('Miss from edge')
  })
})

describe('documents', () => {
  test('are kept for a token alone, and without the shop’s cookies', async () => {
    const edge = await startEcho()
    const path = '/graphql?extensions=%7B%7D'
    const ask = async (authorization?: string) => {
      const { headers, body } = await edge.get(path, {
        cookie: 'kontor_session=a',
        ...(authorization !== undefined && { authorization }),
      })
      return [headers['x-cache'], JSON.parse(body.toString()) as unknown]
    }
    const url = path
    expect(await ask()).toEqual(['Miss from edge', { url }])
    expect(await ask('Bearer a')).toEqual(['Miss from edge', { url, authorization: 'Bearer a' }])
    expect(await ask('Bearer b')).toEqual(['Miss from edge', { url, authorization: 'Bearer b' }])
    expect(await ask()).toEqual(['Hit from edge', { url }])
  })

  test('are told apart by all that a process reads of their address', async () => {
    const edge = await startEcho()
    for (const search of ['query=a', 'query=b', 'variables=a', 'operationName=a', 'extensions=a']) {
      expect((await edge.get(`/graphql?${search}`)).headers['x-cache']).toBe('Miss from edge')
    }
    expect((await edge.get('/graphql?x=1&query=a')).headers['x-cache']).toBe('Hit from edge')
  })

  test('that are posted are never kept', async () => {
    const edge = await startEcho()
    for (let round = 0; round < 2; round += 1) {
      expect((await edge.get('/graphql', {}, 'POST')).headers['x-cache']).toBe('Miss from edge')
    }
  })
})
