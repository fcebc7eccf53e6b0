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

/**
 * Values that are dear to make, shared by all processes. A failure of the cache is a miss, never an error. Values
 * are JSON; they must not belong to one person.
 */
export interface Cache {
  /** The cached value, or what `load` gives; one `load` per key at a time in this process. */
  getOrLoad<T>(request: CacheRequest<T>, load: () => Promise<T>): Promise<T>
  /** Makes every value that carries one of the tags unservable as fresh, in all processes. */
  invalidate(tags: readonly string[]): Promise<void>
  close(): Promise<void>
}
