import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http'
import { pipeline } from 'node:stream/promises'
import sirv from 'sirv'
import { viewerHeaders, singleHeaders } from './edge/answer-policy.ts'
import { type HeaderChange, type Plan, planRequest } from './edge/plan.ts'
import { purgePath, takePurge } from './edge/purges.ts'
import { type Source, sourceHeaders } from './edge/send-kept.ts'
import type { Edge } from './edge/serve.ts'
import { type Forwarded, type ForwardLimits, forward } from './forward.ts'
import { endToEndHeaders, forwardedHeaders } from './headers.ts'
import type { Pool } from './pool.ts'
import { BodyTooLargeError, readBody } from './request-body.ts'
import { chooseRoute, picturesPrefix } from './routes.ts'

/** What the proxy serves from. */
export interface ProxyOptions extends ForwardLimits {
  /** Where answers are kept. @default - nothing is kept, as behind CloudFront at the load balancer */
  readonly edge?: Edge
  /** Edge that takes purges here. For a server that only this machine's processes reach. @default - none */
  readonly takesPurgesFor?: Edge
  readonly api: Pool
  readonly web: Pool
  /** Folder with the product pictures. */
  readonly picturesFolder: string
  /** Longest request body, in octets. */
  readonly bodyLimit: number
}

/** The reverse proxy: with an edge it stands where CloudFront stands on AWS, without where the load balancer does. */
export function createProxyServer(options: ProxyOptions): Server {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 })
  // `dev` reads the folder at each request: pictures may be drawn after the proxy has started.
  const pictures = sirv(options.picturesFolder, { dev: true, etag: true, maxAge: 3_600 })
  const server = createServer((request, response) => {
    handle(request, response, options, agent, pictures).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else answer(response, 502, error instanceof Error ? error.message : String(error))
    })
  })
  server.on('close', () => {
    agent.destroy()
  })
  return server
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: ProxyOptions,
  agent: Agent,
  pictures: ReturnType<typeof sirv>,
): Promise<void> {
  // Routing and target must see the same path, so the normalized one is sent on.
  const url = URL.parse(`http://proxy${request.url ?? ''}`)
  if (url === null || request.url?.startsWith('/') !== true) {
    answer(response, 400, `'${request.url ?? ''}' is not a path`)
    return
  }
  const { pathname } = url
  if (options.takesPurgesFor !== undefined && pathname === purgePath) {
    await takePurge(options.takesPurgesFor, request, response)
    return
  }
  const route = chooseRoute(pathname)
  switch (route) {
    case 'hidden':
      answer(response, 404, `${pathname} is not public`)
      return
    case 'pictures':
      request.url = pathname.slice(picturesPrefix.length - 1)
      pictures(request, response, () => {
        answer(response, 404, `there is no picture ${pathname}`)
      })
      return
    case 'api':
    case 'web':
      await serve(request, response, url, route, options, agent)
      return
    default:
      route satisfies never
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  route: 'api' | 'web',
  options: ProxyOptions,
  agent: Agent,
): Promise<void> {
  const body = await bodyOf(request, response, options.bodyLimit)
  if (body === undefined) return
  const { edge } = options
  const pool = options[route]
  const method = request.method ?? 'GET'
  const send = async (path: string, change: HeaderChange, abandon: AbortSignal): Promise<Forwarded> => {
    const headers = { ...forwardedHeaders(request, body.length), ...change }
    return await forward(pool, { method, path, headers: defined(headers), body }, agent, options, abandon)
  }
  const plan: Plan =
    edge === undefined
      ? { kind: 'pass', path: url.pathname + url.search, headers: {} }
      : planRequest(request, url, route)
  if (edge !== undefined && plan.kind === 'keep') {
    // Others may be waiting for the answer, or come to, so it does not matter whether this client has gone.
    const ask = async ({ path, headers }: Plan, change: HeaderChange) =>
      await send(path, { ...headers, ...change }, new AbortController().signal)
    await edge.serve(request, response, plan, ask, (result, source) => passOn(result, response, source))
    return
  }
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const source: Source | undefined = edge && { cache: 'Miss', status: 'fwd=bypass' }
  await passOn(await send(plan.path, plan.headers, gone.signal), response, source)
}

/** The request's body; undefined: it was too large, which the client has been told. */
async function bodyOf(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<Buffer | undefined> {
  try {
    return await readBody(request, limit)
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error
    // The rest of the body is not read, so the connection is of no further use.
    response.setHeader('connection', 'close')
    answer(response, 413, `a request body may have at most ${String(limit)} octets`)
    return undefined
  }
}

function defined(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}

/** @param source where the answer came from, for the edge to tell; undefined: there is no edge here */
async function passOn(
  result: Forwarded,
  response: ServerResponse,
  source: Source | undefined,
): Promise<void> {
  switch (result.kind) {
    case 'answered': {
      const headers = endToEndHeaders(result.response)
      const single = singleHeaders(headers)
      const told = source && {
        ...('cache-control' in single && { 'cache-control': viewerHeaders(single)['cache-control'] }),
        ...sourceHeaders(source, single['cache-status']),
      }
      response.writeHead(result.response.statusCode ?? 502, { ...headers, ...told })
      await pipeline(result.response, response)
      return
    }
    case 'failed':
      if (result.status === 503) response.setHeader('retry-after', '1')
      answer(response, result.status, result.reason)
      return
    case 'abandoned':
      return
    default:
      result satisfies never
  }
}

function answer(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code: errorCode(status) } }] })
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(body)
}

function errorCode(status: number): string {
  switch (status) {
    case 400:
      return 'BAD_REQUEST'
    case 404:
      return 'NOT_FOUND'
    case 413:
      return 'PAYLOAD_TOO_LARGE'
    case 503:
      return 'SERVICE_UNAVAILABLE'
    case 504:
      return 'GATEWAY_TIMEOUT'
    default:
      return 'BAD_GATEWAY'
  }
}
