/** The storefront process: `node web/server.ts`, after `react-router build` in `web/`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type Logger, pino } from 'pino'
import sirv from 'sirv'
import { drainSeconds, keepAliveSeconds, paths } from '../api/contract.ts'
import { loadApplication } from './server/application.ts'
import { parseWebConfig, type WebConfig } from './server/config.ts'
import { createMetrics, routeOf, type WebMetrics } from './server/metrics.ts'
import { identify } from './server/request-ids.ts'
import { setSecurityHeaders } from './server/security-headers.ts'

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body)
}

async function serve(config: WebConfig, log: Logger, metrics: WebMetrics): Promise<void> {
  const state = { draining: false }
  const showPage = await loadApplication(config)
  const serveFile = sirv(fileURLToPath(new URL('build/client/', import.meta.url)), {
    etag: true,
    // Built files bear a hash of their content in their name; the others (favicon) are asked for again after a day.
    setHeaders: (response, pathname) =>
      response.setHeader(
        'Cache-Control',
        pathname.startsWith(`${paths.assets}/`)
          ? 'public, max-age=31536000, immutable'
          : 'public, max-age=86400',
      ),
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/'
    const startedAt = performance.now()
    const ids = identify(request)
    const requestLog = log.child({ requestId: ids.requestId, trace: ids.traceparent.split('-')[1] })
    setSecurityHeaders(response, { https: config.publicOrigin.protocol === 'https:' })
    response.setHeader('X-Request-Id', ids.requestId)
    response.on('close', () => {
      const seconds = (performance.now() - startedAt) / 1000
      metrics.observeRequest(request.method ?? 'GET', routeOf(pathname), response.statusCode, seconds)
      // The path without its query: search terms are the shopper's own business. Order ids open orders.
      const path = pathname.replace(/\/orders\/[^/]+/, '/orders/…')
      const facts = { method: request.method, path, status: response.statusCode, seconds }
      if (response.writableFinished) requestLog.info(facts, 'request')
      else requestLog.warn(facts, 'request given up by the client')
    })
    if (state.draining) response.setHeader('Connection', 'close')

    switch (pathname) {
      case paths.health:
        answer(response, 200, 'application/json', '{"status":"alive"}')
        return
      case paths.ready:
        // The API does not count: without it the storefront still explains itself, and no other process could help.
        if (state.draining) answer(response, 503, 'application/json', '{"status":"draining"}')
        else answer(response, 200, 'application/json', '{"status":"ready"}')
        return
      case paths.metrics:
        answer(response, 200, metrics.registry.contentType, await metrics.registry.metrics())
        return
      default:
        serveFile(request, response, () => {
          if (pathname.startsWith(`${paths.assets}/`)) answer(response, 404, 'text/plain', 'No such file.\n')
          else showPage(request, response, { ...ids, log: requestLog })
        })
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'request failed')
      if (response.headersSent) response.destroy()
      else answer(response, 500, 'text/plain', 'Something went wrong.\n')
    })
  })
  server.keepAliveTimeout = keepAliveSeconds * 1000
  server.headersTimeout = (keepAliveSeconds + 1) * 1000
  server.listen(config.port, config.host, () => {
    log.info({ address: server.address(), api: config.apiOrigin.origin }, 'storefront is up')
  })

  function drain(signal: NodeJS.Signals): void {
    if (state.draining) return
    state.draining = true
    log.info({ signal, drainSeconds }, 'draining')
    setTimeout(() => process.exit(1), drainSeconds * 1000).unref()
    server.close(() => process.exit(0))
    server.closeIdleConnections()
  }
  process.on('SIGTERM', drain)
  process.on('SIGINT', drain)
}

try {
  const config = parseWebConfig(process.env)
  const log = pino({
    level: config.logLevel,
    base: { part: 'web', environment: config.environmentName, release: config.release },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  })
  await serve(config, log, createMetrics(config.release))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
