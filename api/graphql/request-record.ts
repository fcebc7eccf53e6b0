import type { Logger } from 'pino'
import type { Application } from '../application.ts'
import { cacheVerdict, type RequestFacts } from '../telemetry/request-facts.ts'

/** What is written down of a request that was answered, besides its facts. */
export interface RequestOutcome {
  readonly method: string
  readonly status: number
  readonly seconds: number
  /** Where a shared answer came from; undefined: it was made for this client alone. */
  readonly answer?: string
  readonly traceId?: string | undefined
  /** So many requests like this one are told by this line. */
  readonly sampled?: number
}

const unredacted = new WeakMap<Logger, Logger>()

/** For lines whose every field is named here: looking for secrets by name in them costs more than writing them. */
function logOfFacts(log: Logger): Logger {
  const known = unredacted.get(log)
  if (known !== undefined) return known
  const made = log.child({}, { redact: [] })
  unredacted.set(log, made)
  return made
}

/** Writes a request's log line. */
export function logRequest(
  { log }: Pick<Application, 'log'>,
  facts: RequestFacts,
  outcome: RequestOutcome,
): void {
  const { method, status, seconds, answer, traceId, sampled } = outcome
  logOfFacts(log).info(
    {
      requestId: facts.requestId,
      method,
      operation: facts.operationName,
      client: facts.client,
      cost: facts.cost,
      status,
      errors: facts.errorCodes.length === 0 ? undefined : facts.errorCodes,
      milliseconds: Math.round(seconds * 10_000) / 10,
      answer,
      cache: cacheVerdict(facts),
      statements: facts.statements,
      traceId,
      sampled,
    },
    'request',
  )
}

/** Measures a request's time. */
export function measureRequest({ metrics }: Pick<Application, 'metrics'>, outcome: RequestOutcome): void {
  const { method, status, seconds } = outcome
  metrics.httpRequestSeconds.observe({ method, route: 'graphql', status }, seconds)
}
