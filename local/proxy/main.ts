import { z } from 'zod'
import { environment, keepAliveSeconds, paths } from '../../api/contract.ts'
import { checkHealth } from './health-checks.ts'
import { createPool } from './pool.ts'
import { createProxyServer } from './server.ts'

const targets = z.string().transform((list) =>
  list.split(',').map((item) => {
    const [host = '', port = '', weight = '1'] = item.split(':')
    return { host, port: Number(port), weight: Number(weight) }
  }),
)

const config = z
  .object({
    [environment.host]: z.string().default('127.0.0.1'),
    [environment.port]: z.coerce.number().int(),
    /** Comma separated `host:port` or `host:port:weight`. */
    PROXY_API_TARGETS: targets,
    PROXY_WEB_TARGETS: targets,
    PROXY_PICTURES: z.string(),
  })
  .parse(process.env)

const api = createPool('the API', config.PROXY_API_TARGETS, 'up')
const web = createPool('the storefront', config.PROXY_WEB_TARGETS, 'up')
const stopping = new AbortController()
for (const pool of [api, web]) {
  void checkHealth(pool, {
    path: paths.ready,
    intervalMilliseconds: 1_000,
    timeoutMilliseconds: 1_000,
    signal: stopping.signal,
    tell: console.log,
  })
}
const server = createProxyServer({
  api,
  web,
  picturesFolder: config.PROXY_PICTURES,
  bodyLimit: 1_048_576,
  attemptMilliseconds: 10_000,
  patienceMilliseconds: 5_000,
})
server.keepAliveTimeout = keepAliveSeconds * 1_000
server.listen(config.PORT, config.HOST)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping.abort()
    server.close()
    server.closeIdleConnections()
  })
}
