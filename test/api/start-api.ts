import { inject } from 'vitest'
import { type Application, createApplication, type Overrides } from '../../api/application.ts'
import { type Config, parseConfig } from '../../api/config.ts'
import { environment } from '../../api/contract.ts'
import { runInvalidationFeed } from '../../api/events/relay.ts'
import { createServer, type Server } from '../../api/server.ts'
import { createTestDatabase } from '../database.ts'
import { type RecordedLog, recordLog } from './telemetry/record-log.ts'

/** The API on a database of its own, with the shared cache and identity provider; listening on a free port. */
export interface RunningApi {
  readonly origin: string
  readonly config: Config
  readonly application: Application
  readonly server: Server
  readonly log: RecordedLog
  /** POSTs an operation. */
  ask(query: string, options?: AskOptions): Promise<Answer>
  close(): Promise<void>
}

interface AskOptions {
  readonly variables?: Record<string, unknown>
  readonly extensions?: Record<string, unknown>
  readonly headers?: Record<string, string>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly data: Record<string, unknown> | null | undefined
  readonly errors: { message: string; extensions: Record<string, unknown> }[]
  readonly extensions: Record<string, unknown> | undefined
}

/** @param variables environment variables on top of those of the local environment */
export async function startApi(
  variables: Record<string, string> = {},
  overrides: Overrides = {},
): Promise<RunningApi> {
  const target = await createTestDatabase()
  const config = parseConfig({ ...localVariables(target), ...variables })
  const log = recordLog()
  const application = await createApplication(config, { log: log.logger, ...overrides })
  const stopping = new AbortController()
  // As the worker does it: without invalidations and heartbeats no process calls a cached value fresh.
  const feed = runInvalidationFeed(application, stopping.signal)
  const server = await createServer(application)
  const origin = await server.fastify.listen({ host: '127.0.0.1', port: 0 })
  return {
    origin,
    config,
    application,
    server,
    log,
    ask: (query, options) => ask(origin, query, options),
    async close() {
      await server.close()
      stopping.abort()
      await feed
      await application.close()
      await target.drop()
    },
  }
}

/** Environment variables for a process of the application on a test's database. */
export function localVariables(target: { writer: string; readers: readonly string[]; direct: string }) {
  const { cacheNodes, identity } = inject('local')
  return {
    [environment.mode]: 'production',
    [environment.databaseWriterUrl]: target.writer,
    [environment.databaseReaderUrls]: target.readers.join(','),
    [environment.databaseDirectUrl]: target.direct,
    [environment.databaseTls]: 'disable',
    [environment.cacheNodes]: cacheNodes.join(','),
    [environment.cacheTls]: 'false',
    [environment.oidcIssuer]: identity.issuer,
    [environment.oidcAudience]: identity.audience,
    [environment.publicOrigin]: 'https://shop.example',
  }
}

async function ask(
  origin: string,
  query: string,
  { variables, extensions, headers }: AskOptions = {},
): Promise<Answer> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, extensions }),
  })
  return readAnswer(response)
}

export async function readAnswer(response: Response): Promise<Answer> {
  const body = (await response.json()) as Partial<Answer>
  return {
    status: response.status,
    headers: response.headers,
    data: body.data,
    errors: body.errors ?? [],
    extensions: body.extensions,
  }
}
