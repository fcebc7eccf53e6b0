import type { Agent, IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { attempt, type Outcome, type OutgoingRequest } from './attempt.ts'
import type { Pool, Target } from './pool.ts'

/** Limits of forwarding. */
export interface ForwardLimits {
  /** From sending a request to the answer's headers. */
  readonly attemptMilliseconds: number
  /** How long a request that may be sent again waits for a target to come back. */
  readonly patienceMilliseconds: number
}

/** What became of a request. */
export type Forwarded =
  | { readonly kind: 'answered'; readonly response: IncomingMessage; readonly attempts: number }
  | { readonly kind: 'failed'; readonly status: 502 | 503 | 504; readonly reason: string }
  | { readonly kind: 'abandoned' }

const safeMethods = new Set(['GET', 'HEAD'])
const pauseMilliseconds = 100

/**
 * Forwards a request, and again to another target when that cannot make it happen twice: GET and HEAD, requests with
 * an `Idempotency-Key`, and any request that no target has seen (connection refused).
 */
export async function forward(
  pool: Pool,
  outgoing: OutgoingRequest,
  agent: Agent,
  limits: ForwardLimits,
  abandon: AbortSignal,
): Promise<Forwarded> {
  const isRepeatable = safeMethods.has(outgoing.method) || outgoing.headers['idempotency-key'] !== undefined
  const deadline = Date.now() + limits.patienceMilliseconds
  const tried = new Set<Target>()
  for (let attempts = 1; ; attempts += 1) {
    const target = pool.choose(tried)
    if (target === undefined) return failed({ kind: 'refused', reason: 'it has no targets' }, pool)
    tried.add(target)
    const outcome = await attempt(target, outgoing, agent, limits.attemptMilliseconds, abandon)
    if (outcome.kind === 'abandoned') return outcome
    if (isConnectionFault(outcome)) pool.mark(target, 'down')

    // Who answers and says when to come again is there and means it; a target that is coming up says nothing yet.
    const isFinal = outcome.kind === 'answered' && outcome.response.headers['retry-after'] !== undefined
    const isLast = tried.size === pool.targets.length && (isFinal || Date.now() >= deadline)
    const mayRepeat = outcome.kind === 'refused' || (isRepeatable && isTransient(outcome))
    if (!mayRepeat || isLast) {
      return outcome.kind === 'answered' ? { ...outcome, attempts } : failed(outcome, pool)
    }
    if (outcome.kind === 'answered') outcome.response.resume()
    if (tried.size === pool.targets.length) {
      tried.clear()
      await delay(pauseMilliseconds)
    }
  }
}

function isConnectionFault(outcome: Outcome): boolean {
  return outcome.kind === 'refused' || outcome.kind === 'broken' || outcome.kind === 'timed-out'
}

function isTransient(outcome: Outcome): boolean {
  return outcome.kind !== 'answered' || [502, 503, 504].includes(outcome.response.statusCode ?? 0)
}

function failed(outcome: Exclude<Outcome, { kind: 'answered' | 'abandoned' }>, pool: Pool): Forwarded {
  switch (outcome.kind) {
    case 'refused':
      return { kind: 'failed', status: 503, reason: `${pool.name} takes no connections: ${outcome.reason}` }
    case 'broken':
      return {
        kind: 'failed',
        status: 502,
        reason: `${pool.name} broke off before it answered: ${outcome.reason}`,
      }
    case 'timed-out':
      return { kind: 'failed', status: 504, reason: `${pool.name} did not answer in time` }
    default:
      return outcome satisfies never
  }
}
