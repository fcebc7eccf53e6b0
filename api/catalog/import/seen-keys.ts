import { hash } from 'node:crypto'

/** Which keys a file has had, and on which line each came first. */
export interface SeenKeys {
  /** Line on which the key came before; undefined: it is new, and noted with this line. */
  firstLine(key: string, line: number): number | undefined
  has(key: string): boolean
}

const startingSlots = 4096

/**
 * A million keys in 40 MB: kept is a digest of 128 bits (a false match in 10^26 files of a million keys) and the line,
 * in arrays of numbers, where a Map of strings would take 150 MB.
 */
export function createSeenKeys(): SeenKeys {
  let slots = startingSlots
  let digests = new BigUint64Array(slots * 2)
  // 0 marks a free slot; lines begin with 1.
  let lines = new Uint32Array(slots)
  let count = 0

  const slotOf = (high: bigint, low: bigint): number => {
    let slot = Number(low & BigInt(slots - 1))
    while (lines[slot] !== 0 && (digests[slot * 2] !== high || digests[slot * 2 + 1] !== low)) {
      slot = (slot + 1) & (slots - 1)
    }
    return slot
  }
  const put = (high: bigint, low: bigint, line: number): void => {
    const slot = slotOf(high, low)
    digests[slot * 2] = high
    digests[slot * 2 + 1] = low
    lines[slot] = line
  }
  const grow = (): void => {
    const before = { digests, lines }
    slots *= 2
    digests = new BigUint64Array(slots * 2)
    lines = new Uint32Array(slots)
    for (const [slot, line] of before.lines.entries()) {
      if (line !== 0) put(before.digests[slot * 2] ?? 0n, before.digests[slot * 2 + 1] ?? 0n, line)
    }
  }
  const digestOf = (key: string): readonly [bigint, bigint] => {
    const digest = hash('md5', key, 'buffer')
    return [digest.readBigUInt64LE(0), digest.readBigUInt64LE(8)]
  }
  return {
    firstLine: (key, line) => {
      const [high, low] = digestOf(key)
      const known = lines[slotOf(high, low)] ?? 0
      if (known !== 0) return known
      if (count * 4 > slots * 3) grow()
      put(high, low, line)
      count += 1
      return undefined
    },
    has: (key) => lines[slotOf(...digestOf(key))] !== 0,
  }
}
