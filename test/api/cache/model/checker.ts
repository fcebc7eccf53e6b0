import { pino } from 'pino'
import type { Cache, CacheRequest, FoundEntry } from '../../../../api/cache/cache.ts'
import { createFence, type Fence } from '../../../../api/cache/fence.ts'
import { createFencedCache } from '../../../../api/cache/fenced-cache.ts'
import { createMemoryLevel } from '../../../../api/cache/memory-level.ts'
import type { SharedLevel } from '../../../../api/cache/shared-level.ts'
import { createStreamReader } from '../../../../api/cache/stream-reader.ts'
import { createInvalidationFeed } from '../../../../api/events/invalidation-feed.ts'
import { cacheFence } from '../../../../api/resilience/settings.ts'
import { createMetrics } from '../../../../api/telemetry/metrics.ts'
import { createDatabaseModel, type DatabaseModel } from './database-model.ts'
import { createRedisModel, type Link, type RedisModel } from './redis-model.ts'
import { createSimulation, type Simulation } from './simulation.ts'

/** Something that goes wrong, or is written, at some time. Milliseconds. */
export interface Happening {
  readonly at: number
  readonly kind:
    | 'write'
    | 'lag-replica'
    | 'pause-relay'
    | 'kill-relay'
    | 'second-relay'
    | 'pause-process'
    | 'cut-process'
    | 'fail-over'
  readonly which: number
  readonly lasts: number
}

export interface Schedule {
  readonly seed: number
  readonly happenings: readonly Happening[]
}

/** Makes a fence worse than it is, to see that the checker notices. */
export type Sabotage = (fence: Fence, shared: SharedLevel, forget: () => void) => Fence

export interface Verdict {
  readonly violations: readonly string[]
  /** Values served as fresh: a run without any has shown nothing. */
  readonly fresh: number
  readonly loads: number
}

const processes = 3
const keys = ['a', 'b', 'c']
const lasting = 15_000
/** From commit to the last moment at which any process may call the older value fresh. */
const bound = cacheFence.lease + 1_000
const quiet = pino({ level: 'silent' })
// One for all: nobody reads them, and making them is what would take longest.
const metrics = createMetrics()

/**
 * Runs the cache, its fence, the stream's reader and the relay, as they are, on a model of database and Redis, and
 * checks every value that a process serves as fresh:
 *
 * - it is no older than what was announced to that process before it was asked;
 * - it is no older than what was committed `lease + 1 s` before it was asked, whatever the process has heard.
 */
export async function check(schedule: Schedule, sabotage: Sabotage = (fence) => fence): Promise<Verdict> {
  const simulation = createSimulation(schedule.seed)
  const database = createDatabaseModel(simulation)
  const redis = createRedisModel(simulation)
  const violations: string[] = []
  const tally = { fresh: 0, loads: 0 }
  const relays = createRelays(simulation, database, redis)
  const members = Array.from({ length: processes }, (_, index) =>
    createProcess(index, simulation, database, redis, sabotage, tally),
  )
  relays.start()
  for (const happening of schedule.happenings) {
    simulation.at(happening.at, () => happen(happening, { simulation, database, redis, relays, members }))
  }
  for (const member of members) askForEver(member, simulation, database, violations, tally)
  await simulation.runFor(lasting)
  return { violations, ...tally }
}

interface Member {
  readonly index: number
  readonly cache: Cache
  readonly fence: Fence
  /** Transactions of which this process has been told. */
  readonly heard: Set<number>
  readonly link: MutableLink
  load(key: string): Promise<number>
}

interface MutableLink extends Link {
  cutUntil: number
  resumesAt: number
}

function createLink(simulation: Simulation): MutableLink {
  const link: MutableLink = {
    cutUntil: 0,
    resumesAt: 0,
    isAlive: () => true,
    isCut: () => simulation.now() < link.cutUntil,
    pausedUntil: () => link.resumesAt,
  }
  return link
}

function createProcess(
  index: number,
  simulation: Simulation,
  database: DatabaseModel,
  redis: RedisModel,
  sabotage: Sabotage,
  tally: { loads: number },
): Member {
  const link = createLink(simulation)
  const heard = new Set<number>()
  const shared = redis.shared(link)
  let memory = createMemoryLevel(1_000_000)
  const real = createFence({
    mostTags: 2,
    mostTransactions: 3,
    leaseMilliseconds: cacheFence.lease,
    monotonic: simulation.now,
  })
  const told: Fence = {
    ...real,
    get epoch() {
      return real.epoch
    },
    get position() {
      return real.position
    },
    get version() {
      return real.version
    },
    get rememberedTags() {
      return real.rememberedTags
    },
    apply(message) {
      const isTold = real.apply(message)
      if (message.kind === 'batch')
        for (const { transaction } of message.invalidations) heard.add(transaction)
      return isTold
    },
  }
  const fence = sabotage(told, shared, () => {
    memory = createMemoryLevel(1_000_000)
  })
  // Clocks of the wall differ; only how long values live depends on them.
  const wallSkew = simulation.random() * 600_000
  const options = {
    fence,
    clock: () => new Date(simulation.now() + wallSkew),
    monotonic: simulation.now,
    metrics,
    log: quiet,
  }
  const reader = createStreamReader({ ...options, source: redis.source(link), pause: cacheFence.readPause })
  const cache = createFencedCache({
    ...options,
    reader: reader.follow(),
    memory: {
      ...memory,
      get: (key) => memory.get(key),
      set: (key, encoded) => {
        memory.set(key, encoded)
      },
    },
    shared,
    announce: () => Promise.reject(new Error('Nobody announces by hand.')),
    wait: simulation.wait,
    random: simulation.random,
  })
  return {
    index,
    cache,
    fence,
    heard,
    link,
    load(key) {
      tally.loads += 1
      return key === 'c' ? database.readOutside(key) : database.read(key)
    },
  }
}

function createRelays(simulation: Simulation, database: DatabaseModel, redis: RedisModel) {
  const relays: { isAlive: boolean; resumesAt: number }[] = []

  async function run(relay: { isAlive: boolean; resumesAt: number }): Promise<void> {
    const isAlive = () => relay.isAlive
    const link: Link = { isAlive, isCut: () => false, pausedUntil: () => relay.resumesAt }
    const round = createInvalidationFeed({
      database: database.forRelay(isAlive),
      stream: redis.writer(link),
      monotonic: simulation.now,
    })
    while (relay.isAlive) {
      await round().catch(() => simulation.wait(1_000))
      await simulation.wait(20)
    }
  }

  return {
    start: () => {
      const relay = { isAlive: true, resumesAt: 0 }
      relays.push(relay)
      void run(relay)
    },
    killAll() {
      for (const relay of relays) relay.isAlive = false
    },
    pauseAll(milliseconds: number) {
      for (const relay of relays) relay.resumesAt = simulation.now() + milliseconds
    },
  }
}

interface World {
  readonly simulation: Simulation
  readonly database: DatabaseModel
  readonly redis: RedisModel
  readonly relays: ReturnType<typeof createRelays>
  readonly members: readonly Member[]
}

function happen({ kind, which, lasts }: Happening, world: World): void {
  const { simulation, database, redis, relays, members } = world
  const member = members[which % members.length]
  switch (kind) {
    case 'write': {
      const key = keys[which % keys.length] ?? 'a'
      database.write(key, [key, 'all'], lasts % 400)
      break
    }
    case 'lag-replica':
      database.setLag(which % 2, lasts)
      break
    case 'pause-relay':
      relays.pauseAll(lasts)
      break
    case 'kill-relay':
      relays.killAll()
      simulation.at(lasts, relays.start)
      break
    case 'second-relay':
      relays.start()
      break
    case 'pause-process':
      if (member !== undefined) member.link.resumesAt = simulation.now() + lasts
      break
    case 'cut-process':
      if (member !== undefined) member.link.cutUntil = simulation.now() + lasts
      break
    case 'fail-over':
      redis.failOver(which)
      break
    default:
      kind satisfies never
  }
}

function askForEver(
  member: Member,
  simulation: Simulation,
  database: DatabaseModel,
  violations: string[],
  tally: { fresh: number },
): void {
  const ask = () => {
    if (member.link.resumesAt <= simulation.now()) {
      const key = keys[Math.floor(simulation.random() * keys.length)] ?? 'a'
      const question = simulation.random() < 0.5 ? askValue : askAnswer
      question(member, key, simulation, database, violations, tally).catch((error: unknown) => {
        violations.push(`process ${member.index} failed: ${String(error)}`)
      })
    }
    simulation.at(simulation.random() * 60, ask)
  }
  ask()
}

const request = (key: string): CacheRequest<number> => ({
  key,
  tags: () => [key, 'all'],
  freshSeconds: 3_600,
  staleSeconds: 0,
})

/** What a process must at least show if it calls its answer fresh; taken before it is asked. */
function duty(member: Member, key: string, simulation: Simulation, database: DatabaseModel) {
  const heard = database.versionOf(key, member.heard)
  const committed = database.versionAt(key, simulation.now() - bound)
  const asked = simulation.now()
  return (version: number, what: string): string[] => {
    const where = `process ${member.index}, asked at ${asked} for ${what} of ${key}, served ${version} at ${simulation.now()}`
    if (version < heard) return [`${where} as fresh, although it had been told of ${heard}`]
    return version < committed
      ? [`${where} as fresh; ${committed} had been committed for longer than ${bound} ms`]
      : []
  }
}

async function askValue(
  member: Member,
  key: string,
  simulation: Simulation,
  database: DatabaseModel,
  violations: string[],
  tally: { fresh: number },
): Promise<void> {
  const judge = duty(member, key, simulation, database)
  const heldLease = member.fence.holdsLease()
  const { value, uncacheable } = await member.cache.collect(() =>
    member.cache.getOrLoad(request(key), () => member.load(key)),
  )
  if (!heldLease || !member.fence.holdsLease() || uncacheable !== undefined) return
  tally.fresh += 1
  violations.push(...judge(value, 'the value'))
}

/** A ready answer made of two values, each of which may come from the cache. */
async function askAnswer(
  member: Member,
  key: string,
  simulation: Simulation,
  database: DatabaseModel,
  violations: string[],
  tally: { fresh: number },
): Promise<void> {
  const { cache } = member
  const judge = duty(member, key, simulation, database)
  const answer = await cache.entries.getOrMake(`answer-${key}`, async () => {
    const made = await cache.collect(async () => {
      const own = await cache.getOrLoad(request(key), () => member.load(key))
      await cache.getOrLoad(request('a'), () => member.load('a'))
      return own
    })
    if (made.uncacheable !== undefined) return { uncacheable: made.uncacheable }
    return {
      variants: { identity: Buffer.from(String(made.value)) },
      meta: undefined,
      provenance: made.provenance,
      lifetimes: { freshSeconds: 3_600, staleSeconds: 0 },
    }
  })
  if ('uncacheable' in answer) return
  const { entry, verdict }: FoundEntry = answer
  if (verdict !== 'fresh') return
  tally.fresh += 1
  violations.push(...judge(Number(entry.variants['identity']?.toString()), 'the answer'))
}
