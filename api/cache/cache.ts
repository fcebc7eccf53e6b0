export interface CacheRequest<T> {
  /** Unique for what is loaded: feature, locale, arguments; e.g. `product:en:eur:oak-table`. */
  readonly key: string
  /** What the value was made of, e.g. `product:42`, `category:7`, `catalog`; may depend on the value. */
  readonly tags: (value: T) => readonly string[]
  /** Seconds in which the value is served without asking again. */
  readonly freshSeconds: number
  /** Seconds after that in which it is served while one caller refreshes it, or when the source is away. */
  readonly staleSeconds: number
}

/** Several values of one kind, e.g. the products of a page. */
export interface CacheManyRequest<T> {
  /** What is asked for; may hold the same id twice. */
  readonly ids: readonly string[]
  /** As `CacheRequest.key`. The same key as a `getOrLoad` means the same value. */
  readonly key: (id: string) => string
  readonly tags: (value: T, id: string) => readonly string[]
  readonly freshSeconds: number
  readonly staleSeconds: number
}

/**
 * Values that are dear to make, shared by all processes. A failure of the cache is a miss, never an error. Values
 * are JSON; they must not belong to one person.
 */
export interface Cache {
  /** The cached value, or what `load` gives; one `load` per key at a time in this process. */
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
  /** Makes every value that carries one of the tags unservable as fresh, in all processes. */
  invalidate(tags: readonly string[]): Promise<void>
  close(): Promise<void>
}
