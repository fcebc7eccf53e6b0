/** Why the API gave no usable answer. */
export type ApiFailure =
  /** No answer in time, a broken connection, or 502, 503, 504, also after retries. */
  | { readonly kind: 'unavailable'; readonly status: number | undefined }
  /** 429: the cost budget of this client is spent. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  /** The API refuses the operation; `code` is `extensions.code` of its first error. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Anything that is no GraphQL response. */
  | { readonly kind: 'unintelligible'; readonly status: number }

function describe(failure: ApiFailure): string {
  switch (failure.kind) {
    case 'unavailable':
      return failure.status === undefined ? 'cannot be reached' : `answers ${failure.status}`
    case 'rate-limited':
      return `asks to wait ${failure.retryAfterSeconds} s`
    case 'refused':
      return `refuses with ${failure.code}: ${failure.message}`
    case 'unintelligible':
      return `answers ${failure.status} with something that is no GraphQL response`
  }
}

/** Thrown by the API client; `failure` tells what to do about it. */
export class ApiError extends Error {
  readonly failure: ApiFailure
  readonly operation: string

  constructor(operation: string, failure: ApiFailure, options?: ErrorOptions) {
    super(`The API ${describe(failure)} (operation ${operation}).`, options)
    this.name = 'ApiError'
    this.operation = operation
    this.failure = failure
  }
}

/** True for an error of the API client with this `extensions.code`. */
export function isRefusal(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.failure.kind === 'refused' && error.failure.code === code
}
