import { data } from 'react-router'
import { ApiError } from '../api/errors.ts'

/** Why a page cannot be shown, as its error page sees it. */
export interface PageFailure {
  readonly kind: 'not-found' | 'unavailable' | 'busy' | 'forged' | 'too-large'
  /** For failures before the page's frame is loaded, which tells the id otherwise. */
  readonly requestId?: string
}

const statusOf: Record<PageFailure['kind'], number> = {
  'not-found': 404,
  unavailable: 503,
  busy: 429,
  forged: 403,
  'too-large': 413,
}

/** To be thrown by a loader or an action: shows the error page with the right status. */
export function pageFailure(
  kind: PageFailure['kind'],
  { retryAfterSeconds, requestId }: { retryAfterSeconds?: number; requestId?: string } = {},
) {
  const headers = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }
  const failure: PageFailure = requestId === undefined ? { kind } : { kind, requestId }
  return data(failure, { status: statusOf[kind], headers })
}

/**
 * Awaits an answer of the API for a page. An API that is away makes the kind error page with 503 instead of a 500.
 *
 * @throws a page failure, or the ApiError itself if waiting does not help.
 */
export async function forPage<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ApiError) {
      if (error.failure.kind === 'unavailable') throw pageFailure('unavailable', { retryAfterSeconds: 10 })
      if (error.failure.kind === 'rate-limited') {
        throw pageFailure('busy', { retryAfterSeconds: error.failure.retryAfterSeconds })
      }
    }
    throw error
  }
}
