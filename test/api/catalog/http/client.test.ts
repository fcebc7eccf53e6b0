import { once } from 'node:events'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CatalogUnavailable } from '../../../../api/catalog/catalog-source.ts'
import { createHttpCatalog } from '../../../../api/catalog/http/catalog.ts'
import {
  createRemoteClient,
  type RemotePatience,
  RemoteRefusal,
  type RemoteRequest,
} from '../../../../api/catalog/http/client.ts'
import { countAnswer } from '../../../../api/catalog/http/protocol.ts'
import { withReadScope } from '../../../../api/database/read-scope.ts'
import { defaultLocale } from '../../../../api/locale.ts'
import { createNoTracer } from '../../../../api/telemetry/no-tracer.ts'
import {
  type Behaviour,
  endless,
  json,
  type MisbehavingServer,
  never,
  startMisbehavingServer,
  status,
  text,
  truncated,
} from './misbehaving-server.ts'

let server: MisbehavingServer
beforeAll(async () => {
  server = await startMisbehavingServer()
})
afterAll(() => server.close())

const log = pino({ level: 'silent' })

function connect(patience: Partial<RemotePatience> = {}) {
  return createRemoteClient({
    baseUrl: `${server.baseUrl}/catalogue/`,
    token: 'a-secret-token',
    log,
    tracer: createNoTracer(),
    patience: { retryDelay: 1, maximumRetryDelay: 2, ...patience },
  })
}

const count: RemoteRequest<number> = {
  path: '/v1/count',
  parameters: [['question', '{"a": "ö&="}']],
  decode: (body) => countAnswer.parse(body).count,
}

async function failure(answer: Promise<unknown>): Promise<Error> {
  return await answer.then(
    () => {
      throw new Error('It answered.')
    },
    (error: unknown) => error as Error,
  )
}

describe('a question', () => {
  test('carries the token and its parameters under the base address', async () => {
    server.behave(json({ count: 3 }))
    expect(await connect().ask(count)).toBe(3)
    const [request] = server.requests
    expect(request?.headers.authorization).toBe('Bearer a-secret-token')
    expect(new URL(request?.url ?? '', server.baseUrl).pathname).toBe('/catalogue/v1/count')
    expect(new URL(request?.url ?? '', server.baseUrl).searchParams.get('question')).toBe('{"a": "ö&="}')
  })

  test('tells whoever caches the answer that it has no snapshot of the database', async () => {
    server.behave(json({ count: 3 }))
    const note = vi.fn()
    await withReadScope({ wantsSnapshots: true, mustShow: undefined, note }, () => connect().ask(count))
    expect(note).toHaveBeenCalledWith(undefined)
  })

  test('that is long travels as a body', async () => {
    server.behave((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => response.end(JSON.stringify({ count: body.length })))
    })
    expect(await connect().ask({ ...count, parameters: [], body: 'x'.repeat(50_000) })).toBe(50_000)
    expect(server.requests[0]?.method).toBe('POST')
  })
})

describe('a failure that may pass is tried again', () => {
  test.each<[string, Behaviour]>([
    ['an error of the other side', status(500)],
    ['a proxy without its target', status(502)],
    ['a connection that breaks off', (request) => request.socket.destroy()],
    ['a truncated answer', truncated],
    ['broken JSON', text('{"count": 3')],
    ['a web page', text('<html>Back soon</html>')],
    ['bytes that are not UTF-8', (_request, response) => response.end(Buffer.from([0x22, 0xff, 0x22]))],
  ])('%s', async (_, behaviour) => {
    server.behave(behaviour, behaviour, json({ count: 3 }))
    expect(await connect().ask(count)).toBe(3)
    expect(server.requests).toHaveLength(3)

    server.behave(behaviour)
    expect(await failure(connect().ask(count))).toBeInstanceOf(CatalogUnavailable)
    expect(server.requests).toHaveLength(3)
  })

  test('an answer that does not come', async () => {
    server.behave(never, json({ count: 3 }))
    expect(await connect({ attemptTimeout: 40 }).ask(count)).toBe(3)
  })

  test('until its time is over', async () => {
    server.behave(never)
    const error = await failure(connect({ attemptTimeout: 10_000, totalTimeout: 40 }).ask(count))
    expect(error).toBeInstanceOf(CatalogUnavailable)
    expect(server.requests).toHaveLength(1)
  })
})

describe('a failure that stays is not tried again', () => {
  test.each<[string, Behaviour]>([
    ['a wrong token', status(401)],
    ['a wrong address', status(404)],
    ['who asks to be left alone', status(503, { 'retry-after': '30' })],
    ['an answer of another protocol', json({ total: 3 })],
    ['an answer that is no object', json(null)],
    ['a redirect to somebody else', status(302, { location: 'http://169.254.169.254/' })],
    ['an answer without end', endless],
  ])('%s', async (_, behaviour) => {
    server.behave(behaviour)
    const error = await failure(connect({ bodyLimitBytes: 100_000 }).ask(count))
    expect(error).toBeInstanceOf(CatalogUnavailable)
    expect(error.message).not.toContain('a-secret-token')
    expect(server.requests).toHaveLength(1)
  })

  test('an answer without end is hung up on', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    server.behave((request, response) => {
      void once(response, 'close').then(() => {
        resolve(undefined)
      })
      endless(request, response)
    })
    await failure(connect({ bodyLimitBytes: 100_000 }).ask(count))
    await promise
  })

  test('a refused question, which says nothing about the health of the other side', async () => {
    const client = connect({ consecutiveFailures: 1 })
    server.behave(status(400, {}, '{"error":{"code":"unknown_facet","message":"No such thing."}}'))
    for (let asked = 0; asked < 3; asked += 1) {
      const error = await failure(client.ask(count))
      expect(error).toBeInstanceOf(RemoteRefusal)
      expect(error).toMatchObject({ code: 'unknown_facet', message: 'No such thing.' })
    }
    expect(server.requests).toHaveLength(3)
  })
})

describe('the other side is spared', () => {
  test('while its circuit is open, and asked again after a while', async () => {
    const client = connect({ consecutiveFailures: 3, retries: 2, halfOpenAfter: 20 })
    server.behave(status(500))
    await failure(client.ask(count))
    expect(server.requests).toHaveLength(3)
    server.behave(json({ count: 3 }))
    expect(await failure(client.ask(count))).toBeInstanceOf(CatalogUnavailable)
    expect(server.requests).toHaveLength(0)
    await vi.waitFor(async () => {
      expect(await client.ask(count)).toBe(3)
    })
  })

  test('from more questions at a time than it can take', async () => {
    const client = connect({ concurrent: 1, queue: 0, attemptTimeout: 5_000 })
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<() => void>()
    server.behave((_request, response) => {
      isAsked(() => response.end('{"count": 3}'))
    })
    const first = client.ask(count)
    const answer = await asked
    expect(await failure(client.ask(count))).toBeInstanceOf(CatalogUnavailable)
    answer()
    expect(await first).toBe(3)
    expect(server.requests).toHaveLength(1)
  })
})

describe('what has not changed', () => {
  const notModified: Behaviour = status(304, { etag: '"1"' }, '')

  test('is neither sent nor parsed again', async () => {
    const client = connect()
    const decode = vi.fn(count.decode)
    server.behave(json({ count: 3 }, { etag: '"1"' }), notModified)
    expect(await client.ask({ ...count, decode })).toBe(3)
    expect(await client.ask({ ...count, decode })).toBe(3)
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"'])
    expect(decode).toHaveBeenCalledTimes(1)
  })

  test('is asked for once more if the other side means another version', async () => {
    const client = connect()
    server.behave(json({ count: 3 }, { etag: '"1"' }), status(304, { etag: '"2"' }, ''), json({ count: 4 }))
    expect(await client.ask(count)).toBe(3)
    expect(await client.ask(count)).toBe(4)
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"1"',
      undefined,
    ])
  })

  test('cannot be said to who does not know it', async () => {
    server.behave(notModified)
    expect(await failure(connect().ask(count))).toBeInstanceOf(CatalogUnavailable)
  })

  test('is kept within bounds', async () => {
    const client = connect({ keptBytes: 300 })
    const question = (name: string): RemoteRequest<number> => ({ ...count, parameters: [['question', name]] })
    server.behave(json({ count: 3 }, { etag: '"1"' }))
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await client.ask(question(name))
    await client.ask(question('a'))
    await client.ask(question('f'))
    expect(server.requests.slice(-2).map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"1"',
    ])
  })
})

describe('documents that are none', () => {
  const variant = {
    id: '1',
    product_id: '1',
    sku: 'A',
    title: '',
    options: [],
    price: {
      currency: 'EUR',
      amount: 100,
      compare_at: null,
      lowest_recent: null,
      tax_included: true,
      tiers: [],
    },
    stock: null,
    image: null,
    barcode: null,
    weight_grams: null,
    tax_class: 'standard',
  }
  const amounts = async (prices: 'remote' | 'own', ...items: unknown[]) => {
    server.behave(json({ items }))
    const catalog = createHttpCatalog({ client: connect(), prices, log })
    const found = await catalog.variantsByIds(['1', '2', '3'], defaultLocale)
    return found.map((one) => one?.amount)
  }

  test.each([
    ['a number as id', { id: 2 }],
    ['a fraction of a cent', { price: { ...variant.price, amount: 1.5 } }],
    ['a picture that is code', { image: { url: 'javascript:alert(1)', alt: '', width: null, height: null } }],
    ['a picture of another host', { image: { url: '//evil.example/a', alt: '', width: null, height: null } }],
    ['a tax class that is none', { tax_class: 'none' }],
    ['another currency', { price: { ...variant.price, currency: 'CHF' } }],
  ])('do not take the others along: %s', async (_, fault) => {
    expect(
      await amounts('remote', variant, { ...variant, id: '2', ...fault }, { ...variant, id: '3' }),
    ).toEqual([100, undefined, 100])
  })

  test('what has no price is not for sale, unless prices come from elsewhere', async () => {
    expect(await amounts('remote', { ...variant, price: null })).toEqual([undefined, undefined, undefined])
    expect(await amounts('own', { ...variant, price: null })).toEqual([0, undefined, undefined])
  })
})
