import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { z } from 'zod'
import { paths } from '../../../api/contract.ts'
import { canonicalJson } from './canonical-json.ts'
import { ApiError, type ApiFailure } from './errors.ts'
import { type RetryPolicy, standardRetry, withRetries } from './retry.ts'

/** Seconds for one attempt. A checkout waits for the payment provider, so mutations get more. */
const querySeconds = 5
const mutationSeconds = 20

/** What of the shopper's request travels on to the API. */
interface ApiCaller {
  readonly requestId: string
  readonly traceparent: string
  readonly forwardedFor: string
  /** Bearer token of a signed-in customer. */
  readonly accessToken?: string | undefined
}

export interface ApiClientOptions {
  readonly origin: URL
  readonly caller: ApiCaller
  readonly retry?: RetryPolicy
  /** Told about every attempt that failed and is tried again. */
  readonly onRetry?: (error: unknown) => void
  /** Gets the headers of every answer about the catalogue, which tell how long and under which tags it may be kept. */
  readonly onCatalogueAnswer?: (headers: Headers) => void
  /** Told when the catalogue could not be asked. */
  readonly onCatalogueFailure?: () => void
}

/** Sends the storefront's operations to the API, by hash and without their text. */
export interface ApiClient {
  /**
   * Public catalogue data: GET without credentials, so that every cache on the way may answer.
   * @throws ApiError
   */
  catalogue<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
  /**
   * A query whose answer is for this shopper only.
   * @throws ApiError
   */
  personal<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>
  /**
   * A mutation. It is tried again with the same key after a failure whose outcome is unknown, and happens once.
   * @throws ApiError
   */
  mutate<Data, Variables extends { idempotencyKey: string }>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
}

const documentMeta = z.object({ name: z.string(), hash: z.string() })

function describeDocument(document: object): z.infer<typeof documentMeta> {
  return documentMeta.parse((document as { __meta__?: unknown }).__meta__)
}

const responseBody = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string().optional() }).loose().optional(),
      }),
    )
    .optional(),
})

interface Answer {
  readonly data: unknown
  readonly headers: Headers
}

const statusesToRetry = new Set([502, 503, 504])

function isUnavailable(error: unknown): boolean {
  return error instanceof ApiError && error.failure.kind === 'unavailable'
}

/** One client per incoming request: it speaks in that shopper's name. */
export function createApiClient({
  origin,
  caller,
  retry = standardRetry,
  onRetry,
  onCatalogueAnswer,
  onCatalogueFailure,
}: ApiClientOptions): ApiClient {
  const commonHeaders = {
    accept: 'application/graphql-response+json, application/json',
    'apollo-require-preflight': '1',
    'apollographql-client-name': 'storefront',
    'x-request-id': caller.requestId,
    traceparent: caller.traceparent,
    'x-forwarded-for': caller.forwardedFor,
  }
  const personalHeaders =
    caller.accessToken === undefined
      ? commonHeaders
      : { ...commonHeaders, authorization: `Bearer ${caller.accessToken}` }

  async function attempt(name: string, url: URL, init: RequestInit, seconds: number): Promise<Answer> {
    let status: number
    let text: string
    let headers: Headers
    try {
      const response = await fetch(url, {
        ...init,
        redirect: 'error',
        signal: AbortSignal.timeout(seconds * 1000),
      })
      status = response.status
      headers = response.headers
      text = await response.text()
    } catch (error) {
      throw new ApiError(name, { kind: 'unavailable', status: undefined }, { cause: error })
    }
    const fail = (failure: ApiFailure) => new ApiError(name, failure)
    if (statusesToRetry.has(status)) throw fail({ kind: 'unavailable', status })
    if (status === 429) {
      throw fail({
        kind: 'rate-limited',
        retryAfterSeconds: Math.max(1, Number(headers.get('retry-after') ?? 1) || 1),
      })
    }
    const body = responseBody.safeParse(parseJson(text))
    if (!body.success) throw fail({ kind: 'unintelligible', status })
    const error = body.data.errors?.[0]
    if (error !== undefined) {
      throw fail({
        kind: 'refused',
        code: error.extensions?.code ?? 'UNKNOWN',
        message: error.message,
      })
    }
    if (body.data.data === undefined || body.data.data === null)
      throw fail({ kind: 'unintelligible', status })
    return { data: body.data.data, headers }
  }

  function send(name: string, url: URL, init: RequestInit, seconds: number): Promise<Answer> {
    const mayRetry = (error: unknown) => {
      const may = isUnavailable(error)
      if (may) onRetry?.(error)
      return may
    }
    return withRetries(retry, mayRetry, () => attempt(name, url, init, seconds))
  }

  function extensionsOf(hash: string) {
    return { persistedQuery: { version: 1, sha256Hash: hash } }
  }

  async function post(
    document: object,
    variables: unknown,
    seconds: number,
    headers: Record<string, string>,
  ): Promise<unknown> {
    const { name, hash } = describeDocument(document)
    const body = canonicalJson({ operationName: name, variables, extensions: extensionsOf(hash) })
    const init = {
      method: 'POST',
      headers: { ...personalHeaders, 'content-type': 'application/json', ...headers },
      body,
    }
    return (await send(name, new URL(paths.graphql, origin), init, seconds)).data
  }

  return {
    async catalogue<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) {
      const { name, hash } = describeDocument(document)
      const url = new URL(paths.graphql, origin)
      url.searchParams.set('operationName', name)
      url.searchParams.set('variables', canonicalJson(variables))
      url.searchParams.set('extensions', canonicalJson(extensionsOf(hash)))
      try {
        const answer = await send(name, url, { headers: commonHeaders }, querySeconds)
        onCatalogueAnswer?.(answer.headers)
        return answer.data as Data
      } catch (error) {
        onCatalogueFailure?.()
        throw error
      }
    },
    async personal<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) {
      return (await post(document, variables, querySeconds, {})) as Data
    },
    async mutate<Data, Variables extends { idempotencyKey: string }>(
      document: TypedDocumentNode<Data, Variables>,
      variables: Variables,
    ) {
      const headers = { 'idempotency-key': variables.idempotencyKey }
      return (await post(document, variables, mutationSeconds, headers)) as Data
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
