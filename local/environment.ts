import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startCache } from './cache/cluster.ts'
import { Complaint } from './complaint.ts'
import { startDatabase } from './database/nodes.ts'
import { startPoolers } from './database/pooler.ts'
import { checkPortsAreFree, derivePorts, foundationPorts, type Ports } from './ports.ts'
import { type Lock, takeLock } from './process/lock.ts'
import { endLeftovers } from './process/records.ts'
import type { Part, Surroundings } from './process/supervise.ts'
import type { Progress } from './report/progress.ts'
import { readSecrets, type Secrets } from './secrets.ts'
import type { FoundTool } from './tools/find.ts'
import { findOrFetch, type ToolsAtHand } from './tools/find-or-fetch.ts'
import { pgbouncer, redis, remedy, type Tool, toolsFolder } from './tools/tools.ts'

/** What the databases and the cache of an environment need to start. */
export interface FoundationOptions {
  readonly portBase: number
  readonly dataFolder: string
  /** Empties the data folder first. */
  readonly fresh: boolean
  /** The process's environment variables. */
  readonly variables: NodeJS.ProcessEnv
  readonly progress: Progress
  /** Gives up starting when aborted. */
  readonly signal: AbortSignal
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
  stop(): Promise<void>
}

/** What every part inherits of the person's environment; in particular no PG… variables and no NODE_OPTIONS. */
const inheritedNames = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR']

/**
 * Starts PostgreSQL, the poolers and the cache cluster on this machine. Tests and `npm start` use the same ones.
 * @throws Complaint for what the person at the console can mend.
 */
export async function startFoundation(options: FoundationOptions): Promise<Foundation> {
  const dataFolder = resolve(options.dataFolder)
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const lock = await takeLock(dataFolder, options.portBase)
  try {
    return await startLocked(dataFolder, lock, options)
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function startLocked(dataFolder: string, lock: Lock, options: FoundationOptions): Promise<Foundation> {
  const { progress, variables } = options
  const leftovers = await endLeftovers(dataFolder)
  if (leftovers.length > 0) {
    progress.tell(`ended what a killed launcher had left running: ${leftovers.join(', ')}`)
  }
  const ports = derivePorts(options.portBase)
  await checkPortsAreFree([...options.furtherPorts, ...foundationPorts(ports)])
  if (options.fresh) await emptyDataFolder(dataFolder)

  const surroundings: Surroundings = {
    dataFolder,
    logFolder: join(dataFolder, 'logs'),
    inherited: Object.fromEntries(inheritedNames.map((name) => [name, variables[name]])),
    stopping: options.signal,
    tell: (line) => progress.tell(line),
  }
  await mkdir(surroundings.logFolder, { recursive: true })
  const [secrets, tools] = await Promise.all([
    readSecrets(dataFolder),
    findOrFetch([redis, pgbouncer], variables, toolsFolder, (line) => progress.tell(line)),
  ])
  const parts = await startParts(ports, secrets, surroundings, tools, options)
  return {
    ports,
    secrets,
    surroundings,
    tools: tools.found,
    poolerFault: tools.missing.find(({ tool }) => tool === pgbouncer)?.fault,
    stop: async () => {
      await Promise.all(parts.map(async (part) => part.stop()))
      await lock.release()
    },
  }
}

async function startParts(
  ports: Ports,
  secrets: Secrets,
  surroundings: Surroundings,
  tools: ToolsAtHand,
  { progress, variables }: FoundationOptions,
): Promise<Part[]> {
  const cacheServer = tools.found.get('redis')
  if (cacheServer === undefined) {
    const fault = tools.missing.find(({ tool }) => tool === redis)?.fault ?? 'not found'
    throw new Complaint(
      `Redis, for ${redis.purpose}, is missing (${fault}): ${remedy(redis, process.platform)}.`,
    )
  }
  const pooler = tools.found.get('pgbouncer')
  const groups = await Promise.allSettled([
    progress.step('PostgreSQL: a primary and two replicas', async () =>
      startDatabase({ ports, secrets, surroundings, programs: variables['PG_BIN'] }),
    ),
    progress.step('cache cluster: three masters, three replicas', async () =>
      startCache(cacheServer, ports.cache, surroundings),
    ),
    ...(pooler === undefined
      ? []
      : [progress.step('PgBouncer', async () => startPoolers(pooler, ports, secrets, surroundings))]),
  ])
  const parts = groups.flatMap((group) => (group.status === 'fulfilled' ? group.value : []))
  const fault = groups.find((group) => group.status === 'rejected')
  if (fault === undefined) return parts
  await Promise.all(parts.map(async (part) => part.stop()))
  throw fault.reason
}

/** Everything but the lock, which this launcher holds. */
async function emptyDataFolder(dataFolder: string): Promise<void> {
  const contents = ['postgres', 'cache', 'pgbouncer', 'logs', 'secrets.json', 'identity', 'pictures', 'mail']
  await Promise.all(
    contents.map(async (entry) => rm(join(dataFolder, entry), { recursive: true, force: true })),
  )
}
