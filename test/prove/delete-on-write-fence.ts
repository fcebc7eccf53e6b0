import type { Provenance } from '../../api/cache/cache.ts'
import type { Fence } from '../../api/cache/fence.ts'

/**
 * A fence broken on purpose, as many caches are built: an invalidation throws out what this process has at that moment,
 * and nobody looks at what a value that comes later, from Redis or from a lagging replica, was read from.
 */
export function deleteOnWrite(fence: Fence): Fence {
  /** Invalidations of each tag so far. */
  const counts = new Map<string, number>()
  /** What the counts of its tags were when a value was first seen. */
  const seen = new WeakMap<Provenance, ReadonlyMap<string, number>>()

  const countsOf = ({ parts }: Provenance) =>
    new Map(parts.flatMap(({ tags }) => tags).map((tag) => [tag, counts.get(tag) ?? 0] as const))

  function isDeleted(provenance: Provenance): boolean {
    const before = seen.get(provenance)
    if (before === undefined) {
      seen.set(provenance, countsOf(provenance))
      return false
    }
    return [...countsOf(provenance)].some(([tag, count]) => count !== before.get(tag))
  }

  return {
    get epoch() {
      return fence.epoch
    },
    get position() {
      return fence.position
    },
    get version() {
      return fence.version
    },
    get rememberedTags() {
      return fence.rememberedTags
    },
    leaseMilliseconds: fence.leaseMilliseconds,
    heardAgo: () => fence.heardAgo(),
    holdsLease: () => fence.holdsLease(),
    overtaking: (provenance) =>
      isDeleted(provenance) ? { kind: 'position', tag: 'any', position: 0 } : undefined,
    overtakings: (provenance) =>
      isDeleted(provenance) ? [{ kind: 'position', tag: 'any', position: 0 }] : [],
    // It asks for nothing: whatever replica answers is good enough for it.
    requirementFor: () => ({ transactions: [], allUpTo: 0 }),
    apply(message) {
      if (message.kind === 'batch') {
        for (const tag of message.invalidations.flatMap(({ tags }) => tags)) {
          counts.set(tag, (counts.get(tag) ?? 0) + 1)
        }
      }
      return fence.apply(message)
    },
    applyOwn: (transaction, tags) => {
      fence.applyOwn(transaction, tags)
    },
    renewLease: (instant) => {
      fence.renewLease(instant)
    },
  }
}
