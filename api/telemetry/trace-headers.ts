/** Where a trace comes from, as the caller tells it. */
export interface RemoteParent {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 hexadecimal digits; undefined if the caller only began the trace (an ALB does). */
  readonly spanId: string | undefined
  readonly sampled: boolean
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Reads `traceparent` (W3C Trace Context, level 1), else `x-amzn-trace-id`; undefined if neither is well-formed. */
export function readRemoteParent(headers: Headers): RemoteParent | undefined {
  return readTraceparent(single(headers['traceparent'])) ?? readAmazon(single(headers['x-amzn-trace-id']))
}

function single(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? ''
}

function readTraceparent(header: string): RemoteParent | undefined {
  const [, traceId, spanId, flags] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/.exec(header) ?? []
  if (traceId === undefined || flags === undefined || /^0+$/.test(traceId)) return undefined
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** E.g. `Self=…;Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1` (AWS X-Ray, tracing header). */
function readAmazon(header: string): RemoteParent | undefined {
  const fields = new Map(
    header.split(';').map((field) => [field.split('=')[0]?.trim(), field.split('=')[1]?.trim()]),
  )
  const [, seconds, rest] = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/.exec(fields.get('Root') ?? '') ?? []
  if (seconds === undefined || rest === undefined) return undefined
  const parent = fields.get('Parent') ?? ''
  return {
    traceId: seconds + rest,
    spanId: /^[0-9a-f]{16}$/.test(parent) ? parent : undefined,
    sampled: fields.get('Sampled') !== '0',
  }
}

/** X-Ray's spelling of a trace id of 32 hexadecimal digits. */
export function toXrayTraceId(traceId: string): string {
  return `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`
}

/** 32 hexadecimal digits of X-Ray's spelling. */
export function fromXrayTraceId(traceId: string): string {
  return traceId.slice(2).replace('-', '')
}
