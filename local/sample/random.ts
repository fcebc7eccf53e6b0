/** A repeatable source of choices. Math.random cannot be seeded, and the sample must come out the same everywhere. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number
  /** Whole number, both ends included. */
  between(from: number, until: number): number
  pick<T>(list: readonly T[]): T
  /** Some of the list, in its order. */
  some<T>(list: readonly T[], count: number): T[]
  shuffled<T>(list: readonly T[]): T[]
  chance(probability: number): boolean
}

/** Mulberry32 (Tommy Ettinger, public domain), seeded by the FNV-1a hash of a text. */
export function randomFrom(seed: string): Random {
  let state = 0x811c9dc5
  for (const character of seed) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const between = (from: number, until: number): number => from + Math.floor(next() * (until - from + 1))
  const pick = <T>(list: readonly T[]): T => {
    const choice = list[between(0, list.length - 1)]
    if (choice === undefined) throw new RangeError('There is nothing to pick from.')
    return choice
  }
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => ({ item, order: next() }))
      .sort((one, other) => one.order - other.order)
      .map(({ item }) => item)
  return {
    next,
    between,
    pick,
    shuffled,
    some: (list, count) => {
      const chosen = new Set(shuffled([...list.keys()]).slice(0, count))
      return list.filter((_, index) => chosen.has(index))
    },
    chance: (probability) => next() < probability,
  }
}
