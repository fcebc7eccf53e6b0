import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import sirv from 'sirv'
import { type Forwarded, type ForwardLimits, forward } from './forward.ts'
import { endToEndHeaders, forwardedHeaders } from './headers.ts'
import type { Pool } from './pool.ts'
import { BodyTooLargeError, readBody } from './request-body.ts'
import { chooseRoute, picturesPrefix } from './routes.ts'

/** What the proxy serves from. */
export interface ProxyOptions extends ForwardLimits {
  readonly api: Pool
  readonly web: Pool
  /** Folder with the product pictures. */
  readonly picturesFolder: string
  /** Longest request body, in octets. */
  readonly bodyLimit: number
}

/** The reverse proxy, which stands where CloudFront and the load balancer stand on AWS. */
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
      await forwardRequest(request, response, `${url.pathname}${url.search}`, options[route], options, agent)
      return
    default:
      route satisfies never
  }
}

async function forwardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  pool: Pool,
  options: ProxyOptions,
  agent: Agent,
): Promise<void> {
  let body: Buffer
  try {
    body = await readBody(request, options.bodyLimit)
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error
    // The rest of the body is not read, so the connection is of no further use.
    response.setHeader('connection', 'close')
    answer(response, 413, `a request body may have at most ${String(options.bodyLimit)} octets`)
    return
  }
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const headers = forwardedHeaders(request, body.length)
  const outgoing = { method: request.method ?? 'GET', path, headers, body }
  await passOn(await forward(pool, outgoing, agent, options, gone.signal), response)
}

async function passOn(result: Forwarded, response: ServerResponse): Promise<void> {
  switch (result.kind) {
    case 'answered':
      response.writeHead(result.response.statusCode ?? 502, endToEndHeaders(result.response))
      await pipeline(result.response, response)
      return
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
