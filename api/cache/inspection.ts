import type { CacheInspection, EntryFacts, Verdict } from './cache.ts'
import type { CoreOptions } from './core.ts'
import { type EncodedEntry, type Entry, type EntryKind, unpackEntry } from './entry.ts'
import type { Overtaking } from './fence.ts'

/** Answers operators' questions; changes nothing, not even what was used last. */
export function createInspection(
  options: Pick<CoreOptions, 'fence' | 'memory' | 'shared' | 'clock'>,
): CacheInspection {
  const { fence, memory, shared, clock } = options

  function verdictOf(entry: Entry): { verdict: Verdict; reasons: string[] } {
    const now = clock().getTime()
    const reasons = fence.overtakings(entry.provenance).map(sentence)
    const isOvertaken = reasons.length > 0
    const ago = (instant: number) => `${((now - instant) / 1_000).toFixed(1)} s ago`
    if (now >= entry.freshUntil) reasons.push(`Its freshness ended ${ago(entry.freshUntil)}.`)
    if (now >= entry.staleUntil)
      reasons.push(`The time to serve it while it is refreshed ended ${ago(entry.staleUntil)}.`)
    if (!fence.holdsLease()) reasons.push(leaseSentence(fence.heardAgo(), fence.leaseMilliseconds))
    if (now >= entry.staleUntil) return { verdict: 'expired', reasons }
    if (isOvertaken) return { verdict: 'overtaken', reasons }
    if (now >= entry.freshUntil) return { verdict: 'stale', reasons }
    return { verdict: fence.holdsLease() ? 'fresh' : 'lease-expired', reasons }
  }

  const factsOf = (level: 'memory' | 'redis', entry: Entry, bytes: number): EntryFacts => ({
    level,
    ...verdictOf(entry),
    kind: entry.kind,
    bytes,
    tags: entry.tags,
    provenance: entry.provenance,
    storedAt: entry.storedAt,
    freshUntil: entry.freshUntil,
    staleUntil: entry.staleUntil,
    errorUntil: entry.errorUntil,
  })

  function keptOf(kind: EntryKind, key: string) {
    for (const [name, kept] of memory.entries()) if (name === `${kind}:${key}`) return kept
    return undefined
  }

  async function sharedEntry(
    kind: EntryKind,
    key: string,
  ): Promise<(EncodedEntry & { bytes: number }) | undefined> {
    const bytes = await shared.get(kind, key)
    return bytes && { ...(await unpackEntry(bytes)), bytes: bytes.length }
  }

  return {
    state: () => ({
      position: fence.position,
      epoch: fence.epoch,
      heardAgo: fence.heardAgo(),
      leaseMilliseconds: fence.leaseMilliseconds,
      rememberedTags: fence.rememberedTags,
      memory: { entries: memory.size, bytes: memory.bytes, limitBytes: memory.limitBytes },
    }),
    topTags(limit) {
      const entriesOf = new Map<string, number>()
      for (const [, { entry }] of memory.entries()) {
        for (const tag of entry.tags) entriesOf.set(tag, (entriesOf.get(tag) ?? 0) + 1)
      }
      return [...entriesOf]
        .sort(([, one], [, other]) => other - one)
        .slice(0, limit)
        .map(([tag, entries]) => ({ tag, entries }))
    },
    async explain(key, kind) {
      const kept = keptOf(kind, key)
      const inShared = await sharedEntry(kind, key)
      return [
        ...(kept === undefined ? [] : [factsOf('memory', kept.entry, kept.bytes)]),
        ...(inShared === undefined ? [] : [factsOf('redis', inShared.entry, inShared.bytes)]),
      ]
    },
    async keysOfTag(tag, limit) {
      const keys = new Map<string, { key: string; kind: EntryKind }>()
      for (const [name, { entry }] of memory.entries()) {
        if (keys.size >= limit) return [...keys.values()]
        if (entry.tags.includes(tag))
          keys.set(name, { kind: entry.kind, key: name.slice(entry.kind.length + 1) })
      }
      for await (const { kind, key } of shared.keys()) {
        if (keys.size >= limit) break
        if ((await sharedEntry(kind, key))?.entry.tags.includes(tag) === true)
          keys.set(`${kind}:${key}`, { kind, key })
      }
      return [...keys.values()]
    },
  }
}

function leaseSentence(heardAgo: number, lease: number): string {
  const since = Number.isFinite(heardAgo) ? `for ${(heardAgo / 1_000).toFixed(1)} s` : 'yet'
  return `This process has heard nothing from the relay ${since}; nothing is fresh after ${(lease / 1_000).toFixed(1)} s.`
}

function sentence(overtaking: Overtaking): string {
  switch (overtaking.kind) {
    case 'unheard':
      return 'This process has not heard of any invalidation yet, so it knows nothing about the entry.'
    case 'epoch':
      return `The entry was made in epoch ${overtaking.mine} of the database; it is in epoch ${overtaking.current} now.`
    case 'transaction':
      return `${overtaking.tag} was changed by transaction ${overtaking.transaction}, which the entry does not show.`
    case 'floor':
      return `${overtaking.tag} may have been changed by any transaction up to ${overtaking.floor}, and the entry does not show all of them.`
    case 'position':
      return `${overtaking.tag} was announced as changed by batch ${overtaking.position}, after its source was read.`
    default:
      return overtaking satisfies never
  }
}
