import type { IncomingMessage, ServerResponse } from 'node:http'
import { viewerHeaders } from './answer-policy.ts'
import type { KeptAnswer } from './kept-answers.ts'

/** Where an answer came from. */
export interface Source {
  /** In CloudFront's words, for `X-Cache`. */
  readonly cache: 'Hit' | 'RefreshHit' | 'Miss' | 'Error'
  /** Parameters of this cache's member of `Cache-Status` (RFC 9211). */
  readonly status: string
}

/** Headers that tell where an answer came from, after what caches behind this one said. */
export function sourceHeaders({ cache, status }: Source, before: string | undefined): Record<string, string> {
  return {
    'x-cache': `${cache} from edge`,
    'cache-status': [...(before === undefined ? [] : [before]), `edge; ${status}`].join(', '),
  }
}

/** Sends what is kept: 304 if the client has it already, the head only for HEAD. */
export function sendKept(
  request: IncomingMessage,
  response: ServerResponse,
  { policy, status, body, encoding }: KeptAnswer,
  source: Source,
): void {
  const kept = policy.responseHeaders()
  const left = Math.floor(policy.maxAge() - policy.age())
  const isHit = source.status.startsWith('hit')
  const headers: Record<string, string> = {
    ...viewerHeaders(kept),
    ...sourceHeaders(
      isHit ? { ...source, status: `${source.status}; ttl=${String(left)}` } : source,
      kept['cache-status'],
    ),
    ...(encoding !== undefined && { 'content-encoding': encoding, vary: varyByEncoding(kept['vary']) }),
    ...(kept['etag'] !== undefined && { etag: encoding === undefined ? kept['etag'] : weak(kept['etag']) }),
  }
  delete headers['content-length']
  if (isKnown(request.headers['if-none-match'], headers['etag'])) {
    delete headers['content-type']
    delete headers['content-encoding']
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Compressed, the bytes are no longer those that the tag was made for; CloudFront does the same. */
const weak = (etag: string) => (etag.startsWith('W/') ? etag : `W/${etag}`)

function varyByEncoding(vary: string | undefined): string {
  if (vary === undefined) return 'Accept-Encoding'
  return /accept-encoding/i.test(vary) ? vary : `${vary}, Accept-Encoding`
}

/** Weak comparison (RFC 9110 section 13.1.2). */
function isKnown(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag))
}
