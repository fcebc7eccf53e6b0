import { AsyncLocalStorage } from 'node:async_hooks'

/** What is learned about one request while it is served; ends up in its log line and in its errors. */
export interface RequestFacts {
  readonly requestId: string
  /** Name and version as the client tells them, e.g. `storefront`; `unknown` if it does not. */
  readonly client: string
  operationName: string | undefined
  cost: number | undefined
  /** Stable codes of the errors in the answer. */
  errorCodes: readonly string[]
  statements: number
  cacheHits: number
  cacheStale: number
  cacheMisses: number
}

type Counter = 'statements' | 'cacheHits' | 'cacheStale' | 'cacheMisses'

// The one thing that is not passed explicitly: the parts below the features do not know requests.
const storage = new AsyncLocalStorage<RequestFacts>()

export function newFacts(requestId: string, client: string): RequestFacts {
  return {
    requestId,
    client,
    operationName: undefined,
    cost: undefined,
    errorCodes: [],
    statements: 0,
    cacheHits: 0,
    cacheStale: 0,
    cacheMisses: 0,
  }
}

/** Runs `work`; what it does to database and cache is counted into `facts`. */
export function withFacts<T>(facts: RequestFacts, work: () => T): T {
  return storage.run(facts, work)
}

/** Of the request that is being served; undefined outside of one. */
export function currentFacts(): RequestFacts | undefined {
  return storage.getStore()
}

/** Counts for the current request; does nothing outside of one. */
export function count(what: Counter): void {
  const facts = storage.getStore()
  if (facts !== undefined) facts[what] += 1
}

/** The worst that happened in the cache, for people who skim logs; `none`: it was not asked. */
export function cacheVerdict(facts: RequestFacts): 'none' | 'hit' | 'stale' | 'miss' {
  if (facts.cacheMisses > 0) return 'miss'
  if (facts.cacheStale > 0) return 'stale'
  return facts.cacheHits > 0 ? 'hit' : 'none'
}
