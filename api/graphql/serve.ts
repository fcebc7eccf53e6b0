import { randomUUID } from 'node:crypto'
import type { Application } from '../application.ts'
import { defaultLocale } from '../locale.ts'
import { request as settings } from '../resilience/settings.ts'
import { type Authenticate, InvalidToken } from '../security/authentication.ts'
import { budgetOwner } from '../security/rate-limit.ts'
import { newFacts, type RequestFacts, withFacts } from '../telemetry/request-facts.ts'
import { clientError } from './client-errors.ts'
import { logRequest, measureRequest } from './request-record.ts'
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
  const { tracer } = application
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
        const outcome = { method: incoming.method, status, seconds, traceId: tracer.currentTraceId() }
        measureRequest(application, outcome)
        span.annotate('operation', facts.operationName ?? 'unknown')
        span.annotate('status', status)
        logRequest(application, facts, outcome)
      }
    }),
  )
}

async function createServedRequest(
  application: Application,
  authenticate: Authenticate,
  incoming: IncomingRequest,
  facts: RequestFacts,
): Promise<ServedRequest> {
  const deadline = AbortSignal.timeout(settings.deadline)
  const viewer = await viewerOf(authenticate, single(incoming.headers['authorization']))
  return {
    application,
    facts,
    requestId: facts.requestId,
    log: application.log.child({ requestId: facts.requestId }),
    viewer,
    payer: budgetOwner(viewer, incoming.clientAddress),
    clientAddress: incoming.clientAddress,
    locale: defaultLocale,
    signal: incoming.gone === undefined ? deadline : AbortSignal.any([deadline, incoming.gone]),
    // It is private already: only shared answers, which are executed elsewhere, are kept for others.
    keepPrivate: () => undefined,
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

/** Name and version of the client, if it tells a well-formed one. */
export function clientOf({ headers }: Pick<IncomingRequest, 'headers'>): string {
  const given = single(headers['x-client-name'] ?? headers['apollographql-client-name'])
  return given !== undefined && /^[\w ./-]{1,50}$/.test(given) ? given : 'unknown'
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
