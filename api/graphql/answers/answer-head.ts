import type { CacheEntry } from '../../cache/cache.ts'
import { cacheTagHeader, edge, edgeTagsOf } from '../../contract.ts'
import type { Encoding } from './encodings.ts'

/** Names and values in turn, as `node:http` takes them without copying. */
export type HeaderList = readonly string[]

/** What an entry's `meta` holds: the entity tag of the identity body, without quotes. */
export interface AnswerMeta {
  readonly etag: string
}

/** An entry's headers, by what is sent: a body in an encoding, or 304. Made once per entry, used by every hit. */
export interface AnswerHeads {
  readonly etag: string
  readonly heads: Readonly<Partial<Record<Encoding, HeaderList>>>
  readonly notModified: HeaderList
}

/**
 * Headers of an answer that is fresh. Left to whoever sends it: Age, request id, Cache-Status, CORS.
 * @param common headers that every shared answer has
 */
export function answerHeads(entry: CacheEntry, common: HeaderList): AnswerHeads {
  const { etag } = entry.meta as AnswerMeta
  const tags = edgeTagsOf(entry.tags)
  const shared = [
    ...common,
    'cache-control',
    cacheControl(entry, tags !== undefined),
    ...(tags === undefined ? [] : [cacheTagHeader, tags.join(',')]),
  ]
  const heads: Partial<Record<Encoding, HeaderList>> = {}
  for (const [encoding, body] of Object.entries(entry.variants)) {
    heads[encoding as Encoding] = [
      ...shared,
      'etag',
      entityTag(etag, encoding as Encoding),
      'content-type',
      'application/json; charset=utf-8',
      'content-length',
      String(body.length),
      ...(encoding === 'identity' ? [] : ['content-encoding', encoding]),
    ]
  }
  return { etag, heads, notModified: shared }
}

/**
 * Nobody can purge a browser, so it asks each time (and gets 304); the edge, which is purged by tags, keeps the answer
 * for as long as the shortest-lived of what it was made from.
 */
function cacheControl({ storedAt, freshUntil, errorUntil }: CacheEntry, isForEdge: boolean): string {
  const seconds = Math.max(0, Math.floor((freshUntil - storedAt) / 1_000))
  const onError = Math.max(0, Math.floor((errorUntil - freshUntil) / 1_000))
  const kept = `s-maxage=${isForEdge ? seconds : 0}, stale-while-revalidate=${edge.staleSeconds}`
  return `public, max-age=0, ${kept}, stale-if-error=${onError}`
}

/** Strong: one for each encoding, as their bytes differ (RFC 9110, 8.8.3.3). */
export function entityTag(etag: string, encoding: Encoding): string {
  return encoding === 'identity' ? `"${etag}"` : `"${etag}-${encoding}"`
}

/**
 * The entity tag among those that the client has which stands for this answer, in whatever encoding it was sent
 * (RFC 9110, 13.1.2); `*` stands for any; undefined: it has none.
 */
export function matchingTag(ifNoneMatch: string | undefined, etag: string): string | undefined {
  if (ifNoneMatch === undefined) return undefined
  for (const item of ifNoneMatch.split(',')) {
    const given = item.trim().replace(/^W\//, '')
    if (given === '*') return given
    if (/^"[\w-]+"$/.test(given) && given.slice(1, -1).replace(/-(br|gzip)$/, '') === etag) return given
  }
  return undefined
}
