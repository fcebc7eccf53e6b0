import type { Cluster } from 'ioredis'
import type { ShardBreakers } from './shard-breakers.ts'
import type { EntryKind } from './entry.ts'

/** What all processes share: packed entries, and permits to load, of which there is one per key. */
export interface SharedLevel {
  /** @throws when the shard is away */
  get(kind: EntryKind, key: string): Promise<Buffer | undefined>
  set(kind: EntryKind, key: string, bytes: Buffer, milliseconds: number): Promise<void>
  /** @returns whether the permit is ours now; it ends by itself after `milliseconds` */
  acquire(kind: EntryKind, key: string, token: string, milliseconds: number): Promise<boolean>
  /** Gives the permit back if it is still ours. */
  release(kind: EntryKind, key: string, token: string): Promise<void>
  /** Keys of all entries, in no order, while others come and go. For people, not for requests. */
  keys(): AsyncGenerator<{ readonly kind: EntryKind; readonly key: string }>
}

/** A permit that ran out may be another's by now. */
const releaseOwn = `
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0`

/**
 * A Redis or Valkey cluster. Entries are spread over the shards by their keys and need no command with several keys;
 * look-ups of one tick of the event loop share a round trip (auto-pipelining).
 *
 * @param space keeps several shops on one cluster apart
 */
export function createSharedLevel(cluster: Cluster, onShard: ShardBreakers, space: string): SharedLevel {
  const entryKey = (kind: EntryKind, key: string) => `${kind}:${space}:${key}`
  const permitKey = (kind: EntryKind, key: string) => `permit:${kind}:${space}:${key}`

  return {
    async get(kind, key) {
      const name = entryKey(kind, key)
      return (await onShard(name, () => cluster.getBuffer(name))) ?? undefined
    },
    async set(kind, key, bytes, milliseconds) {
      const name = entryKey(kind, key)
      await onShard(name, () => cluster.set(name, bytes, 'PX', Math.ceil(milliseconds)))
    },
    async acquire(kind, key, token, milliseconds) {
      const name = permitKey(kind, key)
      return (await onShard(name, () => cluster.set(name, token, 'PX', milliseconds, 'NX'))) === 'OK'
    },
    async release(kind, key, token) {
      const name = permitKey(kind, key)
      await onShard(name, () => cluster.eval(releaseOwn, 1, name, token))
    },
    async *keys() {
      for (const master of cluster.nodes('master')) {
        let cursor = '0'
        do {
          const [next, names] = await master.scan(cursor, 'MATCH', `*:${space}:*`, 'COUNT', 1_000)
          cursor = next
          for (const name of names) {
            const kind = (['value', 'entry'] as const).find((each) => name.startsWith(entryKey(each, '')))
            if (kind !== undefined) yield { kind, key: name.slice(entryKey(kind, '').length) }
          }
        } while (cursor !== '0')
      }
    },
  }
}
