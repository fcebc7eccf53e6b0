import type { IncomingMessage, ServerResponse } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import type { Logger } from 'pino'
import type { AnswerRequest, SentAnswer } from './answer-sender.ts'
import { isQuestion } from './question.ts'
import type { SharedAnswers } from './shared-answers.ts'

export interface FrontOptions {
  readonly answers: SharedAnswers
  readonly trustedProxies: readonly string[]
  readonly isDraining: () => boolean
  readonly log: Logger
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Answers what it can, and leaves all else to `next`. */
export type Front = (request: IncomingMessage, response: ServerResponse, next: Handler) => void

/**
 * Stands before the server's routing and answers what is shared: a hit costs neither routing nor hooks. All else goes
 * on to `next`.
 */
export function createFront({ answers, trustedProxies, isDraining, log }: FrontOptions): Front {
  const isTrusted = proxyAddr.compile([...trustedProxies])

  function send(response: ServerResponse, { status, headers, body }: SentAnswer): void {
    // See the server's own hook: connections must not be kept while it shuts down.
    if (isDraining()) headers.push('connection', 'close')
    response.writeHead(status, headers).end(body)
  }

  /** Sharing is a way to be fast; a fault of it must not cost anybody the answer. */
  function failed(error: unknown): void {
    log.error({ err: error }, 'shared answer failed; made for one client alone')
  }

  function recall(request: AnswerRequest): SentAnswer | undefined {
    try {
      return answers.recall(request)
    } catch (error) {
      failed(error)
      return undefined
    }
  }

  async function find(request: IncomingMessage & AnswerRequest, response: ServerResponse, next: Handler) {
    let sent: SentAnswer | undefined
    try {
      sent = await answers.answer(request, () => proxyAddr(request, isTrusted))
    } catch (error) {
      failed(error)
    }
    if (sent === undefined) next(request, response)
    else send(response, sent)
  }

  return (request, response, next) => {
    if (!isQuestion(request)) {
      next(request, response)
      return
    }
    const known = recall(request)
    if (known === undefined) void find(request, response, next)
    else send(response, known)
  }
}
