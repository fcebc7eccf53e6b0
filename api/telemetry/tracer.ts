/** A span that is open; ending it is the tracer's work. */
export interface Span {
  /** Adds a searchable fact. Never personal data. */
  annotate(name: string, value: string | number | boolean): void
}

/**
 * The one door to tracing. Adapters: none, OpenTelemetry (OTLP over HTTP), AWS X-Ray's SDK; nothing outside an
 * adapter knows which.
 */
export interface Tracer {
  /** Runs `work` in a span that is a child of the current one; an error thrown by it marks the span and passes on. */
  trace<T>(name: string, work: (span: Span) => Promise<T>): Promise<T>
  /**
   * Runs `work` in the root span of this process for a request.
   * @param headers may hold `traceparent` (W3C) or `x-amzn-trace-id`
   */
  traceRequest<T>(
    name: string,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    work: (span: Span) => Promise<T>,
  ): Promise<T>
  /** Trace id of the current span, 32 hexadecimal digits; undefined outside of one. */
  currentTraceId(): string | undefined
  /** Headers that carry the current span to a service that is called. */
  headers(): Record<string, string>
  close(): Promise<void>
}
