import type { Cluster } from 'ioredis'
import type { Logger } from 'pino'
import type { Metrics } from '../telemetry/metrics.ts'
import { count } from '../telemetry/request-facts.ts'
import type { Cache, CacheManyRequest } from './cache.ts'
import { decodeEntry, type Entry, encodeEntry } from './entry.ts'
import type { ShardBreakers } from './shard-breakers.ts'
import { createTagClock } from './tag-clock.ts'

export interface RedisCacheOptions {
  readonly cluster: Cluster
  readonly onShard: ShardBreakers
  readonly log: Logger
  readonly metrics: Metrics
  readonly clock: () => Date
}

/** What the cache holds for a key. `overtaken`: too old or invalidated; good only if the source is away. */
type Found<T> =
  | { readonly kind: 'hit' | 'stale' | 'overtaken'; readonly entry: Entry<T> }
  | { readonly kind: 'miss' }

type Lifetimes = Pick<CacheManyRequest<unknown>, 'freshSeconds' | 'staleSeconds'>

const valueKey = (key: string) => `value:${key}`

/**
 * Tagged values in a Redis or Valkey cluster. Values are spread over the shards by their keys and need no command
 * with several keys; look-ups of one tick of the event loop share a round trip (auto-pipelining).
 */
export function createRedisCache({ cluster, onShard, log, metrics, clock }: RedisCacheOptions): Cache {
  const tagClock = createTagClock(cluster, onShard)
  const flights = new Map<string, Promise<unknown>>()
  const background = new Set<Promise<unknown>>()

  async function find<T>(keys: readonly string[]): Promise<Found<T>[]> {
    const entries = await Promise.all(keys.map((key) => read<T>(key)))
    const tags = [...new Set(entries.flatMap((entry) => entry?.tags ?? []))]
    const instants = new Map(await instantsOf(tags))
    const now = clock().getTime()
    return entries.map((entry) => {
      if (entry === undefined) return { kind: 'miss' }
      const good = entry.tags.every(
        (tag) => (instants.get(tag) ?? Number.POSITIVE_INFINITY) <= entry.loadedAt,
      )
      if (!good) return { kind: 'overtaken', entry }
      return { kind: now < entry.freshUntil ? 'hit' : 'stale', entry }
    })
  }

  async function read<T>(key: string): Promise<Entry<T> | undefined> {
    try {
      const bytes = await onShard(valueKey(key), () => cluster.getBuffer(valueKey(key)))
      return bytes === null ? undefined : await decodeEntry<T>(bytes)
    } catch (error) {
      failed(error)
      return undefined
    }
  }

  async function instantsOf(tags: readonly string[]): Promise<[string, number | undefined][]> {
    const found = await Promise.allSettled(tags.map((tag) => tagClock.instantOf(tag)))
    return found.map((outcome, index) => {
      if (outcome.status === 'rejected') failed(outcome.reason)
      return [tags[index] ?? '', outcome.status === 'fulfilled' ? outcome.value : undefined]
    })
  }

  function failed(error: unknown): void {
    metrics.cacheRequests.inc({ verdict: 'error' })
    log.debug({ err: error }, 'cache look-up failed')
  }

  function inBackground(work: Promise<unknown>): void {
    const watched = work.catch(failed).finally(() => background.delete(watched))
    background.add(watched)
  }

  /** Loads ids that nobody loads yet; the others join the load that runs. */
  function loadOnce<T>(
    request: CacheManyRequest<T>,
    ids: readonly string[],
    load: (ids: readonly string[]) => Promise<readonly T[]>,
  ): Map<string, Promise<T>> {
    const mine = ids.filter((id) => !flights.has(request.key(id)))
    if (mine.length > 0) {
      const loading = loadAndStore(request, mine, load)
      mine.forEach((id, index) => {
        const key = request.key(id)
        const flight = loading
          .then((values) => values[index] as T)
          .finally(() => {
            if (flights.get(key) === flight) flights.delete(key)
          })
        // Whoever joins handles the error; a flight that nobody waits for must not end the process.
        flight.catch(() => undefined)
        flights.set(key, flight)
      })
    }
    return new Map(ids.map((id) => [id, flights.get(request.key(id)) as Promise<T>]))
  }

  async function loadAndStore<T>(
    request: CacheManyRequest<T>,
    ids: readonly string[],
    load: (ids: readonly string[]) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    // Must come before the load: what is invalidated while it runs is later than this instant.
    const loadedAt = await tagClock.now().catch((error: unknown) => {
      failed(error)
      return undefined
    })
    const values = await load(ids)
    if (loadedAt !== undefined) {
      inBackground(
        Promise.all(
          values.map((value, index) => {
            const id = ids[index] ?? ''
            return store(request.key(id), value, request.tags(value, id), loadedAt, request)
          }),
        ),
      )
    }
    return values
  }

  async function store(
    key: string,
    value: unknown,
    tags: readonly string[],
    loadedAt: number,
    { freshSeconds, staleSeconds }: Lifetimes,
  ): Promise<void> {
    const freshUntil = clock().getTime() + freshSeconds * 1_000
    const bytes = await encodeEntry({ value, tags, loadedAt, freshUntil })
    await tagClock.register(tags, loadedAt)
    await onShard(valueKey(key), () => cluster.set(valueKey(key), bytes, 'EX', freshSeconds + staleSeconds))
  }

  async function getOrLoadMany<T>(
    request: CacheManyRequest<T>,
    load: (ids: readonly string[]) => Promise<readonly T[]>,
  ): Promise<T[]> {
    const ids = [...new Set(request.ids)]
    const found = new Map(
      (await find<T>(ids.map(request.key))).map((entry, index) => [ids[index] ?? '', entry]),
    )
    const needed = ids.filter((id) => isNeeded(found.get(id)))
    const loads = loadOnce(request, needed, load)
    const stale = ids.filter((id) => found.get(id)?.kind === 'stale')
    for (const refresh of loadOnce(request, stale, load).values()) inBackground(refresh)
    const values = new Map<string, T>()
    for (const id of ids) values.set(id, await resolve(found.get(id), loads.get(id)))
    return request.ids.map((id) => values.get(id) as T)
  }

  async function resolve<T>(found: Found<T> | undefined, load: Promise<T> | undefined): Promise<T> {
    if (load === undefined) {
      if (found === undefined || found.kind === 'miss')
        throw new Error('A value was neither found nor loaded.')
      tell(found.kind === 'hit' ? 'hit' : 'stale')
      return found.entry.value
    }
    try {
      const value = await load
      tell('miss')
      return value
    } catch (error) {
      if (found === undefined || found.kind === 'miss') throw error
      log.warn({ err: error }, 'old cached value served, because its source failed')
      tell('stale')
      return found.entry.value
    }
  }

  function tell(verdict: 'hit' | 'stale' | 'miss'): void {
    metrics.cacheRequests.inc({ verdict })
    count(verdict === 'hit' ? 'cacheHits' : verdict === 'stale' ? 'cacheStale' : 'cacheMisses')
  }

  return {
    getOrLoadMany,
    async getOrLoad(request, load) {
      const { key, tags, freshSeconds, staleSeconds } = request
      const one = { ids: [key], key: () => key, tags, freshSeconds, staleSeconds }
      const [value] = await getOrLoadMany(one, async () => [await load()])
      return value as Awaited<ReturnType<typeof load>>
    },
    async invalidate(tags) {
      // Loads that run now may have read what was before; callers from here on must not join them.
      flights.clear()
      await tagClock.invalidate(tags)
      flights.clear()
    },
    async close() {
      // A refresh that ends begins a fill.
      while (background.size > 0) await Promise.all(background)
    },
  }
}

function isNeeded(found: Found<unknown> | undefined): boolean {
  return found === undefined || found.kind === 'miss' || found.kind === 'overtaken'
}
