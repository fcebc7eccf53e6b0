import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { LRUCache } from 'lru-cache'
import type { Forwarded } from '../forward.ts'
import { endToEndHeaders } from '../headers.ts'
import {
  conditionsOf,
  freshnessOf,
  mayStandIn,
  policyOf,
  renewed,
  singleHeaders,
  tagsOf,
} from './answer-policy.ts'
import { acceptedEncodings, compress } from './encodings.ts'
import type { Fill, KeptAnswer, KeptAnswers } from './kept-answers.ts'
import type { HeaderChange, Plan } from './plan.ts'
import { sendKept, type Source } from './send-kept.ts'

/** Asks a process; its answer is read to its end or destroyed. */
type AskProcess = (plan: Plan, change: HeaderChange) => Promise<Forwarded>
/** Sends an answer on as it comes. */
type PassOn = (result: Forwarded, source: Source) => Promise<void>

type Filled =
  | { readonly kind: 'kept'; readonly answer: KeptAnswer; readonly source: Source }
  /** Not for others: whoever waited asks for itself. */
  | { readonly kind: 'own'; readonly result: Forwarded }

export interface Edge {
  /** Answers a GET or HEAD from what is kept, or by way of a process. */
  serve(
    request: IncomingMessage,
    response: ServerResponse,
    plan: Extract<Plan, { kind: 'keep' }>,
    ask: AskProcess,
    passOn: PassOn,
  ): Promise<void>
  /** Forgets all answers with one of the tags; returns how many were kept. */
  purge(tags: readonly string[]): number
}

/** Seconds for which an address whose answer was not for everybody is asked for side by side, not one after another. */
const ownAnswerSeconds = 10

export function createEdge(kept: KeptAnswers): Edge {
  const fills = new Map<string, Promise<Filled>>()
  const ownAnswers = new LRUCache<string, true>({ max: 10_000, ttl: ownAnswerSeconds * 1_000 })

  /** One request for everybody who asks while it is under way. */
  function fillOnce(key: string, start: () => Promise<Filled>): { filled: Promise<Filled>; isMine: boolean } {
    const running = fills.get(key)
    if (running !== undefined) return { filled: running, isMine: false }
    const filled = start().finally(() => {
      if (fills.get(key) === filled) fills.delete(key)
    })
    fills.set(key, filled)
    return { filled, isMine: true }
  }

  return {
    async serve(request, response, plan, ask, passOn) {
      const { key } = plan
      const found = kept.get(key)
      const freshness = found && freshnessOf(found.policy)
      if (found !== undefined && freshness === 'fresh') {
        sendKept(request, response, found, { cache: 'Hit', status: 'hit' })
        return
      }
      if (request.method === 'HEAD' || ownAnswers.has(key)) {
        await passOn(await ask(plan, {}), { cache: 'Miss', status: 'fwd=uri-miss' })
        return
      }
      const { filled, isMine } = fillOnce(key, () => fill(kept, plan, ask, found))
      if (found !== undefined && freshness === 'renewable') {
        sendKept(request, response, found, { cache: 'Hit', status: 'hit; detail=stale-while-revalidate' })
        // Whatever goes wrong with renewing: the answer is out, and the next one asks again.
        if (isMine) await filled.then(discard).catch(() => undefined)
        return
      }
      const result = await filled
      if (result.kind === 'kept') {
        const source = isMine
          ? result.source
          : { ...result.source, status: `${result.source.status}; collapsed` }
        sendKept(request, response, result.answer, source)
        return
      }
      if (!isFailure(result.result)) ownAnswers.set(key, true)
      await passOn(isMine ? result.result : await ask(plan, {}), { cache: 'Miss', status: 'fwd=miss' })
    },
    purge(tags) {
      // Who asks from now on must not get what was asked for before.
      fills.clear()
      return kept.purge(tags)
    },
  }
}

/** Asks a process and keeps its answer, if it is for everybody. */
async function fill(
  kept: KeptAnswers,
  plan: Extract<Plan, { kind: 'keep' }>,
  ask: AskProcess,
  found: KeptAnswer | undefined,
): Promise<Filled> {
  const noted = kept.beginFill()
  try {
    const result = await ask(plan, found === undefined ? {} : conditionsOf(found.policy))
    if (found !== undefined && isFailure(result) && mayStandIn(found.policy)) {
      discard({ kind: 'own', result })
      return {
        kind: 'kept',
        answer: found,
        source: { cache: 'Error', status: 'hit; fwd=stale; detail=stale-if-error' },
      }
    }
    if (result.kind !== 'answered') return { kind: 'own', result }
    return await keep(kept, noted, plan, result, found)
  } finally {
    noted.end()
  }
}

async function keep(
  kept: KeptAnswers,
  noted: Fill,
  { key, headers: change }: Extract<Plan, { kind: 'keep' }>,
  result: Extract<Forwarded, { kind: 'answered' }>,
  found: KeptAnswer | undefined,
): Promise<Filled> {
  const status = result.response.statusCode ?? 502
  const headers = singleHeaders(endToEndHeaders(result.response))
  if (status === 304 && found !== undefined) {
    result.response.resume()
    const answer = { ...found, policy: renewed(found.policy, headers) }
    const outcome = noted.keep(key, answer)
    return {
      kind: 'kept',
      answer,
      source: { cache: 'RefreshHit', status: `fwd=stale; ${storedAs(outcome)}` },
    }
  }
  const policy = policyOf(status, headers)
  if (policy === undefined) {
    kept.delete(key)
    return { kind: 'own', result }
  }
  const whole = await buffer(result.response).catch((error: unknown) => String(error))
  if (typeof whole === 'string')
    return { kind: 'own', result: { kind: 'failed', status: 502, reason: whole } }
  const { body, encoding } = await compress(whole, headers, acceptedEncodings(change['accept-encoding']))
  const answer = { policy, status, body, encoding, tags: tagsOf(headers) }
  const outcome = noted.keep(key, answer)
  const reason = found === undefined ? 'uri-miss' : 'stale'
  return { kind: 'kept', answer, source: { cache: 'Miss', status: `fwd=${reason}; ${storedAs(outcome)}` } }
}

const storedAs = (outcome: 'kept' | 'purged') => (outcome === 'kept' ? 'stored' : 'detail=purged-meanwhile')

function isFailure(result: Forwarded): boolean {
  return (
    result.kind === 'failed' || (result.kind === 'answered' && (result.response.statusCode ?? 502) >= 500)
  )
}

/** Nobody waits for the rest of an answer that only renewed, or failed to renew, what is kept. */
function discard(filled: Filled): void {
  if (filled.kind === 'own' && filled.result.kind === 'answered') filled.result.response.resume()
}
