import type { CacheEntry, FoundEntry } from '../../cache/cache.ts'
import { type AnswerHeads, answerHeads, entityTag, type HeaderList, matchingTag } from './answer-head.ts'
import { chooseEncoding, type Encoding } from './encodings.ts'
import type { ExecutionFailed, OwnAnswer } from './execute-question.ts'

/** A request, whatever server it came through. */
export interface AnswerRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** An answer as it goes out, whatever server sends it. */
export interface SentAnswer {
  readonly status: number
  readonly headers: string[]
  /** Undefined: none. */
  readonly body: Buffer | undefined
}

/**
 * Where a shared answer came from: this process's memory, Redis, an execution for this request or for another one that
 * asked the same; or an old one, given while it is made anew, or because it could not be made.
 */
export type AnswerSource =
  | 'memory'
  | 'redis'
  | 'made'
  | 'collapsed'
  | 'stale-while-revalidate'
  /** As long as this process does not know what has been invalidated. */
  | 'lease-expired'
  | 'stale-if-error'

/** Headers that the API's answers have whatever they hold. */
export interface CommonHeaders {
  readonly always: HeaderList
  /** By the origin of the page that asks. */
  readonly cors: ReadonlyMap<string, HeaderList>
}

export interface AnswerSender {
  shared(found: FoundEntry, source: AnswerSource, request: AnswerRequest, requestId: string): SentAnswer
  own(answer: OwnAnswer, request: AnswerRequest, requestId: string): SentAnswer
  /** The failure may be that of another request, which this one waited for. */
  failed(failure: ExecutionFailed, request: AnswerRequest, requestId: string): SentAnswer
}

const noStore: HeaderList = ['cache-control', 'no-store']
const json: HeaderList = ['content-type', 'application/json; charset=utf-8']
// An answer without CORS headers must not be given to a page that needs them.
const vary: HeaderList = ['vary', 'accept-encoding, origin']

export function createAnswerSender(clock: () => Date, { always, cors }: CommonHeaders): AnswerSender {
  const prepared = new WeakMap<CacheEntry, AnswerHeads>()

  function headsOf(entry: CacheEntry): AnswerHeads {
    let heads = prepared.get(entry)
    if (heads === undefined) {
      heads = answerHeads(entry, [...always, ...vary])
      prepared.set(entry, heads)
    }
    return heads
  }

  function push(headers: string[], { headers: given }: AnswerRequest, requestId: string): string[] {
    headers.push('x-request-id', requestId)
    const origin = given['origin']
    if (typeof origin === 'string') headers.push(...(cors.get(origin) ?? []))
    return headers
  }

  function own({ status, headers, body }: OwnAnswer, request: AnswerRequest, requestId: string): SentAnswer {
    const list = [...always, ...noStore, ...vary, ...json, 'content-length', String(body.length)]
    for (const [name, value] of headers) list.push(name, value)
    list.push('cache-status', `kontor; fwd=miss; fwd-status=${status}`)
    return { status, headers: push(list, request, requestId), body }
  }

  function outOfDate(
    found: FoundEntry,
    source: 'lease-expired' | 'stale-if-error',
    request: AnswerRequest,
    requestId: string,
  ): SentAnswer {
    const { entry } = found
    const encoding = chooseEncoding(single(request.headers['accept-encoding']), entry.variants)
    const body = entry.variants[encoding]
    const list = [...always, ...noStore, ...vary, ...json, 'content-length', String(body?.length ?? 0)]
    if (encoding !== 'identity') list.push('content-encoding', encoding)
    list.push('age', ageOf(entry), 'cache-status', cacheStatus(source, secondsLeft(entry)))
    return { status: 200, headers: push(list, request, requestId), body }
  }

  function secondsLeft({ freshUntil }: CacheEntry): number {
    return Math.floor((freshUntil - clock().getTime()) / 1_000)
  }

  function ageOf({ storedAt }: CacheEntry): string {
    return String(Math.max(0, Math.floor((clock().getTime() - storedAt) / 1_000)))
  }

  return {
    own,
    shared(found, source, request, requestId) {
      // Neither the edge nor anybody else may keep what is known to be old, nor what this process cannot vouch for,
      // as its lease has run out: the edge may have been purged of it a moment ago.
      if (source === 'stale-if-error' || source === 'lease-expired') {
        return outOfDate(found, source, request, requestId)
      }
      const { entry } = found
      const { etag, heads, notModified } = headsOf(entry)
      const matched = matchingTag(single(request.headers['if-none-match']), etag)
      const encoding: Encoding = chooseEncoding(single(request.headers['accept-encoding']), entry.variants)
      const headers = (matched === undefined ? (heads[encoding] ?? []) : notModified).slice()
      if (matched !== undefined) headers.push('etag', matched === '*' ? entityTag(etag, encoding) : matched)
      headers.push('age', ageOf(entry), 'cache-status', cacheStatus(source, secondsLeft(entry)))
      push(headers, request, requestId)
      return matched === undefined
        ? { status: 200, headers, body: entry.variants[encoding] }
        : { status: 304, headers, body: undefined }
    },
    failed({ answer, requestId: executed }, request, requestId) {
      // Ids are letters, digits and few signs (requestIdOf), so that one may stand for the other in JSON.
      const body = Buffer.from(answer.body.toString().replaceAll(`"${executed}"`, `"${requestId}"`))
      return own({ ...answer, body }, request, requestId)
    },
  }
}

/** RFC 9211. */
function cacheStatus(source: AnswerSource, secondsLeft: number): string {
  switch (source) {
    case 'memory':
    case 'redis':
    case 'stale-while-revalidate':
    case 'lease-expired':
      return `kontor; hit; ttl=${secondsLeft}; detail=${source}`
    case 'made':
      return 'kontor; fwd=miss; stored'
    case 'collapsed':
      return 'kontor; fwd=miss; stored; collapsed'
    case 'stale-if-error':
      return 'kontor; fwd=stale; detail=stale-if-error'
  }
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header
}
