import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { z } from 'zod'
import { cacheFence } from '../../api/resilience/settings.ts'
import { createPriceWriter, type VersionedProduct, type Written } from '../../bench/cache/price-writer.ts'
import { readVersion } from '../../bench/cache/read-version.ts'
import { market, storefrontQuestion } from '../../bench/questions.ts'
import { type FaultName, type World } from './world.ts'
import { judge, type Read, type Verdict, type Write } from './history.ts'

export interface RunOptions {
  readonly seconds: number
  /** Faults that happen, one at a time. */
  readonly faults: readonly FaultName[]
  /** The same seed makes the same faults, in the same order. */
  readonly seed: number
  readonly tell: (line: string) => void
}

/** Few, so that every version of each is read often. */
const productCount = 4
/** From a write to the next of the same product it is stale for as long as nobody hears of it. */
const writesPerSecond = 8
const readersPerProcess = 2
/** Lease and one second: what a single failure may cost. */
const boundMilliseconds = cacheFence.lease + 1_000

const state = z.object({ position: z.number().optional() })

/** Writes, reads and breaks for a while, and judges what was read. */
export async function prove(world: World, options: RunOptions): Promise<Verdict> {
  const writer = await createPriceWriter(world.shop.directUrl, productCount)
  const written: Written[] = []
  const reads: Read[] = []
  const ending = new AbortController()
  try {
    for (const product of writer.products) written.push(await writer.writeNext(product))
    // Every process shall have heard of the first versions; before that, prices are those of the sample.
    await delay(1_500)
    const write = async () => {
      for (let turn = 0; !ending.signal.aborted; turn += 1) {
        const product = writer.products[turn % writer.products.length]
        if (product !== undefined) written.push(await writer.writeNext(product))
        await delay(1_000 / writesPerSecond)
      }
    }
    const readers = world.apis.flatMap(({ name, origin }) =>
      Array.from({ length: readersPerProcess }, () =>
        readUntil(ending.signal, name, origin, writer.products, reads),
      ),
    )
    const working = Promise.all([write(), ...readers])
    await Promise.race([working, breakThings(world, options)])
    ending.abort()
    await working
    return judge(reads, await announced(world.shop.directUrl, written), boundMilliseconds)
  } finally {
    ending.abort()
    await writer.close()
  }
}

/** One fault after the other, with healthy times between them. */
async function breakThings(world: World, { seconds, faults, seed, tell }: RunOptions): Promise<void> {
  const random = createRandom(seed)
  const endsAt = performance.now() + seconds * 1_000
  const left = () => Math.max(0, endsAt - performance.now())
  for (let turn = 0; left() > 0; turn += 1) {
    const name = faults[turn % faults.length]
    const fault = name === undefined ? undefined : world.faults[name]
    // Longer than the lease half of the time.
    const lasting = 1_000 + 4_000 * random()
    if (fault !== undefined && left() > lasting) {
      tell(`${String(name)} for ${(lasting / 1_000).toFixed(1)} s`)
      await fault.begin(random())
      try {
        await delay(lasting)
      } finally {
        await fault.end()
      }
    }
    await delay(Math.min(left(), 1_500 + 1_500 * random()))
  }
}

async function readUntil(
  signal: AbortSignal,
  process: string,
  origin: string,
  products: readonly VersionedProduct[],
  reads: Read[],
): Promise<void> {
  for (let turn = 0; !signal.aborted; turn += 1) {
    const product = products[turn % products.length]
    if (product === undefined) return
    const question = storefrontQuestion('ProductPage', { ...market, slug: product.slug })
    try {
      const asked = await fetch(`${origin}/cache/state`, { signal: AbortSignal.timeout(10_000) })
      const { position } = state.parse(await asked.json())
      const startedAt = performance.now()
      const { version, cacheStatus } = await readVersion(origin, question)
      reads.push({
        process,
        product: product.id,
        version,
        isFresh: isVouchedFor(cacheStatus),
        heard: position,
        startedAt,
        cacheStatus,
      })
    } catch {
      // A paused process, a full queue: no answer is no wrong answer.
    }
    await delay(2)
  }
}

/** Whether the API calls its answer fresh; see `api/graphql/answers/answer-sender.ts`. */
function isVouchedFor(cacheStatus: string): boolean {
  return /; hit;.*detail=(memory|redis)$/.test(cacheStatus) || /; fwd=miss; stored/.test(cacheStatus)
}

/** Which batch announced each version; the outbox remembers. */
async function announced(directUrl: string, written: readonly Written[]): Promise<Write[]> {
  const client = new Client({ connectionString: directUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ transaction: number; sequence: number | null }>(
      'select transaction_id::text::float8 as transaction, sequence::float8 from outbox where sequence is not null',
    )
    const sequences = new Map(rows.map(({ transaction, sequence }) => [transaction, sequence ?? undefined]))
    return written.map(({ product, version, committedAt, transaction }) => ({
      product: product.id,
      version,
      committedAt,
      sequence: sequences.get(transaction),
    }))
  } finally {
    await client.end()
  }
}

/** Mulberry32 by Tommy Ettinger, public domain: 0 up to 1, the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
