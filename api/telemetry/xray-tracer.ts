import { AsyncLocalStorage } from 'node:async_hooks'
import xray from 'aws-xray-sdk-core'
import type { Logger } from 'pino'
import { fromXrayTraceId, readRemoteParent, toXrayTraceId } from './trace-headers.ts'
import type { Span, Tracer } from './tracer.ts'

export interface XrayTracerOptions {
  /** `host:port` of the daemon or of a collector that speaks its protocol (UDP). */
  readonly daemonAddress: string
  readonly environmentName: string
  readonly release: string
  readonly log: Logger
}

type Node = xray.Segment | xray.Subsegment

interface Current {
  readonly segment: xray.Segment
  readonly node: Node
}

/**
 * Segments by AWS's X-Ray SDK. The SDK keeps its daemon address and its logger in module state, so that a process
 * has one of these. Its own context (cls-hooked) is switched off: AsyncLocalStorage does the same natively.
 */
export function createXrayTracer({
  daemonAddress,
  environmentName,
  release,
  log,
}: XrayTracerOptions): Tracer {
  xray.enableManualMode()
  // Before the logger: where the variable of this name is set, the SDK has read it already and warns about this call.
  xray.setDaemonAddress(daemonAddress)
  xray.setLogger({
    debug: (message: string) => log.trace({ from: 'xray' }, message),
    info: (message: string) => log.debug({ from: 'xray' }, message),
    warn: (message: string) => log.warn({ from: 'xray' }, message),
    error: (message: string) => log.warn({ from: 'xray' }, message),
  })
  const storage = new AsyncLocalStorage<Current>()

  async function within<T>(current: Current, work: (span: Span) => Promise<T>): Promise<T> {
    try {
      const result = await storage.run(current, () => work(adapt(current.node)))
      current.node.close()
      return result
    } catch (error) {
      current.node.close(error instanceof Error ? error : String(error))
      throw error
    }
  }

  return {
    trace(name, work) {
      const parent = storage.getStore()
      if (parent === undefined) return work(silent)
      return within({ segment: parent.segment, node: parent.node.addNewSubsegment(safeName(name)) }, work)
    },
    traceRequest(name, headers, work) {
      const remote = readRemoteParent(headers)
      const root = remote === undefined ? null : toXrayTraceId(remote.traceId)
      const segment = new xray.Segment('kontor-api', root, remote?.spanId ?? null)
      if (remote?.sampled === false) segment.notTraced = true
      segment.addAnnotation('operation', name)
      segment.addAnnotation('environment', environmentName)
      segment.addAnnotation('release', release)
      return within({ segment, node: segment }, work)
    },
    currentTraceId() {
      const current = storage.getStore()
      return current === undefined ? undefined : fromXrayTraceId(current.segment.trace_id)
    },
    headers(): Record<string, string> {
      const current = storage.getStore()
      if (current === undefined) return {}
      const sampled = current.segment.notTraced === true ? '0' : '1'
      return {
        'x-amzn-trace-id': `Root=${current.segment.trace_id};Parent=${current.node.id};Sampled=${sampled}`,
      }
    },
    // The SDK sends each segment when it is closed, and offers nothing to wait for.
    close: () => Promise.resolve(),
  }
}

const silent: Span = { annotate: () => undefined }

function adapt(node: Node): Span {
  // Annotation keys may hold letters, digits and underscores only (X-Ray segment documents).
  return { annotate: (name, value) => node.addAnnotation(name.replace(/\W/g, '_'), value) }
}

/** Characters that X-Ray allows in names; others make the daemon drop the whole segment. */
function safeName(name: string): string {
  return name.replace(/[^\p{L}\p{N} _.:/%&#=+\-@]/gu, '_').slice(0, 200)
}
