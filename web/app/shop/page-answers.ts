import { cacheTagHeader, edge, edgeTagsOf } from '../../../api/contract.ts'

/** How long caches that many shoppers share may keep something, in seconds, and by which tags it is purged. */
export interface SharedFreshness {
  readonly freshSeconds: number
  readonly staleWhileRevalidateSeconds: number
  readonly staleIfErrorSeconds: number
  readonly tags: readonly string[]
}

/** Answers of the API that one page is made of. */
export interface PageAnswers {
  /** @param headers of an answer that was asked for without credentials */
  add(headers: Headers): void
  /** A part of the page is missing, so nobody else shall get it. */
  fail(): void
  /** What the page may be kept for; undefined: not at all. */
  freshness(): SharedFreshness | undefined
}

/** Reads what the API allows; undefined if the answer is for its asker only. */
function readFreshness(headers: Headers): SharedFreshness | undefined {
  const directives = new Map(
    (headers.get('cache-control') ?? '').split(',').map((directive) => {
      const [name = '', value = ''] = directive.trim().toLowerCase().split('=')
      return [name, value]
    }),
  )
  const seconds = (name: string) => Number.parseInt(directives.get(name) ?? '', 10) || 0
  if (!directives.has('public') || !directives.has('s-maxage')) return undefined
  // What has been kept somewhere on the way has used up a part of its time there; negative: its time was over already.
  const left = seconds('s-maxage') - (Number.parseInt(headers.get('age') ?? '', 10) || 0)
  const after = (name: string) => Math.max(0, seconds(name) + Math.min(0, left))
  return {
    freshSeconds: Math.max(0, left),
    staleWhileRevalidateSeconds: after('stale-while-revalidate'),
    staleIfErrorSeconds: after('stale-if-error'),
    tags: (headers.get(cacheTagHeader) ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  }
}

/** A page lives as long as the shortest-lived of its answers and bears the tags of all. */
function combine(answers: readonly SharedFreshness[]): SharedFreshness | undefined {
  // Without a tag no change of the catalogue would ever reach the page.
  if (answers.length === 0 || answers.some(({ tags }) => tags.length === 0)) return undefined
  const tags = edgeTagsOf(answers.flatMap((answer) => answer.tags))
  const least = (limit: number, of: (answer: SharedFreshness) => number) =>
    Math.min(limit, ...answers.map(of))
  const freshSeconds = least(edge.keptSeconds, (answer) => answer.freshSeconds)
  const staleWhileRevalidateSeconds = least(edge.staleSeconds, (answer) => answer.staleWhileRevalidateSeconds)
  if (tags === undefined || freshSeconds + staleWhileRevalidateSeconds === 0) return undefined
  return {
    freshSeconds,
    staleWhileRevalidateSeconds,
    staleIfErrorSeconds: least(Infinity, (answer) => answer.staleIfErrorSeconds),
    tags: [...new Set(tags)],
  }
}

export function collectPageAnswers(): PageAnswers {
  const answers: SharedFreshness[] = []
  let isShared = true
  return {
    add(headers) {
      const freshness = readFreshness(headers)
      if (freshness === undefined) isShared = false
      else answers.push(freshness)
    },
    fail() {
      isShared = false
    },
    freshness: () => (isShared ? combine(answers) : undefined),
  }
}

/** Value of the Cache-Control header of a page that everybody may get. Browsers ask each time. */
export function sharedCacheControl(freshness: SharedFreshness): string {
  return [
    'public',
    'max-age=0',
    `s-maxage=${freshness.freshSeconds}`,
    `stale-while-revalidate=${freshness.staleWhileRevalidateSeconds}`,
    `stale-if-error=${freshness.staleIfErrorSeconds}`,
  ].join(', ')
}
