import { data } from 'react-router'
import { ApiError } from '../api/errors.ts'
import type { Shop } from './shop.ts'

/** Why a page cannot be shown, as its error page sees it. */
export interface PageFailure {
  readonly kind: 'not-found' | 'unavailable' | 'busy' | 'forged' | 'too-large' | 'unexpected'
  /** By which the failure is found in the logs. */
  readonly requestId: string
}

const statusOf: Record<PageFailure['kind'], number> = {
  'not-found': 404,
  unavailable: 503,
  busy: 429,
  forged: 403,
  'too-large': 413,
  unexpected: 500,
}

/** To be thrown by a loader or an action: shows the error page with the right status. */
export function pageFailure(
  { requestId }: Pick<Shop, 'requestId'>,
  kind: PageFailure['kind'],
  { retryAfterSeconds }: { retryAfterSeconds?: number } = {},
) {
  const headers = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }
  const failure: PageFailure = { kind, requestId }
  return data(failure, { status: statusOf[kind], headers })
}

/**
 * Awaits an answer of the API for a page. An API that is away makes the kind error page with 503 instead of a 500.
 *
 * @throws a page failure, or what a loader throws on purpose.
 */
export async function forPage<Answer>(
  shop: Pick<Shop, 'requestId' | 'log'>,
  answer: Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    // Redirects and failures that are thrown on purpose.
    if (!(error instanceof Error)) throw error
    const failure = error instanceof ApiError ? error.failure : undefined
    if (failure?.kind === 'unavailable') throw pageFailure(shop, 'unavailable', { retryAfterSeconds: 10 })
    if (failure?.kind === 'rate-limited') {
      throw pageFailure(shop, 'busy', { retryAfterSeconds: failure.retryAfterSeconds })
    }
    // Here and not in handleError, because only a failure of our own can tell the page the request's id.
    shop.log.error({ err: error }, 'page failed')
    throw pageFailure(shop, 'unexpected')
  }
}
