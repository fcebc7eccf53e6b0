import { type Agent, type IncomingMessage, type OutgoingHttpHeaders, request as sendRequest } from 'node:http'
import type { Target } from './pool.ts'

/** What is sent to a target. */
export interface OutgoingRequest {
  readonly method: string
  readonly path: string
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** How one attempt at one target went. */
export type Outcome =
  | { readonly kind: 'answered'; readonly response: IncomingMessage }
  /** No connection came about, so the target has seen nothing of the request. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The connection broke before an answer; the target may have acted. */
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'abandoned' }

/** Codes of errors that come before a connection is established. */
const refusals = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])

/**
 * Sends a request to a target, up to the answer's headers.
 * @param abandon Aborted when the client has gone.
 */
export async function attempt(
  target: Target,
  outgoing: OutgoingRequest,
  agent: Agent,
  timeoutMilliseconds: number,
  abandon: AbortSignal,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const request = sendRequest({
    host: target.host,
    port: target.port,
    method: outgoing.method,
    path: outgoing.path,
    headers: outgoing.headers,
    agent,
    signal: abandon,
  })
  const timer = setTimeout(() => {
    resolve({ kind: 'timed-out' })
    request.destroy()
  }, timeoutMilliseconds)
  request.on('response', (response) => {
    resolve({ kind: 'answered', response })
  })
  request.on('error', (error: NodeJS.ErrnoException) => {
    if (abandon.aborted) resolve({ kind: 'abandoned' })
    else resolve({ kind: refusals.has(error.code ?? '') ? 'refused' : 'broken', reason: error.message })
  })
  request.end(outgoing.body)
  const outcome = await promise
  clearTimeout(timer)
  return outcome
}
