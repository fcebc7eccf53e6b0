import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { request as sendRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createKeptAnswers } from '../../../../local/proxy/edge/kept-answers.ts'
import { purgePath } from '../../../../local/proxy/edge/purges.ts'
import { createEdge } from '../../../../local/proxy/edge/serve.ts'
import { createPool } from '../../../../local/proxy/pool.ts'
import { createProxyServer } from '../../../../local/proxy/server.ts'
import { startServer, targetsAt } from '../servers.ts'

export type Respond = (request: IncomingMessage, response: ServerResponse) => void

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface EdgeUnderTest {
  /** What the process has been asked, in order. */
  readonly seen: { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders }[]
  get(path: string, headers?: OutgoingHttpHeaders, method?: string): Promise<Reply>
  purge(...tags: string[]): Promise<unknown>
  /** Requests that have reached the edge. */
  arrivals(): number
  /** Origin of the server that others reach. */
  readonly origin: string
  /** Origin of the server for this machine's processes. */
  readonly internal: string
}

/** An edge before one process, which plays API and storefront and answers as `respond` says. */
export async function startEdge(respond: Respond, limitBytes = 10_000_000): Promise<EdgeUnderTest> {
  const seen: EdgeUnderTest['seen'] = []
  const process = await startServer((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    respond(request, response)
  })
  const edge = createEdge(createKeptAnswers(limitBytes))
  const options = {
    api: createPool('the API', targetsAt(process), 'up'),
    web: createPool('the storefront', targetsAt(process), 'up'),
    picturesFolder: '/nonexistent',
    bodyLimit: 100_000,
    attemptMilliseconds: 5_000,
    patienceMilliseconds: 0,
  }
  let arrivals = 0
  const server = createProxyServer({ ...options, edge }).on('request', () => (arrivals += 1))
  const origin = `http://127.0.0.1:${await startServer(server)}`
  const internal = `http://127.0.0.1:${await startServer(createProxyServer({ ...options, takesPurgesFor: edge }))}`
  return {
    seen,
    arrivals: () => arrivals,
    origin,
    internal,
    get: (path, headers = {}, method = 'GET') => send(origin + path, headers, method),
    async purge(...tags) {
      const response = await fetch(internal + purgePath, { method: 'POST', body: JSON.stringify({ tags }) })
      return await response.json()
    },
  }
}

/** Not `fetch`, which decodes bodies and would not let a test choose every header. */
async function send(url: string, headers: OutgoingHttpHeaders, method: string): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  sendRequest(url, { method, headers, agent: false }, resolve).on('error', reject).end()
  const response = await promise
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) }
}

/** Headers of an answer for everybody. */
export function shared(tags: string, more: OutgoingHttpHeaders = {}): OutgoingHttpHeaders {
  return {
    'cache-control': 'public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600',
    'cache-tag': tags,
    'content-type': 'text/html; charset=utf-8',
    ...more,
  }
}
