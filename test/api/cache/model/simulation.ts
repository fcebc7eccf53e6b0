import { setImmediate as turn } from 'node:timers/promises'

/** Virtual time: what is due happens in order, and between two events everything that can run runs. */
export interface Simulation {
  readonly now: () => number
  /** At least 0, below 1; the same for the same seed. */
  readonly random: () => number
  /** Milliseconds, mostly short, seldom up to `longest`. */
  delay(longest: number): number
  at(milliseconds: number, work: () => void): void
  readonly wait: (milliseconds: number) => Promise<void>
  runFor(milliseconds: number): Promise<void>
}

export function createSimulation(seed: number): Simulation {
  const queue: { readonly time: number; readonly order: number; readonly work: () => void }[] = []
  let now = 1_000
  let order = 0
  let state = seed >>> 0

  /** mulberry32. */
  function random(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  function at(milliseconds: number, work: () => void): void {
    order += 1
    const event = { time: now + Math.max(0, milliseconds), order, work }
    let index = queue.length
    // Ascending from the end, where the next event lies, so that taking it costs nothing.
    while (index > 0 && isBefore(queue[index - 1] ?? event, event)) index -= 1
    queue.splice(index, 0, event)
  }

  return {
    now: () => now,
    random,
    delay: (longest) => (random() < 0.1 ? random() * longest : random() * Math.min(longest, 3)),
    at,
    wait: (milliseconds) => new Promise((resolve) => at(milliseconds, resolve)),
    async runFor(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        await turn()
        const next = queue.at(-1)
        if (next === undefined || next.time > end) break
        queue.pop()
        now = next.time
        next.work()
      }
      now = end
    },
  }
}

function isBefore(one: { time: number; order: number }, other: { time: number; order: number }): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order)
}
