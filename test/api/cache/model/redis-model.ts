import type { SharedLevel } from '../../../../api/cache/shared-level.ts'
import type { StreamMessage } from '../../../../api/cache/stream-message.ts'
import type { StreamPage, StreamSource } from '../../../../api/cache/stream-reader.ts'
import type { StreamWriter } from '../../../../api/cache/stream-writer.ts'
import type { Simulation } from './simulation.ts'

interface StreamEntry {
  readonly sequence: number
  /** 0 for a batch, microseconds for a heartbeat. */
  readonly beat: number
  readonly message: StreamMessage
}

/** Redis as processes reach it over a network that is slow at times, or gone. */
export interface RedisModel {
  shared(link: Link): SharedLevel
  source(link: Link): StreamSource
  writer(link: Link): StreamWriter
  /** The master dies, and its replica lacks the last entries of the stream and some of the values. */
  failOver(lostEntries: number): void
}

/** One process's way to Redis. */
export interface Link {
  /** Ends the process's part in the simulation when it is false. */
  isAlive(): boolean
  isCut(): boolean
  /** While in the future, the process does not run; what arrives meanwhile waits. */
  pausedUntil(): number
}

export function createRedisModel(simulation: Simulation): RedisModel {
  const values = new Map<string, Buffer>()
  const permits = new Map<string, { readonly token: string; readonly until: number }>()
  let entries: StreamEntry[] = []
  let skew = 0
  const micros = () => Math.round((simulation.now() + skew) * 1_000)

  async function resumed(link: Link): Promise<void> {
    while (link.pausedUntil() > simulation.now()) await simulation.wait(link.pausedUntil() - simulation.now())
    if (!link.isAlive()) await new Promise<never>(() => undefined)
  }

  /** A command: on its way there and back things may go wrong, before its effect and after it. */
  async function command<T>(link: Link, effect: () => T): Promise<T> {
    await resumed(link)
    await simulation.wait(simulation.delay(80))
    if (link.isCut()) throw await timedOut(100)
    const result = effect()
    await simulation.wait(simulation.delay(80))
    if (link.isCut()) throw await timedOut(100)
    await resumed(link)
    return result
  }

  async function timedOut(milliseconds: number): Promise<Error> {
    await simulation.wait(milliseconds)
    return new Error('Command timed out')
  }

  const idOf = ({ sequence, beat }: StreamEntry) => `${sequence}-${beat}`
  function after(from: string): StreamEntry[] {
    const [sequence = 0, beat = 0] = from.split('-').map(Number)
    return entries.filter(
      (entry) => entry.sequence > sequence || (entry.sequence === sequence && entry.beat > beat),
    )
  }
  const pageOf = (found: StreamEntry[]): StreamPage => ({
    messages: found.slice(0, 500).map((entry) => ({ id: idOf(entry), message: entry.message })),
    isEnd: found.length < 500,
  })

  return {
    shared: (link) => ({
      get: (kind, key) => command(link, () => values.get(`${kind}:${key}`)),
      set: (kind, key, bytes) => command(link, () => void values.set(`${kind}:${key}`, bytes)),
      acquire: (kind, key, token, milliseconds) =>
        command(link, () => {
          const held = permits.get(`${kind}:${key}`)
          if (held !== undefined && held.until > simulation.now()) return false
          permits.set(`${kind}:${key}`, { token, until: simulation.now() + milliseconds })
          return true
        }),
      release: (kind, key, token) =>
        command(link, () => {
          if (permits.get(`${kind}:${key}`)?.token === token) permits.delete(`${kind}:${key}`)
        }),
      keys: () => {
        throw new Error('Nobody looks through a simulated Redis.')
      },
    }),
    source: (link) => ({
      async read(from) {
        await resumed(link)
        await simulation.wait(simulation.delay(80))
        const until = simulation.now() + 500
        let found = after(from)
        while (found.length === 0 && simulation.now() < until) {
          await simulation.wait(5)
          found = after(from)
        }
        if (link.isCut()) throw await timedOut(900)
        const page = pageOf(found)
        // An answer that lies in a buffer for long, e.g. while the process is paused.
        await simulation.wait(simulation.delay(simulation.random() < 0.02 ? 850 : 40))
        await resumed(link)
        return page
      },
      peek: (from) => command(link, () => ({ ...pageOf(after(from)), now: micros() })),
      close: () => undefined,
    }),
    writer: (link) => ({
      time: () => command(link, micros),
      append: (batch) =>
        command(link, () => {
          const last = entries.at(-1)
          if (last !== undefined && last.sequence !== batch.sequence - 1) {
            return { sequence: last.sequence, epoch: last.message.epoch }
          }
          entries.push({ sequence: batch.sequence, beat: 0, message: batch })
          return 'appended'
        }),
      beat: (at, askedAt) =>
        command(link, () => {
          if (micros() - askedAt > 500_000) return 'too-late'
          const last = entries.at(-1)
          if (last !== undefined && (last.sequence !== at.sequence || last.message.epoch !== at.epoch)) {
            return { sequence: last.sequence, epoch: last.message.epoch }
          }
          if (last !== undefined && last.beat >= micros())
            throw new Error('The id is not above the last one.')
          entries.push({ sequence: at.sequence, beat: micros(), message: { kind: 'heartbeat', ...at } })
          return 'told'
        }),
    }),
    failOver(lostEntries) {
      entries = entries.slice(0, Math.max(0, entries.length - lostEntries))
      for (const key of [...values.keys()]) if (simulation.random() < 0.5) values.delete(key)
      permits.clear()
      // The clocks of two machines.
      skew = simulation.random() * 200
    },
  }
}
