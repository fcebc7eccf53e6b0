import { describe, expect, it } from 'vitest'
import { createApiClient } from '../../web/app/api/client.ts'
import { ApiError } from '../../web/app/api/errors.ts'
import { retryDelayMs, standardRetry } from '../../web/app/api/retry.ts'
import {
  CartDocument,
  CartLinesAddDocument,
  ProductListDocument,
  SearchSuggestionsDocument,
} from '../../web/generated/graphql.ts'
import documents from '../../web/generated/documents.json' with { type: 'json' }
import { ok, refusal, startFaultyApi } from './faulty-api.ts'

const locale = { language: 'EN', country: 'DE', currency: 'EUR' } as const
const list = { ...locale, sort: 'NEWEST', first: 24, after: null, filter: { category: 'lamps' } } as const
const add = {
  ...locale,
  cartId: 'Q2FydDox',
  lines: [{ variantId: 'VjE', quantity: 2 }],
  idempotencyKey: 'a-key-of-the-form',
}

function clientOf(origin: URL, accessToken?: string) {
  const waits: number[] = []
  const client = createApiClient({
    origin,
    caller: {
      requestId: 'request-1',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      forwardedFor: '203.0.113.7, 10.0.0.1',
      accessToken,
    },
    retry: { ...standardRetry, random: () => 0.5, wait: (ms) => Promise.resolve(waits.push(ms)) },
  })
  return { client, waits }
}

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error('an ApiError was expected', { cause: error })
  return error.failure
}

describe('catalogue queries', () => {
  it('travel as GET with sorted variables and the hash of a trusted document, without credentials', async () => {
    await using api = await startFaultyApi([ok({ products: { nodes: [] } })])
    const { client } = clientOf(api.origin, 'secret-token')
    await client.catalogue(ProductListDocument, list)
    const request = api.seen[0]!
    expect(request.method).toBe('GET')
    expect(request.url.pathname).toBe('/graphql')
    expect(request.url.searchParams.get('operationName')).toBe('ProductList')
    expect(request.url.searchParams.get('variables')).toBe(
      '{"after":null,"country":"DE","currency":"EUR","filter":{"category":"lamps"},"first":24,"language":"EN","sort":"NEWEST"}',
    )
    const { persistedQuery } = JSON.parse(request.url.searchParams.get('extensions') ?? '') as {
      persistedQuery: { version: number; sha256Hash: string }
    }
    expect(persistedQuery.version).toBe(1)
    expect(documents).toHaveProperty(persistedQuery.sha256Hash, expect.stringContaining('query ProductList'))
    expect(request.headers).toMatchObject({
      'apollo-require-preflight': '1',
      'x-request-id': 'request-1',
      'x-forwarded-for': '203.0.113.7, 10.0.0.1',
      traceparent: expect.stringContaining('-01') as string,
    })
    expect(request.headers.authorization).toBeUndefined()
  })

  it('have one address for the same variables in another order', async () => {
    await using api = await startFaultyApi([ok({ products: { nodes: [] } })])
    const { client } = clientOf(api.origin)
    await client.catalogue(ProductListDocument, list)
    const { first, ...rest } = list
    await client.catalogue(ProductListDocument, { first, ...rest })
    expect(api.seen[1]?.url.href).toBe(api.seen[0]?.url.href)
  })
})

describe('personal queries and mutations', () => {
  it('travel as POST without their text, with the customer’s token', async () => {
    await using api = await startFaultyApi([ok({ cart: null })])
    const { client } = clientOf(api.origin, 'secret-token')
    expect(await client.personal(CartDocument, { ...locale, id: 'Q2FydDox' })).toEqual({ cart: null })
    const request = api.seen[0]!
    expect(request.method).toBe('POST')
    expect(request.headers.authorization).toBe('Bearer secret-token')
    expect(JSON.parse(request.body)).toEqual({
      operationName: 'Cart',
      variables: { ...locale, id: 'Q2FydDox' },
      extensions: {
        persistedQuery: { version: 1, sha256Hash: expect.stringMatching(/^[\da-f]{64}$/) as string },
      },
    })
  })

  it.each([{ kind: 'kill' } as const, { kind: 'kill-halfway' } as const])(
    'survive an API process that dies ($kind): the retry bears the same idempotency key and the same body',
    async (death) => {
      await using api = await startFaultyApi([death, ok({ cartLinesAdd: { __typename: 'CartNotFound' } })])
      const { client } = clientOf(api.origin)
      const answer = await client.mutate(CartLinesAddDocument, add)
      expect(answer.cartLinesAdd.__typename).toBe('CartNotFound')
      expect(api.seen).toHaveLength(2)
      expect(api.seen.map(({ headers }) => headers['idempotency-key'])).toEqual([
        add.idempotencyKey,
        add.idempotencyKey,
      ])
      expect(api.seen[1]?.body).toBe(api.seen[0]?.body)
    },
  )
})

describe('failures', () => {
  it.each([502, 503, 504])('status %i is tried again, at most twice, with growing waits', async (status) => {
    await using api = await startFaultyApi([{ kind: 'answer', status, body: 'busy' }])
    const { client, waits } = clientOf(api.origin)
    expect(await failureOf(client.catalogue(ProductListDocument, list))).toEqual({
      kind: 'unavailable',
      status,
    })
    expect(api.seen).toHaveLength(3)
    expect(waits).toEqual([30, 60])
  })

  it('an API that cannot be reached at all counts as unavailable', async () => {
    const gone = await startFaultyApi([ok({})])
    await gone[Symbol.asyncDispose]()
    const { client } = clientOf(gone.origin)
    expect(await failureOf(client.catalogue(ProductListDocument, list))).toEqual({
      kind: 'unavailable',
      status: undefined,
    })
  })

  it('a refusal keeps its code and is not tried again', async () => {
    await using api = await startFaultyApi([refusal('BAD_CURSOR', 400)])
    const { client } = clientOf(api.origin)
    expect(await failureOf(client.catalogue(ProductListDocument, list))).toMatchObject({
      kind: 'refused',
      code: 'BAD_CURSOR',
    })
    expect(api.seen).toHaveLength(1)
  })

  it('a spent budget tells how long to wait', async () => {
    const spent = { kind: 'answer', status: 429, body: '{}', headers: { 'retry-after': '7' } } as const
    await using api = await startFaultyApi([spent])
    const { client } = clientOf(api.origin)
    const variables = { ...locale, prefix: 'la' }
    expect(await failureOf(client.catalogue(SearchSuggestionsDocument, variables))).toEqual({
      kind: 'rate-limited',
      retryAfterSeconds: 7,
    })
  })

  it.each(['<html>', '{"data":null}', '[]'])('%s is no GraphQL response', async (body) => {
    await using api = await startFaultyApi([{ kind: 'answer', status: 200, body }])
    const { client } = clientOf(api.origin)
    expect(await failureOf(client.catalogue(ProductListDocument, list))).toEqual({
      kind: 'unintelligible',
      status: 200,
    })
  })
})

describe('retryDelayMs', () => {
  it('is uniform below an exponential bound that stops growing', () => {
    const at = (random: number, retry: number) =>
      retryDelayMs({ ...standardRetry, random: () => random }, retry)
    expect([at(0, 0), at(0.5, 0), at(0.5, 2)]).toEqual([0, 30, 120])
    expect(at(1, 20)).toBe(standardRetry.maximumMs)
  })
})
