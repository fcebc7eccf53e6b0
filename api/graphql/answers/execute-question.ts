import type { ApolloServer } from '@apollo/server'
import { createHash } from 'node:crypto'
import type { Application } from '../../application.ts'
import type { MadeEntry, Unshared } from '../../cache/cache.ts'
import { defaultLocale } from '../../locale.ts'
import { answers as lifetimes, request as settings } from '../../resilience/settings.ts'
import type { RequestFacts } from '../../telemetry/request-facts.ts'
import type { ServedRequest } from '../served-request.ts'
import type { AnswerMeta } from './answer-head.ts'
import { encodeBody } from './encodings.ts'
import type { Question } from './question.ts'

/** Codes of errors that are the shop's fault and may be over soon. */
const failures: ReadonlySet<string> = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'])

/** An answer for its own asker only: a refusal, a failure, or one whose parts are not fit to be kept. */
export interface OwnAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** The source failed; whoever has an older answer gives that. */
export class ExecutionFailed extends Error {
  override readonly name = 'ExecutionFailed'
  readonly answer: OwnAnswer
  /** Of the request whose execution failed; part of the body. */
  readonly requestId: string

  constructor(answer: OwnAnswer, requestId: string) {
    super(`The execution ended with status ${answer.status}.`)
    this.answer = answer
    this.requestId = requestId
  }
}

/** @param payer whose budget pays for the execution */
export type ExecuteQuestion = (
  question: Question,
  facts: RequestFacts,
  payer: string,
) => Promise<MadeEntry | Unshared<OwnAnswer>>

/**
 * Executes a question as for a guest without an address, whoever asks: what a public field is made of besides its
 * arguments and @inContext, it cannot know. The client that asks may leave; others may wait for the same answer.
 */
export function createExecuteQuestion(
  application: Application,
  apollo: ApolloServer<ServedRequest>,
): ExecuteQuestion {
  return async ({ hash, operationName, variables }, facts, payer) => {
    const privacy = { isPrivate: false }
    const contextValue: ServedRequest = {
      application,
      facts,
      payer,
      requestId: facts.requestId,
      log: application.log.child({ requestId: facts.requestId }),
      viewer: { kind: 'guest' },
      clientAddress: '',
      locale: defaultLocale,
      signal: AbortSignal.timeout(settings.deadline),
      keepPrivate() {
        privacy.isPrivate = true
      },
    }
    const request = {
      variables: { ...variables },
      extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
      ...(operationName === undefined ? {} : { operationName }),
    }
    const { value, tags, provenance, uncacheable } = await application.cache.collect(() =>
      apollo.executeOperation(request, { contextValue }),
    )
    const { http, body } = value
    if (body.kind !== 'single') throw new Error('An operation of this schema was answered in several parts.')
    const { errors, data, extensions } = body.singleResult
    // As Apollo writes it, line end included.
    const bytes = Buffer.from(`${JSON.stringify({ errors, data, extensions })}\n`)
    const status = http.status ?? 200
    const isWhole = status === 200 && errors === undefined
    // Without tags nothing would ever invalidate it.
    if (isWhole && !privacy.isPrivate && uncacheable === undefined && tags.length > 0) {
      const meta: AnswerMeta = { etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22) }
      return { variants: await encodeBody(bytes), meta, provenance, lifetimes }
    }
    const own = { status, headers: http.headers, body: bytes }
    // An older answer is better than the half of a new one.
    if (facts.errorCodes.some((code) => failures.has(code))) throw new ExecutionFailed(own, facts.requestId)
    return { uncacheable: own }
  }
}
