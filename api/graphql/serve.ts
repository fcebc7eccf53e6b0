import { randomUUID } from 'node:crypto'
import type { Application } from '../application.ts'
import { defaultLocale } from '../locale.ts'
import { request as settings } from '../resilience/settings.ts'
import { type Authenticate, InvalidToken } from '../security/authentication.ts'
import { cacheVerdict, newFacts, type RequestFacts, withFacts } from '../telemetry/request-facts.ts'
import { clientError } from './client-errors.ts'
import type { ServedRequest } from './served-request.ts'

/** A request, whatever server it came through. */
export interface IncomingRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly clientAddress: string
  /** Aborted when the client is gone; undefined where that cannot be known. */
  readonly gone?: AbortSignal
}

/**
 * Serves a GraphQL request through `answer` in its span, with its facts, and writes its log line and its metrics.
 * @param answer gets the context's maker; gives the HTTP status
 */
export async function serveGraphql<Answer>(
  application: Application,
  authenticate: Authenticate,
  incoming: IncomingRequest,
  answer: (makeContext: () => Promise<ServedRequest>) => Promise<Answer>,
  statusOf: (answer: Answer) => number,
): Promise<Answer> {
  const { log, metrics, tracer } = application
  const facts = newFacts(requestIdOf(incoming), clientOf(incoming))
  const startedAt = performance.now()
  let status = 500
  return withFacts(facts, () =>
    tracer.traceRequest('graphql', incoming.headers, async (span) => {
      try {
        const answered = await answer(() => createServedRequest(application, authenticate, incoming, facts))
        status = statusOf(answered)
        return answered
      } finally {
        const seconds = (performance.now() - startedAt) / 1_000
        metrics.httpRequestSeconds.observe({ method: incoming.method, route: 'graphql', status }, seconds)
        span.annotate('operation', facts.operationName ?? 'unknown')
        span.annotate('status', status)
        log.info(logLine(facts, incoming, status, seconds, tracer.currentTraceId()), 'request')
      }
    }),
  )
}

function logLine(
  facts: RequestFacts,
  { method }: IncomingRequest,
  status: number,
  seconds: number,
  traceId: string | undefined,
): object {
  return {
    requestId: facts.requestId,
    method,
    operation: facts.operationName,
    client: facts.client,
    cost: facts.cost,
    status,
    errors: facts.errorCodes.length === 0 ? undefined : facts.errorCodes,
    milliseconds: Math.round(seconds * 10_000) / 10,
    cache: cacheVerdict(facts),
    statements: facts.statements,
    traceId,
  }
}

async function createServedRequest(
  application: Application,
  authenticate: Authenticate,
  incoming: IncomingRequest,
  facts: RequestFacts,
): Promise<ServedRequest> {
  const deadline = AbortSignal.timeout(settings.deadline)
  return {
    application,
    facts,
    requestId: facts.requestId,
    log: application.log.child({ requestId: facts.requestId }),
    viewer: await viewerOf(authenticate, single(incoming.headers['authorization'])),
    clientAddress: incoming.clientAddress,
    locale: defaultLocale,
    signal: incoming.gone === undefined ? deadline : AbortSignal.any([deadline, incoming.gone]),
  }
}

async function viewerOf(authenticate: Authenticate, authorization: string | undefined) {
  try {
    return await authenticate(authorization)
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error
    throw clientError('UNAUTHENTICATED', 401, error.message, {
      'www-authenticate': 'Bearer error="invalid_token"',
    })
  }
}

/** The edge's or the client's id if it is well-formed, so that one id follows a request through all logs. */
export function requestIdOf({ headers }: Pick<IncomingRequest, 'headers'>): string {
  const given = single(headers['x-request-id'])
  return given !== undefined && /^[\w.:=-]{8,128}$/.test(given) ? given : randomUUID()
}

function clientOf({ headers }: IncomingRequest): string {
  const given = single(headers['x-client-name'] ?? headers['apollographql-client-name'])
  return given !== undefined && /^[\w ./-]{1,50}$/.test(given) ? given : 'unknown'
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
