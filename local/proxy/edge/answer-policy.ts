import CachePolicy from 'http-cache-semantics'
import type { OutgoingHttpHeaders } from 'node:http'
import { cacheTagHeader, edge } from '../../../api/contract.ts'

/** Longer answers are passed on and not kept. */
const longestBodyBytes = 4_000_000

/** Method and address are in the key already; conditions of the client must not matter for everybody's copy. */
const asked = { url: '/', method: 'GET', headers: {} } as const

/** Headers of an answer with one value each; of several values only Set-Cookie comes here, and forbids keeping. */
export function singleHeaders(headers: OutgoingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

/** The rules for keeping an answer; undefined if it says nothing, or says that it is not for everybody. */
export function policyOf(status: number, headers: Record<string, string>): CachePolicy | undefined {
  if (headers['cache-control'] === undefined || headers['set-cookie'] !== undefined) return undefined
  if (Number(headers['content-length'] ?? 0) > longestBodyBytes) return undefined
  const policy = new CachePolicy(
    asked,
    { status, headers: capped(headers) },
    { shared: true, cacheHeuristic: 0 },
  )
  return policy.storable() && policy.timeToLive() > 0 ? policy : undefined
}

/** CloudFront's policies have a longest time to live, which stands above what an answer says. */
function capped(headers: Record<string, string>): Record<string, string> {
  const cacheControl = (headers['cache-control'] ?? '').replace(
    /s-maxage=(\d+)/,
    (_, seconds: string) => `s-maxage=${Math.min(Number(seconds), edge.keptSeconds)}`,
  )
  // What belongs to the request that the answer was made for would be wrong for all others.
  const others = Object.entries(headers).filter(([name]) => name !== 'x-request-id')
  return { ...Object.fromEntries(others), 'cache-control': cacheControl }
}

/** What a kept answer is good for at this instant: to be sent, to be sent while it is renewed, or to be compared. */
export function freshnessOf(policy: CachePolicy): 'fresh' | 'renewable' | 'stale' {
  const { revalidation } = policy.evaluateRequest(asked)
  if (revalidation === undefined) return 'fresh'
  return revalidation.synchronous ? 'stale' : 'renewable'
}

/** Headers for asking the process whether the kept answer still holds. */
export function conditionsOf(policy: CachePolicy): Record<string, string> {
  const { 'if-none-match': known, 'if-modified-since': since } = policy.revalidationHeaders(asked)
  return {
    ...(known !== undefined && { 'if-none-match': known }),
    ...(since !== undefined && { 'if-modified-since': since }),
  }
}

/** The rules after the process said 304: those of the answer, its time begun anew. */
export function renewed(policy: CachePolicy, headers: Record<string, string>): CachePolicy {
  return policy.revalidatedPolicy(asked, { status: 304, headers: capped(headers) }).policy
}

/** Whether the kept answer may stand in for a process that fails (RFC 5861 section 4). */
export function mayStandIn(policy: CachePolicy): boolean {
  return policy.revalidatedPolicy(asked, { status: 503, headers: {} }).matches
}

/** The answer's cache tags, in lower case as CloudFront compares them. */
export function tagsOf(headers: Record<string, string>): string[] {
  return (headers[cacheTagHeader] ?? '')
    .split(',')
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => tag !== '')
}

/** What browsers are told instead of what shared caches were told; see `edge.viewerCacheControl`. */
export function viewerHeaders(headers: Record<string, string>): Record<string, string> {
  return headers['cache-control']?.includes('s-maxage=') === true
    ? { ...headers, 'cache-control': edge.viewerCacheControl }
    : headers
}
