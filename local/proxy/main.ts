import { z } from 'zod'
import { environment, keepAliveSeconds, paths } from '../../api/contract.ts'
import { createKeptAnswers } from './edge/kept-answers.ts'
import { createEdge } from './edge/serve.ts'
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
    /** Port of the way past the edge, as the load balancer is for AWS's processes, and of purges. */
    PROXY_INTERNAL_PORT: z.coerce.number().int(),
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
/** Pages are some 20 kB, compressed: the whole sample catalogue in both languages. */
const keptBytes = 48 * 1024 * 1024
const edge = createEdge(createKeptAnswers(keptBytes))
const options = {
  api,
  web,
  picturesFolder: config.PROXY_PICTURES,
  bodyLimit: 1_048_576,
  attemptMilliseconds: 10_000,
  patienceMilliseconds: 5_000,
}
const server = createProxyServer({ ...options, edge })
const internal = createProxyServer({ ...options, takesPurgesFor: edge })
for (const each of [server, internal]) each.keepAliveTimeout = keepAliveSeconds * 1_000
server.listen(config.PORT, config.HOST)
internal.listen(config.PROXY_INTERNAL_PORT, '127.0.0.1')
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping.abort()
    for (const each of [server, internal]) {
      each.close()
      each.closeIdleConnections()
    }
  })
}
