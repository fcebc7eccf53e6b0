import { environment } from '../../api/contract.ts'
import { load } from '../load.ts'
import { residentMegabytes, startServer } from '../process.ts'
import { market, storefrontQuestion } from '../questions.ts'
import type { Findings, Scenario } from './findings.ts'

/** Small enough to fill soon, large enough to stand out from what a process needs anyway. */
const limitMegabytes = 64
const bytesPerMegabyte = 1_000_000

interface Reading {
  readonly resident: number
  readonly counted: number
  readonly entries: number
}

/**
 * Fills the memory level several times over with different answers, and looks at the process from outside. What
 * remains of the growth over a process with the smallest memory is what the level really takes.
 */
export async function measureMemory({ shop, tell, seconds }: Scenario): Promise<Findings> {
  const [workerPort = 0, port = 0] = shop.freePorts
  const variables = shop.apiVariables()
  const worker = await startServer({ name: 'worker', entry: 'api/worker.ts', port: workerPort, variables })
  const fill = async (
    megabytes: number,
    isEnough: (part: number, counted: number) => boolean,
  ): Promise<Filled> => {
    const server = await startServer({
      name: `memory-${megabytes}`,
      entry: 'api/main.ts',
      port,
      variables: shop.apiVariables({ [environment.cacheMemoryMegabytes]: String(megabytes) }),
    })
    const read = async (): Promise<Reading> => {
      const { memory } = (await (await fetch(`${server.origin}/cache/state`)).json()) as {
        memory: { entries: number; bytes: number }
      }
      return {
        resident: await residentMegabytes(server.pid),
        counted: memory.bytes / bytesPerMegabyte,
        entries: memory.entries,
      }
    }
    try {
      await load({ origin: server.origin, questions: questions(0), connections: 8, seconds })
      const before = await read()
      // Few at a time, so that each is asked more than once: what is asked once gets a fifth of the memory.
      let part = 0
      for (; part < mostParts && !isEnough(part, (await read()).counted); part += 1) {
        await load({
          origin: server.origin,
          questions: questions(part + 1),
          connections: 8,
          seconds: 2 * seconds,
        })
        const { resident, counted, entries } = await read()
        tell(
          `${megabytes} MB: ${entries} entries, counted ${counted.toFixed(1)} MB, resident ${resident.toFixed(0)} MiB`,
        )
      }
      return { before, after: await read(), parts: part }
    } finally {
      await server.stop()
    }
  }
  try {
    const large = await fill(limitMegabytes, (_, counted) => counted > 0.95 * limitMegabytes)
    return compare(await fill(1, (part) => part >= large.parts), large)
  } finally {
    await worker.stop()
  }
}

interface Filled {
  readonly before: Reading
  readonly after: Reading
  /** Rounds of different questions that it took. */
  readonly parts: number
}

function compare(small: Filled, large: Filled): Findings {
  const grown = ((large.after.resident - small.after.resident) * 1_048_576) / bytesPerMegabyte
  const row = (name: string, { before, after }: Filled) => [
    name,
    String(after.entries),
    after.counted.toFixed(1),
    before.resident.toFixed(0),
    after.resident.toFixed(0),
  ]
  return {
    title: 'Memory',
    text:
      `Two processes are asked for different pages for ${large.parts} rounds, until one is full: one with a memory level of 1 MB, one of ${limitMegabytes} MB. ` +
      'The difference of their resident sizes is what the level takes; the rest is what the same load costs anyway ' +
      "(code, V8's young generation, buffers).",
    tables: [
      [
        ['memory level', 'entries', 'counted MB', 'resident MiB before', 'after'],
        row('1 MB', small),
        row(`${limitMegabytes} MB`, large),
      ],
    ],
    targets: [
      {
        name: `memory level of ${limitMegabytes} MB, by its own count`,
        wanted: `≤ ${limitMegabytes} MB`,
        measured: `${large.after.counted.toFixed(1)} MB`,
        met: large.after.counted <= limitMegabytes,
      },
      {
        name: `memory level of ${limitMegabytes} MB, resident beyond that of 1 MB`,
        wanted: `≤ ${1.25 * limitMegabytes} MB`,
        measured: `${grown.toFixed(0)} MB`,
        met: grown <= 1.25 * limitMegabytes,
      },
    ],
  }
}

/** A machine that has not filled it by then is too busy to measure on. */
const mostParts = 25
const perPart = 200

function questions(part: number) {
  return Array.from({ length: perPart }, (_, index) =>
    storefrontQuestion('ProductList', {
      ...market,
      first: 24,
      after: null,
      sort: 'NEWEST',
      filter: { priceFrom: part * perPart + index },
    }),
  )
}
