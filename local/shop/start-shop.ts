import { databaseUrls } from '../database/urls.ts'
import { type Foundation, type FoundationOptions, startFoundation } from '../environment.ts'
import { derivePorts, shopPorts } from '../ports.ts'
import { type Part, type PartSpecification, superviseAll } from '../process/supervise.ts'
import type { Progress } from '../report/progress.ts'
import { buildStorefront } from './build-storefront.ts'
import { importSample, isCatalogueEmpty, migrateDatabase } from './prepare-database.ts'
import { apiProcesses, identityProcess, proxyProcess, webProcess, workerProcess } from './processes.ts'
import { picturesFolder } from './variables.ts'

/** What the whole shop needs to start. */
export type ShopOptions = Omit<FoundationOptions, 'furtherPorts'>

/** The running shop. */
export interface Shop {
  readonly foundation: Foundation
  /** Lets requests finish for a few seconds, then stops everything; nothing stays behind. */
  stop(): Promise<void>
}

/**
 * Starts everything: databases and cache, then the processes of the application in front of them.
 * @throws Complaint for what the person at the console can mend. Nothing stays running then.
 */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const { progress, variables } = options
  const furtherPorts = shopPorts(derivePorts(options.portBase))
  const build = progress.step('storefront built', async () => buildStorefront(variables))
  const [started, built] = await Promise.allSettled([startFoundation({ ...options, furtherPorts }), build])
  if (started.status === 'rejected') throw started.reason
  const foundation = started.value
  const parts: Part[] = []
  const stop = async (): Promise<void> => {
    // The proxy goes first: no request may meet a process that has stopped.
    const proxy = parts.filter(({ name }) => name === 'proxy')
    await Promise.all(proxy.map(async (part) => part.stop()))
    await Promise.all(parts.filter((part) => !proxy.includes(part)).map(async (part) => part.stop()))
    await foundation.stop()
  }
  try {
    if (built.status === 'rejected') throw built.reason
    await startProcesses(foundation, parts, progress, variables)
    return { foundation, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Starts the processes; adds each to `parts` when it is up, so that a failure can stop those that are. */
async function startProcesses(
  foundation: Foundation,
  parts: Part[],
  progress: Progress,
  variables: NodeJS.ProcessEnv,
): Promise<void> {
  const start = async (name: string, specifications: PartSpecification[]): Promise<void> => {
    const started = await progress.step(name, async () =>
      superviseAll(specifications, foundation.surroundings),
    )
    parts.push(...started)
  }
  const application = async (): Promise<void> => {
    await prepareDatabase(foundation, progress)
    await start('API: two processes, and the worker', [
      ...apiProcesses(foundation, variables),
      workerProcess(foundation, variables),
    ])
  }
  const results = await Promise.allSettled([
    application(),
    start('storefront', [webProcess(foundation, variables)]),
    start('identity provider', [identityProcess(foundation, variables)]),
    start('reverse proxy', [proxyProcess(foundation, variables)]),
  ])
  const fault = results.find((result) => result.status === 'rejected')
  if (fault !== undefined) throw fault.reason
}

async function prepareDatabase(foundation: Foundation, progress: Progress): Promise<void> {
  const { ports, secrets, surroundings } = foundation
  const { direct } = databaseUrls('kontor', ports, secrets, false)
  await progress.step('migrations', async () => migrateDatabase(direct))
  if (await isCatalogueEmpty(direct)) {
    await progress.step('sample catalogue imported, pictures drawn', async () =>
      importSample(direct, picturesFolder(surroundings.dataFolder), surroundings.inherited),
    )
  }
}
