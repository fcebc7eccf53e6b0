import type { Snapshot } from '../database/snapshot.ts'

/** How long a value lives. Expiry is moved forward by up to a tenth at random, so that what began together ends apart. */
export interface Lifetimes {
  /** Seconds in which the value is served without asking again, as long as the fence lets it. */
  readonly freshSeconds: number
  /** Seconds after that in which it is served while one caller in all processes refreshes it. */
  readonly staleSeconds: number
  /**
   * Seconds after `freshSeconds` in which it is served, even when it is known to be out of date, if its source fails.
   * @default as `staleSeconds`
   */
  readonly errorSeconds?: number
  /**
   * Seconds in which `null`, "there is no such thing", is fresh.
   * @default the shorter of `freshSeconds` and `cacheLifetimes.negativeSeconds`
   */
  readonly negativeSeconds?: number
}

export interface CacheRequest<T> extends Lifetimes {
  /** Unique for what is loaded: feature, locale, arguments; e.g. `product:en:eur:oak-table`. */
  readonly key: string
  /** What the value was made of, e.g. `product:42`, `category:7`, `catalog`; may depend on the value. */
  readonly tags: (value: T) => readonly string[]
}

/** Several values of one kind, e.g. the products of a page. */
export interface CacheManyRequest<T> extends Lifetimes {
  /** What is asked for; may hold the same id twice. */
  readonly ids: readonly string[]
  /** As `CacheRequest.key`. The same key as a `getOrLoad` means the same value. */
  readonly key: (id: string) => string
  readonly tags: (value: T, id: string) => readonly string[]
}

/**
 * Values that are dear to make, shared by all processes. A failure of the cache is a miss, never an error. Values
 * are JSON and frozen; they must not belong to one person.
 */
export interface Cache {
  /** The cached value, or what `load` gives; one `load` per key at a time, in all processes. */
  getOrLoad<T>(request: CacheRequest<T>, load: () => Promise<T>): Promise<T>
  /**
   * As `getOrLoad` for each id, in one round trip to the cache and one `load` of all ids that are missing (and one of
   * all that are stale, in the background). `load` gets each id once and answers in the order that it was given.
   *
   * @returns one value per id, in the order of `ids`
   */
  getOrLoadMany<T>(
    request: CacheManyRequest<T>,
    load: (ids: readonly string[]) => Promise<readonly T[]>,
  ): Promise<T[]>
  /**
   * Runs `work` and tells what its result was made of: of every value that it got from this cache, hit or loaded.
   * Scopes nest; an outer one also learns what an inner one learned.
   */
  collect<T>(work: () => Promise<T>): Promise<Collected<T>>
  /** Ready answers in the same levels, behind the same fence. */
  readonly entries: EntryCache
  /** For operators: what is cached, and why it would be served or not. */
  readonly inspection: CacheInspection
  /**
   * Announces that every value that carries one of the tags is out of date; for operators and for sources without
   * transactions. Code that changes the database publishes `catalog.changed` in its transaction instead.
   * Holds in this process when it resolves, and in all others as soon as they hear of it.
   */
  invalidate(tags: readonly string[]): Promise<void>
  /**
   * Hears what has been announced so far, where nothing listens in the background (Lambda, command line); otherwise
   * returns at once.
   */
  catchUp(): Promise<void>
  /** Waits for refreshes and fills that are under way; before a process is frozen (Lambda) or ends. */
  settle(): Promise<void>
  close(): Promise<void>
}

/**
 * How far a reading of a source can be trusted: which transactions it showed, or, for a source that knows none, the
 * last announcement that had been heard when the reading began.
 */
export type Seen =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'position'; readonly position: number }

/** Tags that share a reading. */
export interface ProvenancePart {
  readonly seen: Seen
  readonly tags: readonly string[]
}

/** What a value was made of. It is fresh only as long as all of that is. JSON. */
export interface Provenance {
  /** A tag may be in several parts; then each reading counts. */
  readonly parts: readonly ProvenancePart[]
  /** Of the database's history: another one began if a backup was restored; see `invalidation_stream.epoch`. */
  readonly epoch: number
  /** Milliseconds since the epoch: the earliest end of freshness of its parts; null: nothing limits it. */
  readonly freshUntil: number | null
}

export interface Collected<T> {
  readonly value: T
  readonly provenance: Provenance
  /** Each tag once. */
  readonly tags: readonly string[]
  /**
   * Undefined: the result may be kept for others, under `provenance`. Otherwise why not: it was made of a stale value,
   * or of a reading of the database that no cached value accounts for.
   */
  readonly uncacheable: string | undefined
}

/**
 * What can be said of an entry at this instant.
 *
 * - `fresh`: serve it.
 * - `stale`: its time is over; may be served while it is refreshed.
 * - `lease-expired`: this process has heard nothing for too long to know; treated as `stale`.
 * - `overtaken`: something that it was made of has changed; only better than an error.
 * - `expired`: too old even to be served while it is refreshed; only better than an error.
 */
export type Verdict = 'fresh' | 'stale' | 'lease-expired' | 'overtaken' | 'expired'

/** A ready answer, e.g. one GraphQL response in several encodings. */
export interface CacheEntry {
  /** By encoding, e.g. `identity`, `gzip`, `br`; kept as they are. Do not change the bytes. */
  readonly variants: Readonly<Record<string, Buffer>>
  /** Whatever belongs to it, e.g. `{ "etag": "…", "type": "application/json" }`. JSON, small. */
  readonly meta: unknown
  readonly provenance: Provenance
  readonly tags: readonly string[]
  /** Milliseconds since the epoch. */
  readonly storedAt: number
  readonly freshUntil: number
  readonly staleUntil: number
  readonly errorUntil: number
}

export interface FoundEntry {
  readonly entry: CacheEntry
  readonly verdict: Verdict
  readonly level: 'memory' | 'redis' | 'made'
}

/** What `make` gives: an answer with what it was made of. */
export interface MadeEntry {
  readonly variants: Readonly<Record<string, Buffer>>
  readonly meta: unknown
  readonly provenance: Provenance
  readonly lifetimes: Lifetimes
}

/** Opaque byte entries. Keys live in a space of their own, apart from those of values. */
export interface EntryCache {
  /** Without a promise, for the hot path. Undefined: not in this process's memory. */
  lookupInMemory(key: string): FoundEntry | undefined
  /** Memory, then Redis. A failure is undefined. */
  lookup(key: string): Promise<FoundEntry | undefined>
  /** Fills memory, and Redis in the background. Nothing is kept that is overtaken already, or larger than the limit. */
  store(key: string, made: MadeEntry): void
  /**
   * What is cached, or what `make` gives: memory → Redis → one `make` per key in all processes. A stale entry is
   * given at once while one caller refreshes it; an old one if `make` throws (within `errorSeconds`).
   *
   * `make` that finds its answer to be private or otherwise not fit for others returns `{ uncacheable: … }`: only its
   * own caller gets that; others who waited make their own.
   */
  getOrMake<P>(key: string, make: () => Promise<MadeEntry | Unshared<P>>): Promise<FoundEntry | Unshared<P>>
}

export interface Unshared<P> {
  readonly uncacheable: P
}

/** Why an entry is where it is, for people. */
export interface EntryFacts {
  readonly level: 'memory' | 'redis'
  readonly verdict: Verdict
  /** Sentences, e.g. `product:42 was changed by transaction 1042, which the value does not show.` Empty if fresh. */
  readonly reasons: readonly string[]
  readonly kind: 'value' | 'entry'
  readonly bytes: number
  readonly tags: readonly string[]
  readonly provenance: Provenance
  /** Milliseconds since the epoch. */
  readonly storedAt: number
  readonly freshUntil: number
  readonly staleUntil: number
  readonly errorUntil: number
}

interface CacheState {
  /** Number of the last announcement heard; undefined: none yet. */
  readonly position: number | undefined
  readonly epoch: number | undefined
  /** Milliseconds since this process last knew that it had heard everything; Infinity: never. */
  readonly heardAgo: number
  readonly leaseMilliseconds: number
  /** Tags of which an invalidation is remembered one by one; all others are covered by the floor. */
  readonly rememberedTags: number
  readonly memory: { readonly entries: number; readonly bytes: number; readonly limitBytes: number }
}

export interface CacheInspection {
  state(): CacheState
  /** Tags of most entries in this process's memory, most first. */
  topTags(limit: number): readonly { readonly tag: string; readonly entries: number }[]
  /** @param kind whether the key is one of `getOrLoad` or one of `entries` */
  explain(key: string, kind: 'value' | 'entry'): Promise<readonly EntryFacts[]>
  /**
   * Keys of entries that carry the tag, in this process's memory and in Redis. Looks through all of Redis: for people,
   * not for requests.
   */
  keysOfTag(
    tag: string,
    limit: number,
  ): Promise<readonly { readonly key: string; readonly kind: 'value' | 'entry' }[]>
}
