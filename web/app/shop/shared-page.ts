import { createHash } from 'node:crypto'
import type { RouterContextProvider } from 'react-router'
import { cacheTagHeader } from '../../../api/contract.ts'
import { sharedCacheControl, type SharedFreshness } from './page-answers.ts'
import { personalShopContext, shopContext } from './shop.ts'

/**
 * How long a page may be kept for others; undefined: it is for its asker only. Shared is what was asked for by GET
 * or HEAD and found, by loaders that never opened the visit, from answers of the API that are for everybody.
 */
export function sharedFreshness(
  context: Readonly<RouterContextProvider>,
  { method }: Request,
  status: number,
): SharedFreshness | undefined {
  if (status !== 200 || (method !== 'GET' && method !== 'HEAD') || isPersonal(context)) return undefined
  return context.get(shopContext).answers.freshness()
}

function isPersonal(context: Readonly<RouterContextProvider>): boolean {
  try {
    context.get(personalShopContext)
    return true
  } catch {
    // React Router throws for a context that nobody has set.
    return false
  }
}

/** The same page with the headers by which caches keep, compare and forget it; 304 if the asker has it. */
export async function shareResponse(
  response: Response,
  request: Request,
  freshness: SharedFreshness,
): Promise<Response> {
  const headers = new Headers(response.headers)
  headers.set('Cache-Control', sharedCacheControl(freshness))
  headers.set(cacheTagHeader, freshness.tags.join(','))
  headers.set('Vary', 'Accept-Encoding')
  if (request.method === 'HEAD') return new Response(null, { status: response.status, headers })

  const body = new Uint8Array(await response.arrayBuffer())
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  headers.set('ETag', etag)
  if (isKnown(request.headers.get('if-none-match'), etag)) {
    headers.delete('Content-Length')
    return new Response(null, { status: 304, headers })
  }
  return new Response(body, { status: response.status, headers })
}

/** Weak comparison, as RFC 9110 section 13.1.2 asks for: an edge that compresses weakens the tag. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const given = (ifNoneMatch ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''))
  return given.includes(etag) || given.includes('*')
}
