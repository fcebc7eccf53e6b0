import type { Requirement } from '../database/snapshot.ts'
import { cacheLifetimes } from '../resilience/settings.ts'
import { count } from '../telemetry/request-facts.ts'
import type {
  Cache,
  CacheEntry,
  CacheManyRequest,
  EntryCache,
  FoundEntry,
  Lifetimes,
  MadeEntry,
} from './cache.ts'
import { createCore, type CoreOptions, type Found, type Made, type Outcome } from './core.ts'
import type { Entry } from './entry.ts'
import { createInspection } from './inspection.ts'
import { collect, currentCollector, observeLoad } from './provenance.ts'
import type { StreamReader } from './stream-reader.ts'

export interface FencedCacheOptions extends CoreOptions {
  readonly reader: StreamReader
  /** Announces to all processes; gives the transaction that did. */
  readonly announce: (tags: readonly string[]) => Promise<number>
  /** 0 up to 1. */
  readonly random: () => number
}

/** The cache of one process: values and ready answers in memory and Redis, behind one fence. See `docs/decisions/0004`. */
export function createFencedCache(options: FencedCacheOptions): Cache {
  const { fence, reader, announce, metrics } = options
  const core = createCore(options)
  const timesOf = createTimes(options)

  function tell({ level, verdict }: Found): void {
    metrics.cacheLookups.inc({ level, verdict })
    const worst = level === 'made' ? 'miss' : verdict === 'fresh' ? 'hit' : 'stale'
    metrics.cacheRequests.inc({ verdict: worst })
    count(worst === 'hit' ? 'cacheHits' : worst === 'stale' ? 'cacheStale' : 'cacheMisses')
  }

  /** Serves a value, and tells whoever collects what it was made of. */
  function serve(found: Found): unknown {
    tell(found)
    const { entry, verdict } = found
    const isUnfit = verdict === 'overtaken' || verdict === 'expired'
    currentCollector()?.add(
      entry.provenance,
      entry.freshUntil,
      isUnfit ? 'It holds a value that is known to be out of date.' : undefined,
    )
    return entry.value
  }

  function valueLoader<T>(
    request: CacheManyRequest<T>,
    idOf: ReadonlyMap<string, string>,
    load: (ids: readonly string[]) => Promise<readonly T[]>,
  ) {
    return async (keys: readonly string[], mustShow: Requirement | undefined): Promise<Made<never>[]> => {
      const ids = keys.map((key) => idOf.get(key) ?? key)
      const loaded = await observeLoad(fence, mustShow, () => load(ids))
      return loaded.result.map((value, index) => {
        const tags = [...new Set(request.tags(value, ids[index] ?? ''))]
        const provenance = loaded.provenanceOf(tags)
        const entry: Entry = {
          kind: 'value',
          value,
          variants: {},
          meta: undefined,
          provenance: provenance ?? { parts: [], epoch: -1, freshUntil: null },
          tags,
          ...timesOf(request, value === null, provenance?.freshUntil ?? null),
        }
        return { kind: 'entry', entry, isKept: provenance !== undefined && loaded.uncacheable === undefined }
      })
    }
  }

  async function getOrLoadMany<T>(
    request: CacheManyRequest<T>,
    load: (ids: readonly string[]) => Promise<readonly T[]>,
  ): Promise<T[]> {
    const idOf = new Map(request.ids.map((id) => [request.key(id), id]))
    const outcomes = await core.obtain('value', [...idOf.keys()], valueLoader(request, idOf, load))
    const values = new Map<string, T>()
    for (const [key, outcome] of outcomes) {
      if (outcome.kind === 'found') values.set(key, serve(outcome) as T)
    }
    return request.ids.map((id) => values.get(request.key(id)) as T)
  }

  return {
    getOrLoadMany,
    async getOrLoad(request, load) {
      const { key, tags, ...lifetimes } = request
      const one = { ...lifetimes, ids: [key], key: () => key, tags }
      const [value] = await getOrLoadMany(one, async () => [await load()])
      return value as Awaited<ReturnType<typeof load>>
    },
    collect: (work) => collect(fence, work),
    entries: createEntries(core, tell, timesOf),
    inspection: createInspection(options),
    async invalidate(tags) {
      fence.applyOwn(await announce(tags), tags)
    },
    catchUp: () => reader.catchUp(),
    settle: () => core.settle(),
    async close() {
      await core.settle()
      await reader.close()
    },
  }
}

type Times = Pick<Entry, 'storedAt' | 'freshUntil' | 'staleUntil' | 'errorUntil'>
type TimesOf = (lifetimes: Lifetimes, isNegative: boolean, partsFreshUntil: number | null) => Times

function createTimes({ clock, random }: Pick<FencedCacheOptions, 'clock' | 'random'>): TimesOf {
  return (lifetimes, isNegative, partsFreshUntil) => {
    const { freshSeconds, staleSeconds, errorSeconds = staleSeconds } = lifetimes
    const { negativeSeconds = Math.min(freshSeconds, cacheLifetimes.negativeSeconds) } = lifetimes
    const storedAt = clock().getTime()
    const longest = (isNegative ? negativeSeconds : freshSeconds) * (1 - cacheLifetimes.jitter * random())
    const freshUntil = Math.min(storedAt + longest * 1_000, partsFreshUntil ?? Number.POSITIVE_INFINITY)
    return {
      storedAt,
      freshUntil,
      staleUntil: freshUntil + staleSeconds * 1_000,
      errorUntil: freshUntil + Math.max(staleSeconds, errorSeconds) * 1_000,
    }
  }
}

function createEntries(
  core: ReturnType<typeof createCore>,
  tell: (found: Found) => void,
  timesOf: TimesOf,
): EntryCache {
  const entryOf = ({ variants, meta, provenance, lifetimes }: MadeEntry): Entry => ({
    kind: 'entry',
    value: undefined,
    variants,
    meta,
    provenance,
    tags: [...new Set(provenance.parts.flatMap(({ tags }) => tags))],
    ...timesOf(lifetimes, false, provenance.freshUntil),
  })
  const told = (found: Found | undefined): FoundEntry | undefined => {
    if (found !== undefined) tell(found)
    return found
  }

  return {
    lookupInMemory: (key) => told(core.inMemory('entry', key)),
    lookup: async (key) => told(await core.lookup('entry', key)),
    store(key, made) {
      core.store(key, entryOf(made))
    },
    async getOrMake<P>(key: string, make: () => Promise<MadeEntry | { readonly uncacheable: P }>) {
      const outcomes = await core.obtain<P>('entry', [key], async () => [toMade(await make(), entryOf)])
      const outcome = outcomes.get(key) as Outcome<P>
      if (outcome.kind === 'unshared') return { uncacheable: outcome.answer }
      tell(outcome)
      return { entry: outcome.entry satisfies CacheEntry, verdict: outcome.verdict, level: outcome.level }
    },
  }
}

function toMade<P>(
  answer: MadeEntry | { readonly uncacheable: P },
  entryOf: (made: MadeEntry) => Entry,
): Made<P> {
  if ('uncacheable' in answer) return { kind: 'unshared', answer: answer.uncacheable }
  return { kind: 'entry', entry: entryOf(answer), isKept: true }
}
