import { AsyncLocalStorage } from 'node:async_hooks'

/** What one request asked of its dependencies; ends up in its log line. */
export interface RequestStatistics {
  statements: number
  cacheHits: number
  cacheStale: number
  cacheMisses: number
}

const storage = new AsyncLocalStorage<RequestStatistics>()

/** Runs `work`; what it does to database and cache is counted into `statistics`. */
export function withStatistics<T>(statistics: RequestStatistics, work: () => T): T {
  return storage.run(statistics, work)
}

export function newStatistics(): RequestStatistics {
  return { statements: 0, cacheHits: 0, cacheStale: 0, cacheMisses: 0 }
}

/** Counts for the current request; does nothing outside of one. */
export function count(what: keyof RequestStatistics): void {
  const statistics = storage.getStore()
  if (statistics !== undefined) statistics[what] += 1
}
