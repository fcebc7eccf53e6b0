import type { Application } from '../../application.ts'
import type { FoundEntry, Unshared } from '../../cache/cache.ts'
import { answers as settings } from '../../resilience/settings.ts'
import { warmUpClient } from '../../cache/popular-questions.ts'
import { budgetOwner } from '../../security/rate-limit.ts'
import { newFacts, type RequestFacts, withFacts } from '../../telemetry/request-facts.ts'
import type { Graphql } from '../apollo.ts'
import { logRequest, measureRequest } from '../request-record.ts'
import { clientOf, requestIdOf } from '../serve.ts'
import {
  type AnswerRequest,
  type AnswerSource,
  type CommonHeaders,
  createAnswerSender,
  type SentAnswer,
} from './answer-sender.ts'
import { createDocuments } from './documents.ts'
import { createExecuteQuestion, ExecutionFailed, type OwnAnswer } from './execute-question.ts'
import type { Question } from './question.ts'
import { createQuestions } from './questions.ts'

/** Answers that shoppers share: given from memory, from Redis, or made once for all who wait. */
export interface SharedAnswers {
  /** At once, from this process's memory. Undefined: it is not there, or it is no question for a shared answer. */
  recall(request: AnswerRequest): SentAnswer | undefined
  /**
   * From wherever it can be had. Undefined: it is no question for a shared answer; Apollo is to answer it.
   * @param clientAddress whose budget pays, if the answer must be made
   */
  answer(request: AnswerRequest, clientAddress: () => string): Promise<SentAnswer | undefined>
}

export function createSharedAnswers(
  application: Application,
  { apollo, schema, textOf }: Graphql,
  headers: CommonHeaders,
): SharedAnswers {
  const { entries } = application.cache
  const questions = createQuestions(schema, createDocuments(schema, textOf), application.config.release)
  const sender = createAnswerSender(application.clock, headers)
  const execute = createExecuteQuestion(application, apollo)
  const record = createRecord(application)

  return {
    recall(request) {
      const startedAt = performance.now()
      const question = questions.recall(request.url)
      if (question === undefined) return undefined
      const found = entries.lookupInMemory(question.key)
      if (found?.verdict !== 'fresh') return undefined
      const requestId = requestIdOf(request)
      const sent = sender.shared(found, 'memory', request, requestId)
      countQuestion(request, question)
      record(request, sent.status, startedAt, 'memory', () => factsOf(request, requestId, question))
      return sent
    },
    async answer(request, clientAddress) {
      const startedAt = performance.now()
      const question = await questions.read(request.url)
      if (question === undefined) return undefined
      const facts = factsOf(request, requestIdOf(request), question)
      const payer = () => budgetOwner({ kind: 'guest' }, clientAddress())
      countQuestion(request, question)
      const { sent, source } = await withFacts(facts, () => find(question, request, facts, payer))
      record(request, sent.status, startedAt, source, () => facts)
      return sent
    },
  }

  function holdsLease(): boolean {
    const { heardAgo, leaseMilliseconds } = application.cache.inspection.state()
    return heardAgo < leaseMilliseconds
  }

  function countQuestion(request: AnswerRequest, { hash, operationName, canonical }: Question): void {
    application.popularQuestions.count(() => {
      if (operationName === undefined || clientOf(request) === warmUpClient) return undefined
      return { hash, operationName, variables: canonical }
    })
  }

  async function find(
    question: Question,
    request: AnswerRequest,
    facts: RequestFacts,
    payer: () => string,
  ): Promise<{ sent: SentAnswer; source: AnswerSource | 'own' }> {
    let isMaker = false
    const make = () => {
      isMaker = true
      return application.tracer.traceRequest('graphql', request.headers, (span) => {
        span.annotate('operation', question.operationName ?? 'unknown')
        return execute(question, facts, payer())
      })
    }
    try {
      const found: FoundEntry | Unshared<OwnAnswer> = await entries.getOrMake(question.key, make)
      if ('uncacheable' in found) {
        return { sent: sender.own(found.uncacheable, request, facts.requestId), source: 'own' }
      }
      const source = sourceOf(found, isMaker, holdsLease())
      return { sent: sender.shared(found, source, request, facts.requestId), source }
    } catch (error) {
      if (!(error instanceof ExecutionFailed)) throw error
      return { sent: sender.failed(error, request, facts.requestId), source: 'own' }
    }
  }
}

function sourceOf({ verdict, level }: FoundEntry, isMaker: boolean, holdsLease: boolean): AnswerSource {
  switch (verdict) {
    case 'fresh':
      return level === 'made' ? (isMaker ? 'made' : 'collapsed') : level
    case 'stale':
      // Of what is past its time the verdict does not say whether the lease holds.
      return holdsLease ? 'stale-while-revalidate' : 'lease-expired'
    case 'lease-expired':
      return 'lease-expired'
    case 'overtaken':
    case 'expired':
      return 'stale-if-error'
  }
}

function factsOf(request: AnswerRequest, requestId: string, { operationName }: Question): RequestFacts {
  return { ...newFacts(requestId, clientOf(request)), operationName }
}

const hitSources: ReadonlySet<string> = new Set<AnswerSource>([
  'memory',
  'redis',
  'stale-while-revalidate',
  'lease-expired',
])

/** Measures every request; tells each that was executed or failed, and of the hits, which are all alike, a sample. */
function createRecord(application: Application) {
  let hits = 0
  return (
    { method }: AnswerRequest,
    status: number,
    startedAt: number,
    source: AnswerSource | 'own',
    factsOfRequest: () => RequestFacts,
  ) => {
    const seconds = (performance.now() - startedAt) / 1_000
    measureRequest(application, { method, status, seconds })
    const isHit = hitSources.has(source)
    if (isHit) hits += 1
    if (isHit && hits % settings.hitsPerLogLine !== 0) return
    const sampled = isHit ? { sampled: settings.hitsPerLogLine } : {}
    const outcome = { method, status, seconds, answer: source, ...sampled }
    logRequest(application, factsOfRequest(), outcome)
  }
}
