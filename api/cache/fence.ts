import { type Requirement, type Snapshot, shows, showsAllUpTo } from '../database/snapshot.ts'
import type { Provenance, Seen } from './cache.ts'
import type { StreamMessage } from './stream-message.ts'

/** Why a value may not be called fresh. */
export type Overtaking =
  | { readonly kind: 'unheard' }
  | { readonly kind: 'epoch'; readonly mine: number; readonly current: number }
  /** Changed by a transaction that the value does not show. */
  | { readonly kind: 'transaction'; readonly tag: string; readonly transaction: number }
  /** May have been changed by any transaction up to this one, of which the single ones are forgotten. */
  | { readonly kind: 'floor'; readonly tag: string; readonly floor: number }
  /** Changed after the announcement up to which its source had been heard. */
  | { readonly kind: 'position'; readonly tag: string; readonly position: number }

/** What one process knows of invalidations, and whether it may rely on knowing all of them. */
export interface Fence {
  readonly epoch: number | undefined
  /** Sequence of the last announcement heard. */
  readonly position: number | undefined
  /** Grows whenever a verdict may change, except by time. */
  readonly version: number
  readonly rememberedTags: number
  readonly leaseMilliseconds: number
  /** Milliseconds since everything before was known to be heard. */
  heardAgo(): number
  holdsLease(): boolean
  /** The first reason found; undefined: the value shows everything heard so far. */
  overtaking(provenance: Provenance): Overtaking | undefined
  overtakings(provenance: Provenance): Overtaking[]
  /** What a reading must show to be newer than everything heard about the tags of these values. */
  requirementFor(provenances: readonly Provenance[]): Requirement
  /** @returns whether the message says, for the first time or again, that all before it has been told */
  apply(message: StreamMessage): boolean
  /** An invalidation of this process's own, known before the stream tells it. */
  applyOwn(transaction: number, tags: readonly string[]): void
  /** @param instant of the monotonic clock at which everything before was known to be heard */
  renewLease(instant: number): void
}

export interface FenceOptions {
  /** Tags remembered one by one; of those beyond only the newest transaction is known, as the floor of all. */
  readonly mostTags: number
  /** Transactions remembered per tag; older ones become the tag's floor. */
  readonly mostTransactions: number
  readonly leaseMilliseconds: number
  /** Milliseconds, never set back. */
  readonly monotonic: () => number
}

interface TagRecord {
  transactions: number[]
  /** Every transaction up to this one must be over, because single ones are forgotten. */
  floor: number
  position: number
}

/**
 * The rule of the whole cache: a value is fresh only if, for each of its tags, it shows every transaction that is known
 * to have changed what the tag stands for. It does not matter who read the value, from which replica, or how long the
 * filling took.
 *
 * Knowing only the newest transaction of a tag would not do: ids are given at the first write and become visible at
 * commit, so a reading may show transaction 105 and not 100, which commits later. So recent ones are kept one by one.
 * Where they are forgotten, the floor demands that everything up to the newest of them is over, which is stricter.
 */
export function createFence(options: FenceOptions): Fence {
  const { mostTags, mostTransactions, leaseMilliseconds, monotonic } = options
  // In order of their last invalidation: the first is the one to forget.
  const records = new Map<string, TagRecord>()
  let floor = 0
  let floorPosition = 0
  let epoch: number | undefined
  let position: number | undefined
  let heardAt = Number.NEGATIVE_INFINITY
  let version = 0

  function startOver(newFloor: number, newPosition: number): void {
    records.clear()
    floor = Math.max(floor, newFloor)
    floorPosition = newPosition
    position = newPosition
    version += 1
  }

  function remember(transaction: number, tags: readonly string[], at: number): void {
    for (const tag of tags) {
      const record = records.get(tag) ?? { transactions: [], floor, position: floorPosition }
      records.delete(tag)
      records.set(tag, record)
      record.position = Math.max(record.position, at)
      if (!record.transactions.includes(transaction)) record.transactions.push(transaction)
      if (record.transactions.length > mostTransactions) foldOldest(record)
    }
    while (records.size > mostTags) forgetOldest()
    version += 1
  }

  function forgetOldest(): void {
    for (const [tag, record] of records) {
      records.delete(tag)
      floor = Math.max(floor, record.floor, ...record.transactions)
      floorPosition = Math.max(floorPosition, record.position)
      return
    }
  }

  function overtakingOf(tag: string, seen: Seen): Overtaking | undefined {
    const record = records.get(tag)
    if (seen.kind === 'position') {
      const changedAt = record?.position ?? floorPosition
      return changedAt > seen.position ? { kind: 'position', tag, position: changedAt } : undefined
    }
    const tagFloor = record?.floor ?? floor
    if (!showsAllUpTo(seen.snapshot, tagFloor)) return { kind: 'floor', tag, floor: tagFloor }
    const hidden = record === undefined ? undefined : firstHidden(record, seen.snapshot)
    return hidden === undefined ? undefined : { kind: 'transaction', tag, transaction: hidden }
  }

  function* allOvertakings(provenance: Provenance): Generator<Overtaking, undefined> {
    if (epoch === undefined) {
      yield { kind: 'unheard' }
      return
    }
    if (provenance.epoch !== epoch) {
      yield { kind: 'epoch', mine: provenance.epoch, current: epoch }
      return
    }
    for (const { tags, seen } of provenance.parts) {
      for (const tag of tags) {
        const overtaking = overtakingOf(tag, seen)
        if (overtaking !== undefined) yield overtaking
      }
    }
  }

  function applyBatch(message: StreamMessage & { readonly kind: 'batch' }): void {
    if (position === undefined || message.sequence > position + 1) {
      // History begins here, or something before it was lost: it may have been about any tag.
      startOver(message.before, message.sequence - 1)
    }
    for (const { transaction, tags } of message.invalidations) remember(transaction, tags, message.sequence)
    position = message.sequence
  }

  return {
    get epoch() {
      return epoch
    },
    get position() {
      return position
    },
    get version() {
      return version
    },
    get rememberedTags() {
      return records.size
    },
    leaseMilliseconds,
    heardAgo: () => monotonic() - heardAt,
    holdsLease: () => monotonic() - heardAt < leaseMilliseconds,
    overtaking: (provenance) => allOvertakings(provenance).next().value,
    overtakings: (provenance) => [...allOvertakings(provenance)],
    requirementFor(provenances) {
      const transactions = new Set<number>()
      let allUpTo = 0
      for (const tag of new Set(provenances.flatMap(({ parts }) => parts.flatMap(({ tags }) => tags)))) {
        const record = records.get(tag)
        for (const transaction of record?.transactions ?? []) transactions.add(transaction)
        allUpTo = Math.max(allUpTo, record?.floor ?? floor)
      }
      return { transactions: [...transactions], allUpTo }
    },
    apply(message) {
      if (epoch === undefined || message.epoch > epoch) {
        epoch = message.epoch
        position = undefined
        // Transactions of another history have other numbers: nothing of the old floor holds.
        floor = 0
      }
      if (message.epoch < epoch) return false
      if (message.kind === 'batch') {
        if (position === undefined || message.sequence > position) applyBatch(message)
        return false
      }
      if (position === undefined || message.sequence > position) startOver(message.highest, message.sequence)
      return message.sequence === position
    },
    applyOwn(transaction, tags) {
      if (position !== undefined) remember(transaction, tags, position + 1)
    },
    renewLease(instant) {
      heardAt = Math.max(heardAt, instant)
    },
  }
}

/** The smallest becomes the floor: the newer ones stay exact for longest. */
function foldOldest(record: TagRecord): void {
  const oldest = Math.min(...record.transactions)
  record.transactions = record.transactions.filter((transaction) => transaction !== oldest)
  record.floor = Math.max(record.floor, oldest)
}

function firstHidden({ transactions }: TagRecord, snapshot: Snapshot): number | undefined {
  return transactions.find((transaction) => !shows(snapshot, transaction))
}
