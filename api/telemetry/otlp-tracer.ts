import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Context,
  type Span as OpenTelemetrySpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import type { Logger } from 'pino'
import { telemetry as settings } from '../resilience/settings.ts'
import type { RemoteParent } from './trace-headers.ts'
import { readRemoteParent } from './trace-headers.ts'
import type { Span, Tracer } from './tracer.ts'

export interface OtlpTracerOptions {
  /** Base address of the collector, e.g. `http://localhost:4318`; spans go to `/v1/traces` below it. */
  readonly endpoint: string
  readonly environmentName: string
  readonly release: string
  readonly log: Logger
}

/** Spans by OpenTelemetry's SDK to any OTLP back end. Registers nothing globally: several may live in a process. */
export function createOtlpTracer({ endpoint, environmentName, release, log }: OtlpTracerOptions): Tracer {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'kontor-api',
      'service.version': release,
      'deployment.environment.name': environmentName,
    }),
    spanProcessors: [
      new BatchSpanProcessor(
        new OTLPTraceExporter({
          url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
          timeoutMillis: settings.exportTimeout,
        }),
      ),
    ],
  })
  const tracer = provider.getTracer('kontor')
  const storage = new AsyncLocalStorage<Context>()

  async function within<T>(
    name: string,
    kind: SpanKind,
    parent: Context,
    work: (span: Span) => Promise<T>,
  ): Promise<T> {
    const span = tracer.startSpan(name, { kind }, parent)
    try {
      return await storage.run(trace.setSpan(parent, span), () => work(adapt(span)))
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      if (error instanceof Error) span.recordException(error)
      throw error
    } finally {
      span.end()
    }
  }

  const current = () => {
    const context = storage.getStore()
    return context === undefined ? undefined : trace.getSpanContext(context)
  }

  return {
    // A span without a request around it would be a trace of one statement: noise.
    trace: (name, work) => {
      const parent = storage.getStore()
      return parent === undefined ? work(silent) : within(name, SpanKind.CLIENT, parent, work)
    },
    traceRequest: (name, headers, work) =>
      within(name, SpanKind.SERVER, contextOf(readRemoteParent(headers)), work),
    currentTraceId: () => current()?.traceId,
    headers(): Record<string, string> {
      const span = current()
      if (span === undefined) return {}
      const flags = span.traceFlags.toString(16).padStart(2, '0')
      return { traceparent: `00-${span.traceId}-${span.spanId}-${flags}` }
    },
    async close() {
      try {
        await provider.shutdown()
      } catch (error) {
        // Nobody's shutdown fails because of traces.
        log.warn({ err: error }, 'the last spans could not be exported')
      }
    },
  }
}

const silent: Span = { annotate: () => undefined }

function adapt(span: OpenTelemetrySpan): Span {
  return { annotate: (name, value) => span.setAttribute(name, value) }
}

function contextOf(remote: RemoteParent | undefined): Context {
  if (remote === undefined) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: remote.traceId,
    // An ALB begins a trace without a span of its own; the id's second half stands for it.
    spanId: remote.spanId ?? remote.traceId.slice(16),
    traceFlags: remote.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
  })
}
