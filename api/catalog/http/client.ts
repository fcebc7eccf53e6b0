import {
  BrokenCircuitError,
  bulkhead,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isTaskCancelledError,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { currentReadScope } from '../../database/read-scope.ts'
import { remoteCatalog } from '../../resilience/settings.ts'
import type { Tracer } from '../../telemetry/tracer.ts'
import { CatalogUnavailable } from '../catalog-source.ts'
import { readBody, TruncatedBody } from './body.ts'
import { errorAnswer } from './protocol.ts'

/** Numbers of the policies; milliseconds. */
export type RemotePatience = typeof remoteCatalog

export interface RemoteClientOptions {
  /** Base address, with or without a path; what is asked for is appended. */
  readonly baseUrl: string
  /** Sent as a bearer token. */
  readonly token: string | undefined
  readonly log: Logger
  readonly tracer: Tracer
  readonly patience?: Partial<RemotePatience>
}

/** One question. */
export interface RemoteRequest<T> {
  readonly path: string
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** Makes a value of parsed JSON; what it throws counts as a fault of the other side. */
  readonly decode: (body: unknown) => T
  /** Sent as JSON by POST instead of parameters, where those would make an address too long. */
  readonly body?: string
}

export interface RemoteClient {
  /**
   * Asks the remote system. Reads only, so it is repeated where that may help.
   * @throws RemoteRefusal if it says that the question is wrong (status 400 with a code)
   * @throws CatalogUnavailable if there is no answer in time that can be used
   */
  ask<T>(request: RemoteRequest<T>): Promise<T>
}

/** The remote system answered 400 and said why. */
export class RemoteRefusal extends Error {
  override readonly name = 'RemoteRefusal'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** An answer that cannot be used. */
class RemoteFault extends Error {
  override readonly name = 'RemoteFault'
  /** Whether the same question may be answered a moment later. */
  readonly mayPass: boolean
  constructor(message: string, mayPass: boolean, cause?: unknown) {
    super(message, { cause })
    this.mayPass = mayPass
  }
}

/** An answer that was read before, and the validator by which the other side knows it. */
interface Kept {
  readonly etag: string
  readonly value: unknown
  readonly bytes: number
}

/**
 * A client of the remote catalogue: bulkhead, total time-out, retries with jitter, circuit breaker, time-out of each
 * attempt, in this order from outside to inside. Answers with an ETag are kept, so that what has not changed is
 * neither sent nor parsed again; they are asked for each time, as only the other side knows whether they changed.
 */
export function createRemoteClient(options: RemoteClientOptions): RemoteClient {
  const { token, log, tracer } = options
  const patience = { ...remoteCatalog, ...options.patience }
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  const kept = new LRUCache<string, Kept>({
    maxSize: patience.keptBytes,
    sizeCalculation: ({ bytes }, url) => bytes + url.length,
  })
  const breaker = circuitBreaker(handleWhen(isRemoteFailure), {
    halfOpenAfter: patience.halfOpenAfter,
    breaker: new ConsecutiveBreaker(patience.consecutiveFailures),
  })
  breaker.onStateChange((state) => {
    if (state === CircuitState.Open)
      log.warn({ baseUrl }, 'the remote catalogue is asked no more for a while')
    else if (state === CircuitState.Closed) log.info({ baseUrl }, 'the remote catalogue is asked again')
  })
  const policy = wrap(
    bulkhead(patience.concurrent, patience.queue),
    timeout(patience.totalTimeout, TimeoutStrategy.Aggressive),
    retry(handleWhen(isRepeatable), {
      maxAttempts: patience.retries,
      // Decorrelated jitter, so that clients that failed together do not come back together.
      backoff: new ExponentialBackoff({
        initialDelay: patience.retryDelay,
        maxDelay: patience.maximumRetryDelay,
      }),
    }),
    breaker,
    timeout(patience.attemptTimeout, TimeoutStrategy.Aggressive),
  )

  async function attempt<T>(request: RemoteRequest<T>, signal: AbortSignal, isSecond = false): Promise<T> {
    const url = addressOf(baseUrl, request)
    const known = request.body === undefined ? kept.get(url) : undefined
    const response = await send(url, request.body, known?.etag, signal)
    if (response.status === 304) {
      await response.body?.cancel()
      const etag = response.headers.get('etag')
      if (known !== undefined && (etag === null || isSameTag(etag, known.etag))) {
        // The address names the question, and a question has one decoder.
        return known.value as T
      }
      kept.delete(url)
      if (!isSecond) return await attempt(request, signal, true)
      throw new RemoteFault('It answered 304 to a question that was asked without a validator.', true)
    }
    const text = await readBody(response, patience.bodyLimitBytes)
    if (!response.ok) throw failureOf(response, text)
    const value = decode(request, text)
    const etag = response.headers.get('etag')
    if (etag === null || request.body !== undefined) kept.delete(url)
    else kept.set(url, { etag, value, bytes: Buffer.byteLength(text) + 1 })
    return value
  }

  function send(url: string, body: string | undefined, etag: string | undefined, signal: AbortSignal) {
    return fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { body }),
      headers: {
        accept: 'application/json',
        ...tracer.headers(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
      },
      // Not followed: it could carry the token to somebody else, or us into our own network.
      redirect: 'manual',
      signal,
    })
  }

  return {
    async ask(request) {
      // What is made of it is fenced by what had been announced before: the other side knows no snapshots of ours.
      currentReadScope()?.note(undefined)
      try {
        // One caller tries whether it is back; cockatiel would let the others wait for the outcome.
        if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError()
        return await tracer.trace(`remote catalogue ${request.path}`, () =>
          policy.execute(({ signal }) => attempt(request, signal)),
        )
      } catch (error) {
        if (error instanceof RemoteRefusal) throw error
        throw new CatalogUnavailable(`The remote catalogue did not answer ${request.path}.`, { cause: error })
      }
    },
  }
}

function addressOf(baseUrl: string, { path, parameters }: RemoteRequest<unknown>): string {
  const search = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, value]),
  ).toString()
  return `${baseUrl}${path}${search === '' ? '' : `?${search}`}`
}

function decode<T>({ path, decode: decodeBody }: RemoteRequest<T>, text: string): T {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw new RemoteFault(`It answered ${path} with what is not JSON: ${text.slice(0, 80)}`, true, error)
  }
  try {
    return decodeBody(body)
  } catch (error) {
    throw new RemoteFault(`It answered ${path} with what the protocol does not know.`, false, error)
  }
}

function failureOf(response: Response, text: string): Error {
  if (response.status === 400) {
    const refusal = errorAnswer.safeParse(jsonOf(text))
    if (refusal.success) return new RemoteRefusal(refusal.data.error.code, refusal.data.error.message)
  }
  // Who asks to be left alone for a while is not asked again at once.
  const mayPass = response.status >= 500 && !response.headers.has('retry-after')
  return new RemoteFault(`It answered with the status ${response.status}.`, mayPass)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Weak comparison (RFC 9110, 8.8.3.2). */
function isSameTag(a: string, b: string): boolean {
  return a.replace(/^W\//, '') === b.replace(/^W\//, '')
}

/** What says something about the health of the other side; a refused question does not. */
function isRemoteFailure(error: unknown): boolean {
  return !(error instanceof RemoteRefusal)
}

function isRepeatable(error: unknown): boolean {
  if (error instanceof RemoteRefusal || isBrokenCircuitError(error) || isBulkheadRejectedError(error))
    return false
  if (error instanceof RemoteFault) return error.mayPass
  // Too big stays too big; a connection that was lost, or an answer that came too slowly, may do better.
  return isTaskCancelledError(error) || error instanceof TruncatedBody || error instanceof TypeError
}
