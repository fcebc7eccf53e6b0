import { AsyncLocalStorage } from 'node:async_hooks'
import { currentReadScope, type ReadScope, withReadScope } from '../database/read-scope.ts'
import { intersection, type Requirement, type Snapshot } from '../database/snapshot.ts'
import type { Collected, Provenance, ProvenancePart, Seen } from './cache.ts'
import type { Fence } from './fence.ts'

/** Learns what some work was made of. */
export interface Collector {
  /** @param uncacheable why nothing made of the value may be kept; undefined: it may */
  add(provenance: Provenance, freshUntil: number, uncacheable: string | undefined): void
}

const storage = new AsyncLocalStorage<Collector | undefined>()

/** The scope around the caller. */
export function currentCollector(): Collector | undefined {
  return storage.getStore()
}

/** Where a load stands when it begins; what it reads afterwards is at least as new. */
interface LoadStart {
  readonly epoch: number | undefined
  readonly position: number | undefined
}

export interface Loaded<T> {
  readonly result: T
  /** For tags of the value's own; undefined: it cannot be kept. */
  provenanceOf(tags: readonly string[]): Provenance | undefined
  readonly uncacheable: string | undefined
}

/** Runs a load and learns which snapshots it was read at, and which cached values it was made of. */
export async function observeLoad<T>(
  fence: Pick<Fence, 'epoch' | 'position'>,
  mustShow: Requirement | undefined,
  load: () => Promise<T>,
): Promise<Loaded<T>> {
  const start: LoadStart = { epoch: fence.epoch, position: fence.position }
  const gathered = gather()
  let snapshot: Snapshot | undefined
  let isOutside = false
  const reads: ReadScope = {
    wantsSnapshots: true,
    mustShow,
    note(seen) {
      if (seen === undefined) isOutside = true
      else snapshot = snapshot === undefined ? seen : intersection(snapshot, seen)
    },
  }
  const result = await storage.run(gathered.collector, () => withReadScope(reads, load))
  return {
    result,
    uncacheable: gathered.uncacheable(),
    provenanceOf(tags) {
      const { epoch, position } = start
      if (epoch === undefined || position === undefined) return undefined
      const own: Seen[] = []
      if (snapshot !== undefined) own.push({ kind: 'snapshot', snapshot })
      if (snapshot === undefined || isOutside) own.push({ kind: 'position', position })
      return gathered.provenance(
        epoch,
        own.map((seen) => ({ seen, tags })),
      )
    },
  }
}

/** See `Cache.collect`. */
export async function collect<T>(fence: Pick<Fence, 'epoch'>, work: () => Promise<T>): Promise<Collected<T>> {
  const around = currentCollector()
  const gathered = gather()
  let uncovered: string | undefined
  const collector: Collector = {
    add(provenance, freshUntil, uncacheable) {
      gathered.collector.add(provenance, freshUntil, uncacheable)
      around?.add(provenance, freshUntil, uncacheable)
    },
  }
  const readsAround = currentReadScope()
  const reads: ReadScope = {
    wantsSnapshots: false,
    mustShow: readsAround?.mustShow,
    note() {
      uncovered ??= 'A source was read outside of any cached load.'
      readsAround?.note(undefined)
    },
  }
  const value = await storage.run(collector, () => withReadScope(reads, work))
  const provenance = gathered.provenance(fence.epoch ?? 0, [])
  return {
    value,
    provenance,
    tags: [...new Set(provenance.parts.flatMap(({ tags }) => tags))],
    uncacheable:
      gathered.uncacheable() ??
      uncovered ??
      (fence.epoch === undefined ? 'Nothing is heard yet.' : undefined),
  }
}

/** Adds up what values were made of. */
function gather() {
  const gathered: ProvenancePart[] = []
  let earliestEpoch: number | undefined
  let freshUntil: number | undefined
  let reason: string | undefined

  return {
    collector: {
      add(provenance: Provenance, entryFreshUntil: number, uncacheable: string | undefined) {
        gathered.push(...provenance.parts)
        earliestEpoch = Math.min(earliestEpoch ?? provenance.epoch, provenance.epoch)
        const ends = Math.min(entryFreshUntil, provenance.freshUntil ?? entryFreshUntil)
        freshUntil = Math.min(freshUntil ?? ends, ends)
        reason ??= uncacheable
      },
    },
    uncacheable: () => reason,
    provenance: (epoch: number, own: readonly ProvenancePart[]): Provenance => ({
      parts: merged([...gathered, ...own]),
      epoch: Math.min(epoch, earliestEpoch ?? epoch),
      freshUntil: freshUntil ?? null,
    }),
  }
}

/** One part for all tags with the same reading. A tag that came with several snapshots has their intersection. */
function merged(parts: readonly ProvenancePart[]): ProvenancePart[] {
  if (parts.length === 1) return [...parts]
  const snapshots = new Map<string, Snapshot>()
  const positions = new Map<string, number>()
  for (const { seen, tags } of parts) {
    for (const tag of tags) {
      if (seen.kind === 'position') {
        positions.set(tag, Math.min(positions.get(tag) ?? seen.position, seen.position))
      } else {
        const known = snapshots.get(tag)
        snapshots.set(tag, known === undefined ? seen.snapshot : intersectionOf(known, seen.snapshot))
      }
    }
  }
  return [
    ...grouped(snapshots, (snapshot) => ({ kind: 'snapshot', snapshot })),
    ...grouped(positions, (position) => ({ kind: 'position', position })),
  ]
}

/** Values that were loaded together share one object, and most tags come with one snapshot only. */
function intersectionOf(one: Snapshot, other: Snapshot): Snapshot {
  return one === other ? one : intersection(one, other)
}

function grouped<Reading>(
  byTag: ReadonlyMap<string, Reading>,
  seen: (reading: Reading) => Seen,
): ProvenancePart[] {
  const parts = new Map<string, { seen: Seen; tags: string[] }>()
  for (const [tag, reading] of byTag) {
    const name = JSON.stringify(reading)
    const part = parts.get(name)
    if (part === undefined) parts.set(name, { seen: seen(reading), tags: [tag] })
    else part.tags.push(tag)
  }
  return [...parts.values()]
}
