import type { Cluster } from 'ioredis'
import type { ShardBreakers } from './shard-breakers.ts'

/**
 * Tells which cached values an invalidation has overtaken. Every invalidation gets an instant from one clock, and
 * so does every load before it starts: a value is good as long as none of its tags has a later instant.
 *
 * The instants come from one key in one shard, because the clocks of several shards cannot be compared. They are
 * microseconds of that server, pushed forward where needed so that none is given twice (a hybrid logical clock,
 * Kulkarni et al. 2014): after a failover that lost some, time itself soon catches up.
 */
export interface TagClock {
  /** An instant before which everything invalidated so far lies. */
  now(): Promise<number>
  /** Last invalidation of the tag; undefined: unknown, so no value that has it is good. */
  instantOf(tag: string): Promise<number | undefined>
  /** Makes unknown tags known as good since `instant`; called when a value that has them is stored. */
  register(tags: readonly string[], instant: number): Promise<void>
  /** Overtakes every value loaded so far that has one of the tags. */
  invalidate(tags: readonly string[]): Promise<void>
}

const clockKey = 'tag-clock'
const tagKey = (tag: string) => `tag:${tag}`

/** A day; values live shorter. A tag that is forgotten makes its values misses, never stale hits. */
const tagLifetimeSeconds = 86_400

/** %.0f, because Lua's default writes large numbers with an exponent. */
const tick = `
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
  local last = tonumber(redis.call('GET', KEYS[1]) or '0')
  local instant = string.format('%.0f', math.max(now, last + 1))
  redis.call('SET', KEYS[1], instant)
  return instant`

/** The later of two invalidations that overtake each other on the way must win. */
const raise = `
  local last = tonumber(redis.call('GET', KEYS[1]) or '0')
  if tonumber(ARGV[1]) > last then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end
  return 1`

export function createTagClock(cluster: Cluster, onShard: ShardBreakers): TagClock {
  const takeInstant = async () => Number(await onShard(clockKey, () => cluster.eval(tick, 1, clockKey)))

  return {
    now: takeInstant,
    async instantOf(tag) {
      const instant = await onShard(tagKey(tag), () => cluster.get(tagKey(tag)))
      return instant === null ? undefined : Number(instant)
    },
    async register(tags, instant) {
      await Promise.all(
        tags.map((tag) =>
          onShard(tagKey(tag), () =>
            cluster.set(tagKey(tag), String(instant), 'EX', tagLifetimeSeconds, 'NX'),
          ),
        ),
      )
    },
    async invalidate(tags) {
      const instant = await takeInstant()
      await Promise.all(
        tags.map((tag) =>
          onShard(tagKey(tag), () =>
            cluster.eval(raise, 1, tagKey(tag), String(instant), tagLifetimeSeconds),
          ),
        ),
      )
    },
  }
}
