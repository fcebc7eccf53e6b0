import type { Logger } from 'pino'

/** What the process file tells the application about one HTTP request. */
export interface RequestFacts {
  readonly requestId: string
  /** W3C trace context, made here if the caller sent none. */
  readonly traceparent: string
  /** X-Forwarded-For as it goes to the API: what came in, with the peer's address appended. */
  readonly forwardedFor: string
  readonly log: Logger
}
