import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const requestIdPattern = /^[\w.:-]{8,128}$/
// https://www.w3.org/TR/trace-context/#traceparent-header
const traceparentPattern = /^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}

/** The request's id and trace as the proxy in front gave them, or new ones. */
export function identify(request: IncomingMessage): {
  requestId: string
  traceparent: string
  forwardedFor: string
} {
  const requestId = single(request.headers['x-request-id'])
  const traceparent = single(request.headers['traceparent'])
  const before = single(request.headers['x-forwarded-for'])
  const peer = request.socket.remoteAddress ?? 'unknown'
  return {
    requestId: requestId !== undefined && requestIdPattern.test(requestId) ? requestId : randomUUID(),
    traceparent:
      traceparent !== undefined && traceparentPattern.test(traceparent)
        ? traceparent
        : `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    forwardedFor: before === undefined ? peer : `${before}, ${peer}`,
  }
}
