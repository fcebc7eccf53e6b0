import { cacheLoad } from '../resilience/settings.ts'
import type { EntryKind } from './entry.ts'
import type { CoreOptions } from './core.ts'

/** Permits to load, one per key in all processes. Without Redis everybody may load. */
export interface Permits {
  /** @returns the keys that are the caller's to load */
  acquire(kind: EntryKind, keys: readonly string[], token: string): Promise<string[]>
  release(kind: EntryKind, keys: readonly string[], token: string): Promise<void>
}

export function createPermits({
  shared,
  metrics,
  log,
}: Pick<CoreOptions, 'shared' | 'metrics' | 'log'>): Permits {
  return {
    async acquire(kind, keys, token) {
      const asked = keys.map(async (key) => {
        try {
          return await shared.acquire(kind, key, token, cacheLoad.permit)
        } catch (error) {
          metrics.cacheRequests.inc({ verdict: 'error' })
          log.debug({ err: error }, 'no permit to be had; loading without one')
          return true
        }
      })
      const given = await Promise.all(asked)
      return keys.filter((_, index) => given[index])
    },
    async release(kind, keys, token) {
      await Promise.all(keys.map((key) => shared.release(kind, key, token)))
    },
  }
}
