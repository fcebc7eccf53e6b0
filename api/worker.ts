/** Process: the worker. Relays the outbox and runs jobs until SIGTERM or SIGINT, then finishes what it has begun. */
import { run } from 'graphile-worker'
import pg from 'pg'
import { createApplication } from './application.ts'
import { keepCurrent } from './catalog/jobs/refresh-due.ts'
import { createRemoteFeed } from './catalog/create-catalog.ts'
import { runRemoteChanges } from './catalog/http/changes.ts'
import { type Config, InvalidConfig, parseConfig } from './config.ts'
import { drainSeconds, environment } from './contract.ts'
import { connectionOf } from './database/connection.ts'
import { jobLog } from './events/job-log.ts'
import { createEdgePurger } from './events/edge-purge.ts'
import { createJobs, jobTimes } from './events/jobs.ts'
import { runRelay } from './events/relay.ts'
import { createWorkerServer } from './events/worker-server.ts'
import { createFileMailSender } from './mail/file-mail-sender.ts'
import { readCredentials } from './secrets.ts'

const config = readConfig()
const { directUrl, mailFolder } = workerConfig(config)
const credentials = await readCredentials(config)
const application = await createApplication(config, {}, credentials)
const { log } = application

// Not through a pooler: the job runner listens for new jobs, which is state of a session.
const pool = new pg.Pool({
  ...connectionOf(directUrl, credentials.databasePassword),
  ssl: config.database.tls === 'verify-full',
  max: 5,
  application_name: 'kontor-worker',
})
const lost = (error: Error) => {
  log.warn({ err: error }, 'lost a connection of the job runner')
}
pool.on('error', lost)
pool.on('connect', (client) => void client.on('error', lost))
const stopped = new AbortController()
const relay = runRelay(application, stopped.signal)
const clockwork = keepCurrent(application, stopped.signal)
const feed = createRemoteFeed(config.catalog, application)
const changes = feed && runRemoteChanges(feed, application, stopped.signal)
const runner = await run({
  pgPool: pool,
  logger: jobLog(log),
  taskList: createJobs(
    application,
    createFileMailSender(mailFolder, config.publicOrigin),
    await createEdgePurger(config.edge),
  ),
  parsedCronItems: jobTimes(),
  concurrency: 4,
  noHandleSignals: true,
})
const server = await createWorkerServer(application)
const address = await server.listen({ host: config.host, port: config.port })
log.info({ listeningOn: address }, 'working')

process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
runner.promise.catch((error: unknown) => {
  log.fatal({ err: error }, 'the job runner ended; exiting to be started again')
  process.exit(1)
})

async function stop(): Promise<void> {
  const limit = setTimeout(() => {
    log.error({ drainSeconds }, 'jobs still run at the end of the drain; exiting, they will be repeated')
    process.exit(1)
  }, drainSeconds * 1_000)
  log.info('draining')
  stopped.abort()
  await Promise.all([relay, clockwork, changes, runner.stop()])
  await server.close()
  await pool.end()
  await application.close()
  clearTimeout(limit)
  log.info('stopped')
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

/** What only this process needs. */
function workerConfig({ database, mailFolder }: Config): { directUrl: string; mailFolder: string } {
  if (database.directUrl !== undefined && mailFolder !== undefined) {
    return { directUrl: database.directUrl, mailFolder }
  }
  console.error(
    `The worker needs ${environment.databaseDirectUrl} (postgres:// address of the primary without a pooler) and ` +
      `${environment.mailFolder} (folder into which mails are written).`,
  )
  process.exit(1)
}
