/** Process: the API without its cache, as the reference for what a hit in Redis saves. */
import { createApplication } from '../../api/application.ts'
import { parseConfig } from '../../api/config.ts'
import { createServer } from '../../api/server.ts'
import { createNoCache } from './uncached.ts'

const config = parseConfig(process.env)
const application = await createApplication(config, { cache: createNoCache() })
const server = await createServer(application)
await server.fastify.listen({ host: config.host, port: config.port })
process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => application.close())
    .then(() => process.exit(0))
})
