import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Requirement } from '../database/snapshot.ts'
import { cacheLifetimes, cacheLoad, cacheSizes } from '../resilience/settings.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Verdict } from './cache.ts'
import { encodeEntry, type Entry, type EntryKind, packEntry, unpackEntry } from './entry.ts'
import type { Fence } from './fence.ts'
import type { Kept, MemoryLevel } from './memory-level.ts'
import { createPermits } from './permits.ts'
import type { SharedLevel } from './shared-level.ts'

export interface CoreOptions {
  readonly fence: Fence
  readonly memory: MemoryLevel
  readonly shared: SharedLevel
  readonly clock: () => Date
  /** Milliseconds, never set back. */
  readonly monotonic: () => number
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>
  readonly metrics: Metrics
  readonly log: Logger
}

export interface Found {
  readonly entry: Entry
  readonly verdict: Verdict
  readonly level: 'memory' | 'redis' | 'made'
}

/** What a load gives for a key. */
export type Made<Private> =
  | { readonly kind: 'entry'; readonly entry: Entry; readonly isKept: boolean }
  /** For its own caller only. */
  | { readonly kind: 'unshared'; readonly answer: Private }

export type Outcome<Private> =
  | ({ readonly kind: 'found' } & Found)
  | Extract<Made<Private>, { kind: 'unshared' }>

/** @param mustShow what the readings must show; undefined: anything will do */
type Loader<Private> = (
  keys: readonly string[],
  mustShow: Requirement | undefined,
) => Promise<readonly Made<Private>[]>

/** The levels, the flights and the fence together; values and ready answers are two uses of it. */
export interface Core {
  /** Without a promise. */
  inMemory(kind: EntryKind, key: string): Found | undefined
  /** Memory, then Redis. */
  lookup(kind: EntryKind, key: string): Promise<Found | undefined>
  /** An entry for each key: fresh or at least servable ones as they are, all others by `load`. */
  obtain<Private = never>(
    kind: EntryKind,
    keys: readonly string[],
    load: Loader<Private>,
  ): Promise<Map<string, Outcome<Private>>>
  store(key: string, entry: Entry): void
  /** Waits for refreshes and fills that are under way. */
  settle(): Promise<void>
}

const nameOf = (kind: EntryKind, key: string) => `${kind}:${key}`

export function createCore(options: CoreOptions): Core {
  const { fence, memory, shared, clock, monotonic, metrics, log } = options
  const flights = new Map<string, Promise<Outcome<unknown>>>()
  const fetches = new Map<string, Promise<Found | undefined>>()
  const background = new Set<Promise<unknown>>()
  const permits = createPermits(options)

  function verdictOf(kept: Kept): Verdict {
    const { entry } = kept
    if (kept.checkedAt !== fence.version) {
      kept.isOvertaken = fence.overtaking(entry.provenance) !== undefined
      kept.checkedAt = fence.version
    }
    const now = clock().getTime()
    if (now >= entry.staleUntil) return 'expired'
    if (kept.isOvertaken) return 'overtaken'
    if (now >= entry.freshUntil) return 'stale'
    return fence.holdsLease() ? 'fresh' : 'lease-expired'
  }

  function inMemory(kind: EntryKind, key: string): Found | undefined {
    const kept = memory.get(nameOf(kind, key))
    return kept && { entry: kept.entry, verdict: verdictOf(kept), level: 'memory' }
  }

  /** What Redis holds, if memory holds nothing better; it is in memory then. */
  async function fromShared(kind: EntryKind, key: string): Promise<Found | undefined> {
    try {
      const bytes = await shared.get(kind, key)
      const encoded = bytes && (await unpackEntry(bytes))
      const mine = memory.get(nameOf(kind, key))
      if (encoded !== undefined && (mine?.entry.storedAt ?? 0) < encoded.entry.storedAt) {
        memory.set(nameOf(kind, key), encoded)
        const found = inMemory(kind, key)
        return found && { ...found, level: 'redis' }
      }
    } catch (error) {
      failed(error)
    }
    return inMemory(kind, key)
  }

  /** A hot key that is not in memory is asked for once, however many want it at the same time. */
  function fetchOnce(kind: EntryKind, key: string): Promise<Found | undefined> {
    const name = nameOf(kind, key)
    let fetch = fetches.get(name)
    if (fetch === undefined) {
      fetch = fromShared(kind, key).finally(() => fetches.delete(name))
      fetches.set(name, fetch)
    }
    return fetch
  }

  function failed(error: unknown): void {
    metrics.cacheRequests.inc({ verdict: 'error' })
    log.debug({ err: error }, 'the cache failed')
  }

  function inBackground(work: Promise<unknown>): void {
    const watched = work.catch(failed).finally(() => background.delete(watched))
    background.add(watched)
  }

  /** Into memory now, into Redis later. */
  function store(key: string, entry: Entry): Promise<void> {
    const encoded = encodeEntry(entry)
    if (encoded.head.length + encoded.body.length > cacheSizes.largestValueBytes) return Promise.resolve()
    memory.set(nameOf(entry.kind, key), encoded)
    metrics.cacheMemoryBytes.set(memory.bytes)
    const lifetime = Math.max(entry.errorUntil, entry.staleUntil) - clock().getTime()
    if (lifetime <= 0) return Promise.resolve()
    return packEntry(encoded).then((bytes) => shared.set(entry.kind, key, bytes, lifetime))
  }

  /** Loads, and loads again what was overtaken meanwhile, from where the change is shown. */
  async function loadAll<P>(
    kind: EntryKind,
    keys: readonly string[],
    load: Loader<P>,
    filled: (key: string, filling: Promise<void>) => void,
  ): Promise<Map<string, Outcome<P>>> {
    const outcomes = new Map<string, Outcome<P>>()
    let left = keys
    let mustShow = requiredOf(keys.flatMap((key) => memory.get(nameOf(kind, key))?.entry ?? []))
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const made = await load(left, mustShow)
      const overtaken: [key: string, entry: Entry][] = []
      for (const [index, key] of left.entries()) {
        const one = made[index]
        if (one === undefined) throw new Error(`A load of ${left.length} keys gave ${made.length} results.`)
        if (one.kind === 'unshared') {
          outcomes.set(key, one)
          continue
        }
        const isGoodNow = one.isKept && fence.overtaking(one.entry.provenance) === undefined
        // What cannot be vouched for is served to those who wait for it and to nobody else.
        const verdict = isGoodNow ? 'fresh' : 'overtaken'
        outcomes.set(key, { kind: 'found', entry: one.entry, verdict, level: 'made' })
        if (isGoodNow) filled(key, store(key, one.entry))
        else if (one.isKept) overtaken.push([key, one.entry])
      }
      if (attempt === cacheLoad.attempts) break
      left = overtaken.map(([key]) => key)
      mustShow = requiredOf(overtaken.map(([, entry]) => entry))
    }
    return outcomes
  }

  function requiredOf(entries: readonly Entry[]): Requirement | undefined {
    const overtaken = entries.filter(({ provenance }) => fence.overtaking(provenance) !== undefined)
    return overtaken.length === 0
      ? undefined
      : fence.requirementFor(overtaken.map(({ provenance }) => provenance))
  }

  /** Loads under permits, which are given back once Redis has the entries, so that those who wait find them. */
  async function loadPermitted<P>(
    kind: EntryKind,
    keys: readonly string[],
    load: Loader<P>,
    token: string,
  ): Promise<Map<string, Outcome<P>>> {
    const giveBack = new Set(keys)
    try {
      return await loadAll(kind, keys, load, (key, filling) => {
        giveBack.delete(key)
        inBackground(filling.finally(() => permits.release(kind, [key], token)))
      })
    } finally {
      inBackground(permits.release(kind, [...giveBack], token))
    }
  }

  /** @param isBackground nobody waits: what another process loads already is left to it */
  async function fly<P>(
    kind: EntryKind,
    keys: readonly string[],
    load: Loader<P>,
    isBackground: boolean,
  ): Promise<Map<string, Outcome<P>>> {
    const token = randomUUID()
    const outcomes = new Map<string, Outcome<P>>()
    const deadline = monotonic() + cacheLoad.wait
    let left = keys
    for (
      let pause = cacheLoad.firstPause;
      left.length > 0;
      pause = Math.min(2 * pause, cacheLoad.longestPause)
    ) {
      const isLate = monotonic() >= deadline
      const mine = isLate ? left : await permits.acquire(kind, left, token)
      // Also after having got the permit: the one who had it may just have finished.
      const filled = new Map(
        await Promise.all(left.map(async (key) => [key, await fromShared(kind, key)] as const)),
      )
      const missing = mine.filter((key) => !isGood(filled.get(key)))
      const loaded = missing.length === 0 ? undefined : loadPermitted(kind, missing, load, token)
      inBackground(
        permits.release(
          kind,
          mine.filter((key) => !missing.includes(key)),
          token,
        ),
      )
      for (const key of left) {
        const found = filled.get(key)
        if (isGood(found)) outcomes.set(key, { kind: 'found', ...found })
      }
      for (const [key, outcome] of (await loaded) ?? []) outcomes.set(key, outcome)
      left = left.filter((key) => !outcomes.has(key))
      if (isBackground) break
      if (left.length > 0) await options.wait(pause)
    }
    return outcomes
  }

  /** Good enough not to load: fresh, or just loaded by somebody while nobody can tell what is fresh. */
  function isGood(found: Found | undefined): found is Found {
    if (found?.verdict === 'fresh') return true
    return (
      found?.verdict === 'lease-expired' &&
      clock().getTime() - found.entry.storedAt < cacheLifetimes.refreshPause
    )
  }

  function refresh<P>(kind: EntryKind, keys: readonly string[], load: Loader<P>): void {
    const due = keys.filter((key) => {
      const kept = memory.get(nameOf(kind, key))
      if (flights.has(nameOf(kind, key)) || kept === undefined || monotonic() < kept.refreshAfter)
        return false
      kept.refreshAfter = monotonic() + cacheLifetimes.refreshPause
      return true
    })
    if (due.length > 0) inBackground(fly(kind, due, load, true))
  }

  /** Loads what nobody in this process loads yet; joins the flights that are under way. */
  function join<P>(
    kind: EntryKind,
    keys: readonly string[],
    load: Loader<P>,
  ): Map<string, Promise<Outcome<P>>> {
    const mine = keys.filter((key) => !flights.has(nameOf(kind, key)))
    const joined = new Map<string, Promise<Outcome<P>>>()
    for (const key of keys) {
      const flight = flights.get(nameOf(kind, key))
      // Another's private answer is none of ours.
      if (flight !== undefined)
        joined.set(
          key,
          flight.then((outcome) => own(kind, key, load, outcome)),
        )
    }
    const flying = mine.length === 0 ? undefined : fly(kind, mine, load, false)
    for (const key of mine) {
      const flight = (flying ?? Promise.resolve(new Map<string, Outcome<P>>()))
        .then((outcomes) => present(outcomes.get(key), key))
        .finally(() => flights.delete(nameOf(kind, key)))
      // Whoever joins handles the error; a flight that nobody waits for must not end the process.
      flight.catch(() => undefined)
      flights.set(nameOf(kind, key), flight)
      joined.set(key, flight)
    }
    return joined
  }

  async function own<P>(
    kind: EntryKind,
    key: string,
    load: Loader<P>,
    outcome: Outcome<unknown>,
  ): Promise<Outcome<P>> {
    if (outcome.kind === 'found') return outcome
    return present((await loadAll(kind, [key], load, (_key, filling) => inBackground(filling))).get(key), key)
  }

  async function obtain<P>(
    kind: EntryKind,
    keys: readonly string[],
    load: Loader<P>,
    round = 1,
  ): Promise<Map<string, Outcome<P>>> {
    const found = new Map(keys.map((key) => [key, inMemory(kind, key)]))
    const unsure = keys.filter((key) => !isServable(found.get(key)) && !flights.has(nameOf(kind, key)))
    if (unsure.length > 0) {
      const fetched = await Promise.all(unsure.map((key) => fetchOnce(kind, key)))
      for (const [index, key] of unsure.entries()) found.set(key, fetched[index])
    }
    const outcomes = new Map<string, Outcome<P>>()
    for (const [key, one] of found) if (isServable(one)) outcomes.set(key, { kind: 'found', ...one })
    const joined = join(
      kind,
      keys.filter((key) => !outcomes.has(key)),
      load,
    )
    refresh(
      kind,
      keys.filter((key) => isServable(found.get(key)) && found.get(key)?.verdict !== 'fresh'),
      load,
    )
    for (const [key, flight] of joined) outcomes.set(key, await rescued(flight, found.get(key)))
    const old = keys.filter((key) => wasOvertaken(outcomes.get(key)))
    if (old.length > 0 && round < cacheLoad.attempts) {
      for (const [key, outcome] of await obtain(kind, old, load, round + 1)) outcomes.set(key, outcome)
    }
    return outcomes
  }

  /** Found or loaded as fresh, and overtaken while the caller waited for others of its keys. */
  function wasOvertaken(outcome: Outcome<unknown> | undefined): boolean {
    if (outcome?.kind !== 'found' || outcome.verdict !== 'fresh') return false
    return fence.overtaking(outcome.entry.provenance) !== undefined
  }

  /** An old value is better than an error, for a while. */
  async function rescued<P>(flight: Promise<Outcome<P>>, old: Found | undefined): Promise<Outcome<P>> {
    try {
      return await flight
    } catch (error) {
      if (old === undefined || clock().getTime() >= old.entry.errorUntil) throw error
      log.warn({ err: error }, 'old cached value served, because its source failed')
      return { kind: 'found', ...old }
    }
  }

  return {
    inMemory,
    async lookup(kind, key) {
      const found = inMemory(kind, key)
      return isServable(found) ? found : fetchOnce(kind, key)
    },
    obtain,
    store(key, entry) {
      if (fence.overtaking(entry.provenance) === undefined) inBackground(store(key, entry))
    },
    async settle() {
      // A refresh that ends begins a fill.
      while (background.size > 0) await Promise.all(background)
    },
  }
}

function isServable(found: Found | undefined): found is Found {
  return found !== undefined && ['fresh', 'stale', 'lease-expired'].includes(found.verdict)
}

function present<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new Error(`The key "${key}" was neither found nor loaded.`)
  return value
}
