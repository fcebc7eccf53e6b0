import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startCache } from './cache/cluster.ts'
import { Complaint } from './complaint.ts'
import { startDatabase } from './database/nodes.ts'
import { startPoolers } from './database/pooler.ts'
import { busPorts, checkPortsAreFree, derivePorts, type Ports } from './ports.ts'
import { takeLock } from './process/lock.ts'
import { endLeftovers } from './process/records.ts'
import type { Part, Surroundings } from './process/supervise.ts'
import { readSecrets, type Secrets } from './secrets.ts'
import type { FoundTool } from './tools/find.ts'
import { findOrFetch } from './tools/find-or-fetch.ts'
import { pgbouncer, redis, remedy, type Tool, toolsFolder } from './tools/tools.ts'

/** What the databases and the cache of an environment need to start. */
export interface FoundationOptions {
  readonly portBase: number
  readonly dataFolder: string
  /** Empties the data folder first. */
  readonly fresh: boolean
  /** The process's environment variables. */
  readonly variables: NodeJS.ProcessEnv
  /** Gets a line per event worth a line on the console. */
  readonly tell: (line: string) => void
  /** Further ports that the caller will use, checked together with those of the foundation. */
  readonly furtherPorts: readonly { port: number; purpose: string }[]
}

/** The running databases and cache, and what the processes on top of them need to know. */
export interface Foundation {
  readonly ports: Ports
  readonly secrets: Secrets
  readonly surroundings: Surroundings
  readonly tools: ReadonlyMap<Tool['name'], FoundTool>
  /** Why there is no pooler, when there is none. */
  readonly poolerFault: string | undefined
  readonly leftovers: readonly string[]
  readonly parts: readonly Part[]
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL, the poolers and the cache cluster on this machine. Tests and `npm start` use the same ones.
 * @throws Complaint for what the person at the console can mend.
 */
export async function startFoundation(options: FoundationOptions): Promise<Foundation> {
  const dataFolder = resolve(options.dataFolder)
  const surroundings = { dataFolder, logFolder: join(dataFolder, 'logs'), tell: options.tell }
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const lock = await takeLock(dataFolder, options.portBase)
  try {
    const leftovers = await endLeftovers(dataFolder)
    const ports = derivePorts(options.portBase)
    await checkPortsAreFree([...options.furtherPorts, ...foundationPorts(ports)])
    if (options.fresh) await emptyDataFolder(dataFolder)
    await mkdir(surroundings.logFolder, { recursive: true })
    const secrets = await readSecrets(dataFolder)
    const tools = await findOrFetch([redis, pgbouncer], options.variables, toolsFolder, options.tell)
    const parts = await startParts(ports, secrets, surroundings, tools.found, options.variables)
    return {
      ports,
      secrets,
      surroundings,
      tools: tools.found,
      poolerFault: tools.missing.find(({ tool }) => tool === pgbouncer)?.fault,
      leftovers,
      parts,
      stop: async () => {
        await Promise.all(parts.map(async (part) => part.stop()))
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function startParts(
  ports: Ports,
  secrets: Secrets,
  surroundings: Surroundings,
  tools: ReadonlyMap<Tool['name'], FoundTool>,
  variables: NodeJS.ProcessEnv,
): Promise<Part[]> {
  const cacheServer = tools.get('redis')
  if (cacheServer === undefined) {
    throw new Complaint(`Redis, for ${redis.purpose}, is missing: ${remedy(redis, process.platform)}.`)
  }
  const pooler = tools.get('pgbouncer')
  const groups = await Promise.allSettled([
    startDatabase({ ports, secrets, surroundings, programs: variables['PG_BIN'] }),
    startCache(cacheServer, ports.cache, surroundings),
    ...(pooler === undefined ? [] : [startPoolers(pooler, ports, secrets, surroundings)]),
  ])
  const parts = groups.flatMap((group) => (group.status === 'fulfilled' ? group.value : []))
  const fault = groups.find((group) => group.status === 'rejected')
  if (fault === undefined) return parts
  await Promise.all(parts.map(async (part) => part.stop()))
  throw fault.reason
}

function foundationPorts(ports: Ports): { port: number; purpose: string }[] {
  return [
    { port: ports.primary, purpose: 'the PostgreSQL primary' },
    ...ports.replicas.map((port) => ({ port, purpose: 'a PostgreSQL replica' })),
    ...[ports.poolers.primary, ...ports.poolers.replicas].map((port) => ({ port, purpose: 'PgBouncer' })),
    ...ports.cache.map((port) => ({ port, purpose: 'a Redis node' })),
    ...busPorts(ports.cache).map((port) => ({ port, purpose: "a Redis node's cluster bus" })),
  ]
}

/** Everything but the lock, which this launcher holds. */
async function emptyDataFolder(dataFolder: string): Promise<void> {
  const contents = [
    'postgres',
    'cache',
    'pgbouncer',
    'logs',
    'secrets.json',
    'identity',
    'pictures',
    'mail',
    'run',
  ]
  await Promise.all(
    contents.map(async (entry) => rm(join(dataFolder, entry), { recursive: true, force: true })),
  )
}
