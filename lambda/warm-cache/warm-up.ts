import { z } from 'zod'
import { type PopularQuestion, warmUpClient } from '../../api/cache/popular-questions.ts'
import type { Answer, Candidate } from '../check-release/candidate.ts'
import { addressOf } from './questions.ts'

/** How hard a candidate may be asked: warming must not be the load that it is to prevent. */
export interface Pace {
  readonly questionsPerSecond: number
  /** Questions that may wait for their answers at the same time. */
  readonly concurrency: number
  /** After this long no further question is asked. */
  readonly maximumSeconds: number
}

export interface Surroundings {
  /** Milliseconds since some moment. */
  readonly now: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Told every ten seconds how far it is. */
  readonly tell: (progress: { readonly asked: number; readonly of: number }) => void
}

export interface WarmUp {
  /** Questions there were. */
  readonly questions: number
  readonly answered: number
  /** Questions for which the time did not suffice. */
  readonly leftOut: number
  readonly seconds: number
  /** One line for each question that got no good answer. */
  readonly faults: readonly string[]
}

const answered = z.object({ data: z.record(z.string(), z.unknown()), errors: z.never().optional() })
const tellMilliseconds = 10_000
/** The API's budget for one client is counted by the minute; a longer pause would only cost the release time. */
const longestPauseSeconds = 60

/**
 * Asks a candidate what shoppers are going to ask, so that its caches hold the answers before they come. A candidate
 * that says that it is asked too much (429) is left alone as long as it wishes, then asked again.
 */
export async function warmUp(
  candidate: Candidate,
  questions: readonly PopularQuestion[],
  pace: Pace,
  { now, sleep, tell }: Surroundings,
): Promise<WarmUp> {
  const faults: string[] = []
  const startedAt = now()
  const endsAt = startedAt + pace.maximumSeconds * 1_000
  let next = 0
  let done = 0
  let notBefore = startedAt
  let toldAt = startedAt

  /** Turns come at the allowed rate, whoever takes them. @returns false when the time is over */
  async function takeTurn(): Promise<boolean> {
    const turn = Math.max(notBefore, now())
    if (turn >= endsAt) return false
    notBefore = turn + 1_000 / pace.questionsPerSecond
    if (turn > now()) await sleep(turn - now())
    return true
  }

  async function askUntilAnswered(question: PopularQuestion): Promise<string | undefined> {
    for (;;) {
      const answer = await ask(candidate, question)
      if (answer.kind !== 'later') return answer.kind === 'fault' ? answer.fault : undefined
      notBefore = Math.max(notBefore, now() + answer.seconds * 1_000)
      if (!(await takeTurn())) return 'HTTP 429 until the end'
    }
  }

  async function work(): Promise<void> {
    while (next < questions.length && (await takeTurn())) {
      const question = questions[next]
      // Another worker may have taken the last one while this one waited for its turn.
      if (question === undefined) return
      next += 1
      const fault = await askUntilAnswered(question)
      if (fault !== undefined) faults.push(`${question.operationName} ${question.variables}: ${fault}`)
      done += 1
      if (now() - toldAt >= tellMilliseconds) {
        toldAt = now()
        tell({ asked: done, of: questions.length })
      }
    }
  }

  await Promise.all(Array.from({ length: pace.concurrency }, work))
  return {
    questions: questions.length,
    answered: done - faults.length,
    leftOut: questions.length - done,
    seconds: Math.round((now() - startedAt) / 1_000),
    faults,
  }
}

type Outcome =
  | { readonly kind: 'answered' }
  | { readonly kind: 'later'; readonly seconds: number }
  | { readonly kind: 'fault'; readonly fault: string }

async function ask(candidate: Candidate, question: PopularQuestion): Promise<Outcome> {
  try {
    return outcomeOf(await candidate({ method: 'GET', path: addressOf(question), headers: warmUpHeaders }))
  } catch (error) {
    return { kind: 'fault', fault: error instanceof Error ? error.message : String(error) }
  }
}

const warmUpHeaders = {
  'x-client-name': warmUpClient,
  'apollo-require-preflight': '1',
  'accept-encoding': 'br, gzip',
}

function outcomeOf({ status, body, headers }: Answer): Outcome {
  if (status === 429) {
    const seconds = Number(headers?.['retry-after'] ?? 1)
    return { kind: 'later', seconds: Math.min(Math.max(seconds, 1), longestPauseSeconds) }
  }
  const good = status === 200 && answered.safeParse(parseJson(body)).success
  return good ? { kind: 'answered' } : { kind: 'fault', fault: `HTTP ${status}` }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
