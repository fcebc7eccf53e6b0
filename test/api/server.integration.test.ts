import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApi, readAnswer, startApi } from './start-api.ts'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const codesOf = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) =>
  errors.map(({ extensions }) => extensions['code'])

test('answers an operation, with its cost and the client budget', async () => {
  const answer = await api.ask('query Ping { categories { id } }')
  expect(answer).toMatchObject({ status: 200, data: { categories: [] }, errors: [] })
  expect(answer.extensions).toEqual({ cost: { requested: 1, maximum: 5_000 } })
  expect(answer.headers.get('ratelimit')).toMatch(/^"cost";r=\d+;t=\d+$/)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
})

test('sends security headers with every answer', async () => {
  for (const path of ['/graphql', '/healthz', '/nowhere']) {
    const { headers } = await fetch(`${api.origin}${path}`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('strict-transport-security')).toContain('max-age=')
    expect(headers.get('x-request-id')).toBeTruthy()
  }
})

test('lets the shop and no other origin read answers in a browser', async () => {
  const preflight = (origin: string) =>
    fetch(`${api.origin}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
  const own = await preflight('https://shop.example')
  expect(own.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  const foreign = await preflight('https://evil.example')
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
})

test('refuses what a form of another site could send', async () => {
  const response = await fetch(`${api.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify({ query: '{ __typename }' }),
  })
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(response.status).toBeLessThan(500)
  const simpleGet = await fetch(`${api.origin}/graphql?query={__typename}`)
  expect(simpleGet.status).toBe(400)
})

test.each([
  ['syntax errors', '{ products(', 'GRAPHQL_PARSE_FAILED'],
  ['unknown fields', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['too many tokens', `{ ${'a '.repeat(1_001)} }`, 'GRAPHQL_PARSE_FAILED'],
  [
    'too many aliases',
    `{ ${Array.from({ length: 16 }, (_, n) => `a${n}: categories { id }`).join(' ')} }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'too deep a selection',
    `{ categories { ${'children { '.repeat(12)} id ${'}'.repeat(12)} } }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'too dear an operation',
    '{ products(first: 100) { nodes { related(first: 100) { variants { id } } } } }',
    'COST_LIMIT_EXCEEDED',
  ],
  ['introspection', '{ __schema { types { name } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['unknown countries', 'query @inContext(country: FR) { categories { id } }', 'GRAPHQL_VALIDATION_FAILED'],
])('refuses %s with status 400 and a stable code', async (_what, query, code) => {
  const answer = await api.ask(query)
  expect(answer.status).toBe(400)
  expect(codesOf(answer)).toContain(code)
  expect(answer.errors[0]?.extensions['requestId']).toBe(answer.headers.get('x-request-id'))
  expect(JSON.stringify(answer)).not.toContain('node_modules')
})

test('gives no hints at the schema', async () => {
  const { errors } = await api.ask('{ categorys { id } }')
  expect(errors[0]?.message).not.toContain('categories')
})

test('refuses bodies that are too large or no JSON', async () => {
  const send = (body: string) =>
    fetch(`${api.origin}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect((await send(JSON.stringify({ query: ' '.repeat(100_001) }))).status).toBe(413)
  const answer = await readAnswer(await send('{"query":'))
  expect(answer.status).toBe(400)
  expect(codesOf(answer)).toEqual(['BAD_REQUEST'])
})

test('reads the locale of a query from literals and from variables', async () => {
  const search = (directive: string, variables = {}, definitions = '') =>
    api.ask(`query Q${definitions} @inContext(${directive}) { categories { name } }`, { variables })
  expect((await search('language: DE, currency: CHF, country: CH')).status).toBe(200)
  expect((await search('language: $l', { l: 'DE' }, '($l: Language)')).status).toBe(200)
  const wrong = await search('language: $l', { l: 'XX' }, '($l: Language)')
  expect(wrong).toMatchObject({ status: 400 })
  expect(codesOf(wrong)).toEqual(['BAD_USER_INPUT'])
})

test('refuses variables that do not fit, also of a document whose cost is known', async () => {
  const ask = (slug: unknown) =>
    api.ask('query Q($slug: String! = "x") { product(slug: $slug) { id } }', { variables: { slug } })
  expect((await ask('none-such')).errors).toEqual([])
  for (const slug of [1, null, {}]) {
    const refused = await ask(slug)
    expect(refused.status).toBe(400)
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT'])
  }
})

test('keeps a well-formed request id and replaces another one', async () => {
  const id = randomUUID()
  expect(
    (await api.ask('{ __typename }', { headers: { 'x-request-id': id } })).headers.get('x-request-id'),
  ).toBe(id)
  const odd = await api.ask('{ __typename }', { headers: { 'x-request-id': 'a b' } })
  expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('writes one line a request that tells what happened, and nothing personal', async () => {
  const id = randomUUID()
  const variables = { email: 'ada@shop.example' }
  await api.ask('query Named($email: String!) { searchSuggestions(prefix: $email) }', {
    variables,
    headers: { 'x-request-id': id, 'x-client-name': 'storefront' },
  })
  const lines = api.log.lines.filter(({ requestId, msg }) => requestId === id && msg === 'request')
  expect(lines).toEqual([
    expect.objectContaining({
      operation: 'Named',
      client: 'storefront',
      method: 'POST',
      cost: 5,
      status: 200,
      cache: expect.stringMatching(/^(none|hit|stale|miss)$/) as string,
      statements: expect.any(Number) as number,
      milliseconds: expect.any(Number) as number,
    }),
  ])
  expect(api.log.text()).not.toContain('ada@shop.example')
})

test('counts uses of deprecated fields per client', async () => {
  await api.ask('{ products(first: 1) { nodes { vendor } } }', {
    headers: { 'apollographql-client-name': 'old app' },
  })
  const text = await (await fetch(`${api.origin}/metrics`)).text()
  expect(text).toContain('graphql_deprecated_field_uses_total{field="Product.vendor",client="old app"} 1')
  for (const name of [
    'process_cpu_user_seconds_total',
    'http_server_request_duration_seconds_bucket',
    'graphql_operation_duration_seconds_bucket',
    'db_client_operation_duration_seconds_bucket',
    'db_client_connection_pending_requests',
    'cache_requests_total',
  ]) {
    expect(text).toContain(name)
  }
})

test('is alive and ready', async () => {
  expect((await fetch(`${api.origin}/healthz`)).status).toBe(200)
  const ready = await fetch(`${api.origin}/readyz`)
  expect(ready.status).toBe(200)
  expect(await ready.json()).toEqual({ ready: true, degraded: false, reasons: {} })
})

const preflighted = { 'apollo-require-preflight': 'true' }

test('serves a persisted document by GET once it was registered', async () => {
  const query = `query Persisted { categories { id } } # ${randomUUID()}`
  const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') }
  const get = async () => {
    const extensions = encodeURIComponent(JSON.stringify({ persistedQuery }))
    return readAnswer(await fetch(`${api.origin}/graphql?extensions=${extensions}`, { headers: preflighted }))
  }
  expect(codesOf(await get())).toEqual(['PERSISTED_QUERY_NOT_FOUND'])
  await api.ask(query, { extensions: { persistedQuery } })
  expect((await get()).data).toEqual({ categories: [] })
})

test('refuses malformed persisted queries as faults of the client', async () => {
  for (const persistedQuery of [
    'x',
    { version: 2, sha256Hash: 'x' },
    { version: 1, sha256Hash: 'f'.repeat(64) },
  ]) {
    const answer = await api.ask('{ __typename }', { extensions: { persistedQuery } })
    expect(answer.status).toBe(400)
    expect(codesOf(answer)).toEqual(['BAD_REQUEST'])
  }
})

test('never changes anything by GET', async () => {
  const query = encodeURIComponent('mutation { ping(text: "x") }')
  const response = await fetch(`${api.origin}/graphql?query=${query}`, { headers: preflighted })
  expect(response.status).toBe(405)
})

test('refuses forged tokens and lets guests through', async () => {
  const forged = await api.ask('{ viewer { id } }', { headers: { authorization: 'Bearer a.b.c' } })
  expect(forged.status).toBe(401)
  expect(codesOf(forged)).toEqual(['UNAUTHENTICATED'])
  expect(forged.headers.get('www-authenticate')).toContain('Bearer')
  expect(await api.ask('{ viewer { id } }')).toMatchObject({ status: 200, data: { viewer: null } })
})

test('answers guests 401 at what needs a permission', async () => {
  const answer = await api.ask(
    'mutation { productUpdate(input: { productId: "x", language: EN }, idempotencyKey: "12345678") { __typename } }',
  )
  expect(answer.status).toBe(401)
  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED'])
})
