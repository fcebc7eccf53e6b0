import { createHash, randomUUID } from 'node:crypto'
import { brotliDecompressSync } from 'node:zlib'
import type { ALBEvent, ALBResult, Context } from 'aws-lambda'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createApplication } from '../../../api/application.ts'
import { parseConfig } from '../../../api/config.ts'
import { runInvalidationFeed } from '../../../api/events/relay.ts'
import { localVariables } from '../../api/start-api.ts'
import { createTestDatabase, type TestDatabase } from '../../database.ts'

let target: TestDatabase
let handle: (event: ALBEvent) => Promise<ALBResult>
beforeAll(async () => {
  target = await createTestDatabase()
  for (const [name, value] of Object.entries(localVariables(target))) vi.stubEnv(name, value)
  vi.stubEnv('LOG_LEVEL', 'silent')
  vi.stubEnv('TRUSTED_PROXIES', '10.0.0.0/16')
  const { handler } = await import('../../../lambda/graphql/handler.ts')
  handle = (event) => handler(event, {} as Context)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await target.drop()
})

/** As an Application Load Balancer sends it (ELB user guide, "Lambda functions as targets"). */
function albEvent(changes: Partial<ALBEvent>): ALBEvent {
  return {
    requestContext: {
      elb: {
        targetGroupArn:
          'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/api/6d0ecf831eec9f09',
      },
    },
    httpMethod: 'POST',
    path: '/graphql',
    queryStringParameters: {},
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      host: 'shop.example',
      'x-amzn-trace-id': 'Root=1-5c536348-3d683b8b04734faae651f476',
      'x-forwarded-for': '72.12.164.125, 10.0.3.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    body: '',
    isBase64Encoded: false,
    ...changes,
  }
}

const bodyOf = ({ body }: ALBResult) => JSON.parse(body ?? '') as Record<string, unknown>
const post = (query: string, changes: Partial<ALBEvent> = {}) =>
  handle(albEvent({ body: JSON.stringify({ query }), ...changes }))

test('answers POST', async () => {
  const result = await post('{ categories { id } }')
  expect(result).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'private, no-store' } })
  expect(result.headers?.['x-request-id']).toBeTruthy()
  expect(bodyOf(result)).toMatchObject({ data: { categories: [] } })
})

test('answers POST with a body in base64', async () => {
  const body = Buffer.from(JSON.stringify({ query: '{ categories { id } }' })).toString('base64')
  expect(bodyOf(await handle(albEvent({ body, isBase64Encoded: true })))).toMatchObject({
    data: { categories: [] },
  })
})

test('gives a shared answer again as the servers do, compressed, and knows what the client has', async () => {
  const feed = new AbortController()
  const application = await createApplication(parseConfig(process.env))
  const feeding = runInvalidationFeed(application, feed.signal)
  try {
    // Long enough for an answer that is worth compressing.
    const names = Array.from({ length: 15 }, (_, n) => `${'a'.repeat(80)}${n}`)
    const query = `query Shared { ${names.map((name) => `${name}: categories { id }`).join(' ')} } # ${randomUUID()}`
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') }
    await handle(albEvent({ body: JSON.stringify({ query, extensions: { persistedQuery } }) }))
    const extensions = encodeURIComponent(JSON.stringify({ persistedQuery }))
    const get = (headers = {}, changes = {}) =>
      handle(albEvent({ httpMethod: 'GET', queryStringParameters: { extensions }, headers, ...changes }))
    await vi.waitFor(
      async () => {
        const hit = await get()
        expect(hit.headers?.['cache-status']).toMatch(/^kontor; hit; ttl=\d+; detail=memory$/)
      },
      { timeout: 20_000 },
    )
    const answer = await get({ 'accept-encoding': 'br', origin: 'https://shop.example' })
    expect(answer).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      headers: {
        'content-encoding': 'br',
        'cache-control': expect.stringMatching(/^public, /) as string,
        'x-content-type-options': 'nosniff',
        'access-control-allow-origin': 'https://shop.example',
      },
    })
    const bytes = brotliDecompressSync(Buffer.from(answer.body ?? '', 'base64'))
    const plain = await get()
    expect(plain.isBase64Encoded).toBe(false)
    expect(plain.body).toBe(bytes.toString())
    const etag = String(plain.headers?.['etag'])
    expect(await get({ 'if-none-match': etag })).toMatchObject({ statusCode: 304, body: '' })
    expect(await get({}, { httpMethod: 'HEAD' })).toMatchObject({
      statusCode: 200,
      body: '',
      headers: { etag },
    })
    const multiple = await handle(
      albEvent({
        httpMethod: 'GET',
        queryStringParameters: undefined,
        multiValueQueryStringParameters: { extensions: [extensions] },
        headers: undefined,
        multiValueHeaders: { accept: ['application/json'] },
      }),
    )
    expect(multiple.multiValueHeaders?.['etag']).toEqual([etag])
  } finally {
    feed.abort()
    await feeding
    await application.close()
  }
})

test('answers a persisted document by GET, whose parameters come encoded', async () => {
  const query = `query Persisted { categories { id } } # ${randomUUID()}`
  const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') }
  await handle(albEvent({ body: JSON.stringify({ query, extensions: { persistedQuery } }) }))
  const result = await handle(
    albEvent({
      httpMethod: 'GET',
      queryStringParameters: { extensions: encodeURIComponent(JSON.stringify({ persistedQuery })) },
      headers: { accept: 'application/json', 'apollo-require-preflight': 'true' },
    }),
  )
  expect(bodyOf(result)).toMatchObject({ data: { categories: [] } })
})

test('reads and writes multi-value headers where the target group has them', async () => {
  const { headers, ...event } = albEvent({ body: JSON.stringify({ query: '{ categories { id } }' }) })
  const multiValueHeaders = Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name, [value ?? '']]),
  )
  const result = await handle({ ...event, multiValueHeaders })
  expect(result.statusCode).toBe(200)
  expect(result.headers).toBeUndefined()
  expect(result.multiValueHeaders?.['content-type']).toEqual(['application/json; charset=utf-8'])
})

test.each([
  ['no JSON', '{"query":', 400],
  ['an unknown field', '{"query":"{ nothing }"}', 400],
  ['too long', JSON.stringify({ query: ' '.repeat(100_001) }), 413],
])('refuses a body that is %s with a stable code', async (_what, body, status) => {
  const result = await handle(albEvent({ body }))
  expect(result.statusCode).toBe(status)
  expect(bodyOf(result)).toMatchObject({ errors: [{ extensions: { code: expect.any(String) as string } }] })
})

test('refuses what a form of another site could send', async () => {
  const result = await post('{ categories { id } }', { headers: { 'content-type': 'text/plain' } })
  expect(result.statusCode).toBe(400)
})

test('serves the other routes of the server: readiness, preflights, unknown paths', async () => {
  const ready = await handle(albEvent({ httpMethod: 'GET', path: '/readyz', body: '' }))
  expect(bodyOf(ready)).toMatchObject({ ready: true })
  const preflight = await handle(
    albEvent({
      httpMethod: 'OPTIONS',
      body: '',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    }),
  )
  expect(preflight.headers?.['access-control-allow-origin']).toBe('https://shop.example')
  expect((await handle(albEvent({ httpMethod: 'GET', path: '/nowhere', body: '' }))).statusCode).toBe(404)
})
