import { randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createApplication } from '../../../../api/application.ts'
import type { Cache } from '../../../../api/cache/cache.ts'
import { environment } from '../../../../api/contract.ts'
import { DatabaseUnavailable } from '../../../../api/database/database.ts'
import { createServer } from '../../../../api/server.ts'
import { signIn } from '../../../sign-in.ts'
import { seedCategories } from '../../catalog/seed.ts'
import { type RunningApi, startApi } from '../../start-api.ts'
import { get, questionQuery, writeTrustedDocuments } from './ask-by-get.ts'

const roots =
  'query Roots($language: Language = EN) @inContext(language: $language) { categories { id name } }'
const byId = 'query ById($id: ID!) { node(id: $id) { ... on Category { name } ... on Product { title } } }'
const mine = 'query Mine { viewer { email } categories { id } }'
const list =
  'query List($first: Int! = 3, $after: String) { products(first: $first, after: $after) { nodes { id } } }'
const many =
  'query Many { categories { id name slug description children { id name slug } ancestors { id } parent { id } } }'
const trusted = writeTrustedDocuments([roots, byId, mine, list, many])

let api: RunningApi
beforeAll(async () => {
  api = await start()
})
afterAll(() => api.close())

/** An API whose answers nobody else shares: keys hold the release. */
async function start(variables: Record<string, string> = {}, overrides = {}): Promise<RunningApi> {
  const started = await startApi(
    { [environment.trustedDocuments]: trusted, [environment.release]: randomUUID(), ...variables },
    overrides,
  )
  await seedCategories(
    {
      run: (text, values = []) =>
        started.application.database.transaction((one) => one.query({ name: 'seed', text, values })),
    },
    Array.from({ length: 12 }, (_, index) => ({
      id: index + 1,
      path: [index + 1],
      texts: {
        en: { slug: `tables-${index}`, name: `Tables ${index}`, description: 'Where people sit together.' },
        de: { slug: `tische-${index}`, name: `Tische ${index}` },
      },
    })),
  )
  await heard(started.application.cache)
  await started.application.cache.invalidate(['catalog', 'catalog:all'])
  return started
}

/** Until a process has heard of what changed, it keeps nothing. */
const heard = (cache: Cache) =>
  vi.waitFor(
    () => {
      const { heardAgo, leaseMilliseconds } = cache.inspection.state()
      expect(heardAgo).toBeLessThan(leaseMilliseconds)
    },
    { timeout: 20_000 },
  )

let made = 0
/** A question that nobody has asked yet. */
const unasked = () =>
  questionQuery(byId, { id: Buffer.from(`Category:${9_000_000 + (made += 1)}`).toString('base64url') })

const ask = (query: URLSearchParams, init: RequestInit = {}, of = api) =>
  get(`${of.origin}/graphql?${query.toString()}`, init)

test('makes an answer once and then gives it from memory, alike in all but its age', async () => {
  const query = questionQuery(many)
  const first = await ask(query)
  const second = await ask(query)
  expect(first).toMatchObject({ status: 200, cacheStatus: 'fwd=miss; stored' })
  expect(second).toMatchObject({
    status: 200,
    cacheStatus: expect.stringMatching(/^hit; ttl=\d+; detail=memory$/) as string,
  })
  expect(JSON.parse(second.text)).toMatchObject({ data: { categories: { length: 12 } } })
  expect(second.text).toBe(first.text)
  const changing = ['age', 'cache-status', 'date', 'x-request-id']
  const lasting = ({ headers }: typeof first) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !changing.includes(name)))
  expect(lasting(second)).toEqual(lasting(first))
  expect(second.headers['cache-control']).toMatch(
    /^public, max-age=0, s-maxage=\d+, stale-while-revalidate=60, stale-if-error=\d+$/,
  )
  expect(second.headers['cache-tag']?.split(',')).toEqual(
    expect.arrayContaining(['catalog:all', 'category:1']),
  )
  for (const name of ['ratelimit', 'ratelimit-policy', 'set-cookie'])
    expect(second.headers[name]).toBeUndefined()
})

test('sends what all answers of the API have: security headers, request id, CORS', async () => {
  const headers = { origin: 'https://shop.example', 'x-request-id': randomUUID() }
  const reference = await get(`${api.origin}/healthz`, { headers })
  const own = ['cache-control', 'connection', 'content-length', 'content-type', 'date', 'keep-alive', 'vary']
  for (const answer of [
    await ask(questionQuery(roots), { headers }),
    await ask(questionQuery(roots), { headers }),
  ]) {
    for (const [name, value] of Object.entries(reference.headers)) {
      if (!own.includes(name)) expect({ name, value: answer.headers[name] }).toEqual({ name, value })
    }
    expect(answer.headers['access-control-allow-origin']).toBe('https://shop.example')
    expect(answer.headers['vary']).toBe('accept-encoding, origin')
  }
  const foreign = await ask(questionQuery(roots), { headers: { origin: 'https://evil.example' } })
  expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
})

test('answers HEAD as GET, without the body', async () => {
  const query = questionQuery(many)
  const whole = await ask(query, { headers: { 'accept-encoding': 'identity' } })
  const head = await ask(query, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } })
  expect(head.status).toBe(200)
  expect(head.text).toBe('')
  expect(head.headers['content-length']).toBe(String(Buffer.byteLength(whole.text)))
  expect(head.headers['etag']).toBe(whole.headers['etag'])
})

test('sends the bytes compressed, and nothing to those who have them', async () => {
  const query = questionQuery(many)
  const plain = await ask(query, { headers: { 'accept-encoding': 'identity' } })
  const raw = await new Promise<{ headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const sent = httpRequest(
      `${api.origin}/graphql?${query.toString()}`,
      { headers: { 'accept-encoding': 'br' } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(chunks) }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
  expect(raw.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(raw.bytes).toString()).toBe(plain.text)
  expect(raw.headers['etag']).not.toBe(plain.headers['etag'])
  const again = await ask(query, { headers: { 'if-none-match': String(raw.headers['etag']) } })
  expect(again).toMatchObject({ status: 304, text: '' })
  expect(again.headers['etag']).toBe(raw.headers['etag'])
})

test('equal questions are one, however they are written; nothing in the address can spoil an answer', async () => {
  const first = await ask(questionQuery(roots))
  const extensions = questionQuery(roots).get('extensions') ?? ''
  const spellings = [
    new URLSearchParams({ extensions, variables: '{}' }),
    new URLSearchParams({ variables: '{ "language": "EN" }', extensions }),
    new URLSearchParams({ extensions, operationName: 'Roots', variables: '{"unknown":1}' }),
    new URLSearchParams({ utm_source: 'mail', extensions, callback: 'alert' }),
  ]
  for (const spelling of spellings) {
    const answer = await ask(spelling)
    expect(answer.cacheStatus).toMatch(/^hit/)
    expect(answer.text).toBe(first.text)
  }
  const german = await ask(questionQuery(roots, { language: 'DE' }))
  expect(german.cacheStatus).toBe('fwd=miss; stored')
  expect(german.text).toContain('Tische 0')
})

test('what a client says of itself reaches no shared answer', async () => {
  const query = unasked()
  const { accessToken } = await signIn('anna@example.com')
  const spoiled = await ask(query, {
    headers: {
      authorization: `Bearer ${accessToken}`,
      cookie: 'session=anna',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-for': '192.0.2.66',
      'accept-language': 'de',
      'x-client-name': '<script>',
    },
  })
  const plain = await ask(query)
  expect(plain.cacheStatus).toMatch(/^hit/)
  expect(plain.text).toBe(spoiled.text)
  expect(JSON.stringify(plain)).not.toMatch(/evil|anna|192\.0\.2\.66|script/)
})

test('a token that proves nothing does not matter where nobody is asked who they are', async () => {
  const query = unasked()
  const headers = { authorization: 'Bearer a.b.c' }
  expect((await ask(query, { headers })).status).toBe(200)
  expect((await ask(query, { headers })).status).toBe(200)
  expect(
    (await ask(questionQuery(mine), { headers: { ...headers, 'apollo-require-preflight': '1' } })).status,
  ).toBe(401)
})

/** As an edge works: keeps by address and Vary what says that it may be kept, and gives it to everybody. */
function createEdge(origin: string) {
  const kept = new Map<string, Awaited<ReturnType<typeof get>>>()
  return async (query: URLSearchParams, headers: Record<string, string>) => {
    const key = `${query.toString()} ${headers['origin'] ?? ''} ${headers['accept-encoding'] ?? ''}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const answer = await get(`${origin}/graphql?${query.toString()}`, { headers })
    const control = answer.headers['cache-control'] ?? ''
    const seconds = Number(/s-maxage=(\d+)/.exec(control)?.[1] ?? 0)
    if (control.startsWith('public') && seconds > 0) kept.set(key, answer)
    return answer
  }
}

test('two customers never see each other’s answers, through an edge either', async () => {
  const edge = createEdge(api.origin)
  const people = await Promise.all(
    ['anna@example.com', 'jonas@example.com'].map(async (email) => ({
      email,
      headers: {
        authorization: `Bearer ${(await signIn(email)).accessToken}`,
        'apollo-require-preflight': '1',
      },
    })),
  )
  for (let round = 0; round < 3; round += 1) {
    for (const { email, headers } of people) {
      const answer = await edge(questionQuery(mine), headers)
      expect(JSON.parse(answer.text)).toMatchObject({ data: { viewer: { email } } })
      expect(answer.headers['cache-control']).toBe('private, no-store')
      expect(answer.headers['cache-tag']).toBeUndefined()
      expect((await edge(questionQuery(roots), headers)).headers['cache-control']).toContain('public')
    }
  }
  const guest = await edge(questionQuery(mine), { 'apollo-require-preflight': '1' })
  expect(JSON.parse(guest.text)).toMatchObject({ data: { viewer: null } })
})

test('keeps nothing of what a personal id means, even if only public fields are asked of it', async () => {
  const query = questionQuery(byId, { id: Buffer.from(`Cart:${randomUUID()}`).toString('base64url') })
  for (let round = 0; round < 2; round += 1) {
    const answer = await ask(query)
    expect(answer).toMatchObject({ status: 200, cacheStatus: 'fwd=miss; fwd-status=200' })
    expect(answer.headers['cache-control']).toBe('no-store')
  }
})

test('keeps no answer with an error', async () => {
  const query = questionQuery(list, { after: 'nonsense' })
  for (let round = 0; round < 2; round += 1) {
    const answer = await ask(query)
    expect(answer.text).toContain('BAD_CURSOR')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.cacheStatus).toMatch(/^fwd=miss; fwd-status=/)
  }
})

test('an invalidation is the end of every answer that was made from what changed', async () => {
  const query = questionQuery(many)
  await ask(query)
  await api.application.database.transaction((one) =>
    one.query({
      name: 'rename',
      text: `update category_text set name = 'Desks' where category_id = 3 and language = 'en'`,
      values: [],
    }),
  )
  expect((await ask(query)).cacheStatus).toMatch(/^hit/)
  await api.application.cache.invalidate(['category:3'])
  const fresh = await ask(query)
  expect(fresh.cacheStatus).toBe('fwd=miss; stored')
  expect(fresh.text).toContain('Desks')
})

test('many who ask the same at once are answered by one execution', async () => {
  const query = questionQuery(roots, { language: 'DE' })
  await api.application.cache.invalidate(['catalog:all'])
  api.log.lines.length = 0
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(query)))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  const statuses = answers.map(({ cacheStatus }) => cacheStatus)
  expect(statuses.filter((status) => status === 'fwd=miss; stored')).toHaveLength(1)
  expect(api.log.lines.filter(({ answer }) => answer === 'made')).toHaveLength(1)
})

test('gives what another process has made', async () => {
  const application = await createApplication(api.config, { log: api.log.logger })
  const server = await createServer(application)
  const origin = await server.fastify.listen({ host: '127.0.0.1', port: 0 })
  try {
    await heard(application.cache)
    const query = unasked()
    expect((await ask(query)).cacheStatus).toBe('fwd=miss; stored')
    await api.application.cache.settle()
    const elsewhere = await ask(query, {}, { ...api, origin })
    expect(elsewhere.cacheStatus).toMatch(/^hit; ttl=\d+; detail=redis$/)
    expect((await ask(query, {}, { ...api, origin })).cacheStatus).toMatch(/detail=memory$/)
  } finally {
    await server.close()
    await application.close()
  }
})

test('hits cost no budget; what must be made is paid by who asks, and a refusal is theirs alone', async () => {
  let ahead = 0
  const poor = await start(
    { [environment.rateLimitCost]: '30', [environment.trustedProxies]: '127.0.0.1' },
    { clock: () => new Date(Date.now() + ahead) },
  )
  const askFrom = (address: string, query: URLSearchParams) =>
    ask(query, { headers: { 'x-forwarded-for': address } }, poor)
  try {
    const known = questionQuery(roots)
    await askFrom('192.0.2.1', known)
    let refused = await askFrom('192.0.2.1', unasked())
    for (let round = 0; round < 40 && refused.status !== 429; round += 1) {
      refused = await askFrom('192.0.2.1', unasked())
    }
    expect(refused.status).toBe(429)
    expect(refused.headers['retry-after']).toBeTruthy()
    expect(refused.headers['cache-control']).toBe('no-store')
    expect((await askFrom('192.0.2.1', known)).status).toBe(200)
    const query = unasked()
    const [spent, rich] = await Promise.all([askFrom('192.0.2.1', query), askFrom('192.0.2.2', query)])
    expect([spent.status, rich.status]).toEqual([429, 200])
    // Or asking for what is stale would be a way to have it made for nothing.
    ahead = 400_000
    for (let round = 0; round < 3; round += 1) {
      expect((await askFrom('192.0.2.1', known)).cacheStatus).toMatch(/detail=stale-while-revalidate$/)
      await poor.application.cache.settle()
    }
    await vi.waitFor(
      async () => {
        expect((await askFrom('192.0.2.3', known)).cacheStatus).toMatch(/detail=memory$/)
      },
      { timeout: 20_000 },
    )
  } finally {
    await poor.close()
  }
})

test('gives an old answer, marked and not to be kept, if a new one cannot be made', async () => {
  const one = await start()
  const { cache, catalog } = one.application
  try {
    const query = questionQuery(roots)
    const before = await ask(query, {}, one)
    const unavailable = () => Promise.reject(new DatabaseUnavailable('away in this test'))
    vi.spyOn(catalog, 'rootCategoryIds').mockImplementation(unavailable)
    vi.spyOn(catalog, 'categoriesByIds').mockImplementation(unavailable)
    await cache.invalidate(['catalog:all'])
    const old = await ask(query, {}, one)
    expect(old).toMatchObject({ status: 200, cacheStatus: 'fwd=stale; detail=stale-if-error' })
    expect(old.text).toBe(before.text)
    expect(old.headers['cache-control']).toBe('no-store')
    expect(old.headers['cache-tag']).toBeUndefined()
    const never = await ask(unasked(), {}, one)
    expect(never.status).toBe(503)
    expect(never.headers['cache-control']).toBe('no-store')
    expect(never.text).toContain(never.headers['x-request-id'])
  } finally {
    vi.restoreAllMocks()
    await one.close()
  }
})

test('gives an answer past its time at once, while one caller makes it anew', async () => {
  let ahead = 0
  const one = await start({}, { clock: () => new Date(Date.now() + ahead) })
  try {
    const query = questionQuery(roots)
    await ask(query, {}, one)
    ahead = 400_000
    const stale = await ask(query, {}, one)
    expect(stale.cacheStatus).toMatch(/^hit; ttl=-\d+; detail=stale-while-revalidate$/)
    expect(Number(stale.headers['age'])).toBeGreaterThanOrEqual(399)
    // The values that it was made of are past their time too, and are given once more while they are read anew.
    await vi.waitFor(
      async () => {
        const renewed = await ask(query, {}, one)
        expect(renewed.cacheStatus).toMatch(/^hit; ttl=\d+; detail=memory$/)
        expect(Number(renewed.headers['age'])).toBeLessThan(60)
      },
      { timeout: 20_000 },
    )
  } finally {
    await one.close()
  }
})

test('closes connections with its answers while it drains', async () => {
  const one = await start()
  try {
    await ask(questionQuery(roots), {}, one)
    one.server.startDraining()
    const last = await ask(questionQuery(roots), {}, one)
    expect(last.cacheStatus).toMatch(/^hit/)
    expect(last.headers['connection']).toBe('close')
  } finally {
    await one.close()
  }
})

test('with trusted documents only, an unknown one is refused and nothing of it is kept', async () => {
  const strict = await start({ [environment.trustedDocumentsOnly]: 'true' })
  try {
    const answer = await ask(
      questionQuery('{ categories { slug } }'),
      { headers: { 'apollo-require-preflight': '1' } },
      strict,
    )
    expect(answer.text).toContain('PERSISTED_QUERY_NOT_FOUND')
    expect(answer.headers['cache-control']).toMatch(/^private, no-/)
    expect((await ask(questionQuery(roots), {}, strict)).status).toBe(200)
  } finally {
    await strict.close()
  }
})

test('measures every answer, and tells one hit in a hundred', async () => {
  const query = questionQuery(many)
  await ask(query)
  api.log.lines.length = 0
  for (let round = 0; round < 100; round += 1) await ask(query)
  const told = api.log.lines.filter(({ msg }) => msg === 'request')
  expect(told).toEqual([
    expect.objectContaining({ answer: 'memory', operation: 'Many', status: 200, sampled: 100 }),
  ])
})
