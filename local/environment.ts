import { startCache } from './cache/cluster.ts'
import { Complaint } from './complaint.ts'
import { startDatabase } from './database/nodes.ts'
import { startPoolers } from './database/pooler.ts'
import type { Part } from './process/supervise.ts'
import type { FoundTool } from './tools/find.ts'
import { findOrFetch, type ToolsAtHand } from './tools/find-or-fetch.ts'
import { pgbouncer, redis, remedy, type Tool, toolsFolder } from './tools/tools.ts'
import type { Workspace } from './workspace.ts'

/** The running databases and cache, and what the processes on top of them need to know. */
export interface Foundation extends Pick<Workspace, 'ports' | 'secrets' | 'surroundings' | 'variables'> {
  readonly tools: ReadonlyMap<Tool['name'], FoundTool>
  /** Why there is no pooler, when there is none. */
  readonly poolerFault: string | undefined
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL, the poolers and the cache cluster on this machine. Tests and `npm start` use the same ones.
 * @throws Complaint for what the person at the console can mend. Nothing stays running then.
 */
export async function startFoundation(workspace: Workspace): Promise<Foundation> {
  const { ports, secrets, surroundings, variables, progress } = workspace
  const tools = await findOrFetch([redis, pgbouncer], variables, toolsFolder, (line) => {
    progress.tell(line)
  })
  const parts = await startParts(workspace, tools)
  return {
    ports,
    secrets,
    surroundings,
    variables,
    tools: tools.found,
    poolerFault: tools.missing.find(({ tool }) => tool === pgbouncer)?.fault,
    stop: async () => {
      await stopAll(parts)
    },
  }
}

async function startParts(workspace: Workspace, tools: ToolsAtHand): Promise<Part[]> {
  const { ports, secrets, surroundings, variables, progress } = workspace
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
  await stopAll(parts)
  throw fault.reason
}

async function stopAll(parts: readonly Part[]): Promise<void> {
  await Promise.all(
    parts.map(async (part) => {
      await part.stop()
    }),
  )
}
