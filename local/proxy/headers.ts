import { randomUUID } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/** Headers that concern one connection only (RFC 9110 section 7.6.1), and their obsolete kin. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Copies headers without those that concern one connection, including those that `Connection` names. */
export function endToEndHeaders(message: IncomingMessage): OutgoingHttpHeaders {
  const named = (message.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const headers: OutgoingHttpHeaders = {}
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values === undefined || hopByHop.has(name) || named.includes(name)) continue
    headers[name] = values.length === 1 ? values[0] : values
  }
  return headers
}

/**
 * Headers for the target: the client's, who the client is, and an id for the request.
 * @param bodyLength Length of the complete body, in octets.
 */
export function forwardedHeaders(request: IncomingMessage, bodyLength: number): OutgoingHttpHeaders {
  const headers = endToEndHeaders(request)
  // The body is complete before it is sent on, so its length is known even where the client did not tell.
  if (bodyLength > 0) headers['content-length'] = String(bodyLength)
  else delete headers['content-length']
  delete headers['expect']
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], request.socket.remoteAddress]
    .flat()
    .filter((address) => address !== undefined)
    .join(', ')
  headers['x-forwarded-proto'] = 'http'
  headers['x-forwarded-host'] = request.headers.host
  headers['x-request-id'] ??= randomUUID()
  return headers
}
