/** Process: the API. Serves until SIGTERM or SIGINT, then finishes what it has begun. */
import { setTimeout as delay } from 'node:timers/promises'
import { createApplication } from './application.ts'
import { type Config, InvalidConfig, parseConfig } from './config.ts'
import { drainSeconds } from './contract.ts'
import { drain } from './resilience/settings.ts'
import { readCredentials } from './secrets.ts'
import { createServer } from './server.ts'

const config = readConfig()
const application = await createApplication(config, {}, await readCredentials(config))
const server = await createServer(application)
const address = await server.fastify.listen({ host: config.host, port: config.port })
application.log.info({ listeningOn: address }, 'listening')

process.once('SIGTERM', () => void stop(drain.notice))
// From a keyboard: nobody balances load here.
process.once('SIGINT', () => void stop(0))

async function stop(noticeMilliseconds: number): Promise<void> {
  const limit = setTimeout(() => {
    application.log.error(
      { drainSeconds },
      'requests still run at the end of the drain; exiting without them',
    )
    process.exit(1)
  }, drainSeconds * 1_000)
  application.log.info('draining')
  server.startDraining()
  await delay(noticeMilliseconds)
  await server.close()
  await application.close()
  clearTimeout(limit)
  application.log.info('stopped')
  process.exit(0)
}

function readConfig(): Config {
  try {
    return parseConfig(process.env)
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
