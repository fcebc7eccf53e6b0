import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { checkPortsAreFree, derivePorts, foundationPorts, type Ports } from './ports.ts'
import { takeLock } from './process/lock.ts'
import { endLeftovers } from './process/records.ts'
import type { Surroundings } from './process/supervise.ts'
import type { Progress } from './report/progress.ts'
import { readSecrets, type Secrets } from './secrets.ts'

/** How an environment was asked for. */
export interface WorkspaceOptions {
  readonly portBase: number
  readonly dataFolder: string
  /** Empties the data folder first. */
  readonly fresh: boolean
  /** The environment variables of the process that starts it. */
  readonly variables: NodeJS.ProcessEnv
  readonly progress: Progress
  /** Gives up starting when aborted. */
  readonly signal: AbortSignal
}

/** A data folder that this process alone uses, with free ports and nothing running. */
export interface Workspace {
  readonly ports: Ports
  readonly secrets: Secrets
  readonly surroundings: Surroundings
  readonly progress: Progress
  readonly variables: NodeJS.ProcessEnv
  /** To be called when everything has stopped. */
  close(): Promise<void>
}

/** What every part inherits of the person's environment; in particular no PG… variables and no NODE_OPTIONS. */
const inheritedNames = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR']

/**
 * Takes a data folder, ends what a killed launcher left running from it, and makes sure that the ports are free.
 * @param furtherPorts Ports that will be used besides those of the databases and the cache.
 * @throws Complaint for what the person at the console can mend.
 */
export async function openWorkspace(
  options: WorkspaceOptions,
  furtherPorts: (ports: Ports) => readonly { port: number; purpose: string }[],
): Promise<Workspace> {
  const dataFolder = resolve(options.dataFolder)
  // Others may pass but not look: where root starts PostgreSQL as `nobody`, that is another user.
  await mkdir(dataFolder, { recursive: true, mode: 0o711 })
  const lock = await takeLock(dataFolder, options.portBase)
  try {
    const leftovers = await endLeftovers(dataFolder)
    if (leftovers.length > 0) {
      options.progress.tell(`ended what a killed launcher had left running: ${leftovers.join(', ')}`)
    }
    const ports = derivePorts(options.portBase)
    await checkPortsAreFree([...furtherPorts(ports), ...foundationPorts(ports)])
    if (options.fresh) await emptyDataFolder(dataFolder)
    const logFolder = join(dataFolder, 'logs')
    await mkdir(logFolder, { recursive: true, mode: 0o700 })
    return {
      ports,
      secrets: await readSecrets(dataFolder),
      surroundings: {
        dataFolder,
        logFolder,
        inherited: Object.fromEntries(inheritedNames.map((name) => [name, options.variables[name]])),
        stopping: options.signal,
        tell: (line) => {
          options.progress.tell(line)
        },
      },
      progress: options.progress,
      variables: options.variables,
      close: async () => {
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Everything but the lock and what can be made again. */
async function emptyDataFolder(dataFolder: string): Promise<void> {
  const contents = ['postgres', 'cache', 'pgbouncer', 'logs', 'secrets.json', 'identity', 'pictures', 'mail']
  await Promise.all(
    contents.map(async (entry) => {
      await rm(join(dataFolder, entry), { recursive: true, force: true })
    }),
  )
}
