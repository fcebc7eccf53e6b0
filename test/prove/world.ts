import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { environment } from '../../api/contract.ts'
import { type ServerProcess, startServer } from '../../bench/process.ts'
import { type BenchShop, startBenchShop } from '../../bench/shop.ts'
import { seedCategories, seedProducts } from '../api/catalog/seed.ts'

export interface WorldOptions {
  readonly portBase: number
  readonly dataFolder: string
  /** Processes with a fence that is broken on purpose. */
  readonly isFenceBroken: boolean
  /** Whether it says nothing while it starts. */
  readonly isQuiet: boolean
}

/** A shop of real processes, and what can be done to them. Every fault can be undone. */
export interface World {
  readonly shop: BenchShop
  readonly apis: readonly ServerProcess[]
  readonly faults: Readonly<Record<FaultName, Fault>>
  stop(): Promise<void>
}

export const faultNames = ['lagging-replica', 'killed-master', 'paused-relay', 'paused-process'] as const
export type FaultName = (typeof faultNames)[number]

interface Fault {
  /** @param random 0 up to 1, chooses whom it hits */
  begin(random: number): Promise<void>
  end(): Promise<void>
}

/**
 * One process whose clock is ahead and whose memory holds nearly nothing, so that it lives on Redis; one whose clock is
 * behind and whose database answers late; one as it should be.
 */
const peculiarities: readonly Readonly<Record<string, string>>[] = [
  { PROVE_CLOCK_SECONDS: '20', [environment.cacheMemoryMegabytes]: '1' },
  { PROVE_CLOCK_SECONDS: '-20', PROVE_SLOW_MILLISECONDS: '400' },
  {},
]

export async function startWorld({
  portBase,
  dataFolder,
  isFenceBroken,
  isQuiet,
}: WorldOptions): Promise<World> {
  const shop = await startBenchShop({ portBase, dataFolder, fresh: true, withoutSample: true, isQuiet })
  const started: ServerProcess[] = []
  const stop = async () => {
    await Promise.all(started.map((process) => process.stop()))
    await shop.stop()
  }
  try {
    await seedLamps(shop.directUrl)
    const [workerPort = 0, ...ports] = shop.freePorts
    const worker = await startServer({
      name: 'worker',
      entry: 'api/worker.ts',
      port: workerPort,
      variables: shop.apiVariables(),
    })
    started.push(worker)
    const apis = await Promise.all(
      peculiarities.map((changes, index) =>
        startServer({
          name: `api-${index + 1}`,
          entry: 'test/prove/api-process.ts',
          port: ports[index] ?? 0,
          variables: shop.apiVariables({
            ...changes,
            [environment.logLevel]: 'warn',
            PROVE_FENCE: isFenceBroken ? 'delete-on-write' : 'real',
          }),
        }),
      ),
    )
    started.push(...apis)
    return { shop, apis, faults: faultsOf(shop, worker, apis), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A catalogue that is small enough to be there in a moment. */
async function seedLamps(directUrl: string): Promise<void> {
  const client = new Client({ connectionString: directUrl })
  await client.connect()
  const database = {
    run: async (text: string, values: unknown[] = []) =>
      (await client.query<Record<string, unknown>>(text, values)).rows,
  }
  try {
    await seedCategories(database, [
      { id: 1, path: [1], texts: { de: { slug: 'leuchten', name: 'Leuchten' } } },
    ])
    await seedProducts(
      database,
      Array.from({ length: 8 }, (_, index) => ({
        id: index + 1,
        categoryId: 1,
        texts: { de: { slug: `leuchte-${index + 1}`, title: `Leuchte ${index + 1}` } },
        variants: [{ id: index + 1, eur: 4_900 }],
      })),
    )
  } finally {
    await client.end()
  }
}

function faultsOf(
  shop: BenchShop,
  worker: ServerProcess,
  apis: readonly ServerProcess[],
): Record<FaultName, Fault> {
  const { ports, secrets, surroundings } = shop.foundation
  const pausing = (choose: (random: number) => ServerProcess | undefined): Fault => {
    let pid: number | undefined
    return {
      begin(random) {
        pid = choose(random)?.pid
        if (pid !== undefined) process.kill(pid, 'SIGSTOP')
        return Promise.resolve()
      },
      end() {
        if (pid !== undefined) process.kill(pid, 'SIGCONT')
        return Promise.resolve()
      },
    }
  }
  const onReplica = async (port: number, statement: string) => {
    const client = new Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: secrets.databaseSuperuser,
      database: 'postgres',
    })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  let lagging = 0
  return {
    'paused-relay': pausing(() => worker),
    'paused-process': pausing((random) => apis[Math.floor(random * apis.length)]),
    'lagging-replica': {
      async begin(random) {
        lagging = ports.replicas[random < 0.5 ? 0 : 1]
        await onReplica(lagging, 'select pg_wal_replay_pause()')
      },
      end: () => onReplica(lagging, 'select pg_wal_replay_resume()'),
    },
    'killed-master': {
      async begin(random) {
        const masters = await mastersAmong(ports.cache)
        const index = ports.cache.findIndex((port) => port === masters[Math.floor(random * masters.length)])
        process.kill(
          await recordedPid(join(surroundings.dataFolder, 'run', `cache-${index + 1}.json`)),
          'SIGKILL',
        )
      },
      // The launcher starts it again, and its replica has taken over by then or gives way.
      end: () => Promise.resolve(),
    },
  }
}

async function mastersAmong(ports: readonly number[]): Promise<number[]> {
  const roles = await Promise.all(
    ports.map(async (port) => {
      const node = new Redis({ port, host: '127.0.0.1', lazyConnect: true, maxRetriesPerRequest: 0 })
      try {
        await node.connect()
        const [role] = await node.role()
        return role
      } catch {
        return 'away'
      } finally {
        node.disconnect()
      }
    }),
  )
  return ports.filter((_, index) => roles[index] === 'master')
}

async function recordedPid(file: string): Promise<number> {
  return (JSON.parse(await readFile(file, 'utf8')) as { pid: number }).pid
}
