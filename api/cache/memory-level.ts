import { LRUCache } from 'lru-cache'
import { cacheSizes } from '../resilience/settings.ts'
import type { EncodedEntry, Entry } from './entry.ts'

/** What memory holds for a key. */
export interface Kept {
  readonly entry: Entry
  readonly bytes: number
  /** Version of the fence at which `isOvertaken` was found; see `isOvertaken` of the core. */
  checkedAt: number
  isOvertaken: boolean
  /** Milliseconds of the monotonic clock before which nobody tries to refresh it again. */
  refreshAfter: number
}

export interface MemoryLevel {
  get(key: string): Kept | undefined
  set(key: string, encoded: EncodedEntry): void
  entries(): Generator<[key: string, kept: Kept]>
  readonly size: number
  readonly bytes: number
  readonly limitBytes: number
}

/**
 * Entries in this process, by bytes, least recently used out first, in two segments: what was asked for once lies in
 * the smaller one, so that a crawler, or an import that looks at everything once, cannot push out what shoppers want.
 */
export function createMemoryLevel(limitBytes: number): MemoryLevel {
  const segment = (share: number) =>
    new LRUCache<string, Kept>({
      maxSize: Math.max(1, Math.floor(limitBytes * share)),
      sizeCalculation: ({ bytes }) => bytes,
    })
  const wanted = segment(cacheSizes.protectedShare)
  const tried = segment(1 - cacheSizes.protectedShare)

  return {
    get(key) {
      const kept = wanted.get(key)
      if (kept !== undefined) return kept
      const once = tried.get(key)
      if (once !== undefined) {
        tried.delete(key)
        wanted.set(key, once)
      }
      return once
    },
    set(key, encoded) {
      const { entry } = encoded
      freeze(entry.value)
      const kept = {
        entry,
        bytes: bytesInMemory(key, encoded),
        checkedAt: -1,
        isOvertaken: false,
        refreshAfter: Number.NEGATIVE_INFINITY,
      }
      if (wanted.has(key)) wanted.set(key, kept)
      else tried.set(key, kept)
    },
    *entries() {
      yield* wanted.entries()
      yield* tried.entries()
    },
    get size() {
      return wanted.size + tried.size
    },
    get bytes() {
      return wanted.calculatedSize + tried.calculatedSize
    },
    limitBytes,
  }
}

function bytesInMemory(key: string, { entry, head, body }: EncodedEntry): number {
  const payload = entry.kind === 'value' ? body.length * cacheSizes.objectFactor : body.length
  return payload + head.length * cacheSizes.objectFactor + key.length + cacheSizes.entryOverheadBytes
}

/** All callers share the object; one that changed it would change it for the others. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const part of Object.values(value)) freeze(part)
}
