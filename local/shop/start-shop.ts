import { databaseUrls } from '../database/urls.ts'
import { type Foundation, startFoundation } from '../environment.ts'
import { shopPorts } from '../ports.ts'
import { type Part, type PartSpecification, superviseAll } from '../process/supervise.ts'
import type { Progress } from '../report/progress.ts'
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../workspace.ts'
import { buildStorefront } from './build-storefront.ts'
import { importSample, isCatalogueEmpty, migrateDatabase } from './prepare-database.ts'
import { apiProcesses, identityProcess, proxyProcess, webProcess, workerProcess } from './processes.ts'
import { picturesFolder } from './variables.ts'

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
export async function startShop(options: WorkspaceOptions): Promise<Shop> {
  const workspace = await openWorkspace(options, shopPorts)
  const parts: Part[] = []
  let foundation: Foundation | undefined
  const stop = async (): Promise<void> => {
    // The proxy goes first: no request may meet a process that has stopped.
    await stopParts(parts, ({ name }) => name === 'proxy')
    await stopParts(parts, ({ name }) => name !== 'proxy')
    await foundation?.stop()
    await workspace.close()
  }
  try {
    const [started, built] = await Promise.allSettled([startFoundation(workspace), build(workspace)])
    if (started.status === 'fulfilled') foundation = started.value
    const fault = [started, built].find((result) => result.status === 'rejected')
    if (foundation === undefined || fault !== undefined) throw fault?.reason
    await startProcesses(foundation, parts, options.progress)
    return { foundation, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function build({ progress, surroundings }: Workspace): Promise<void> {
  await progress.step('storefront built', async () => buildStorefront(surroundings))
}

async function stopParts(parts: readonly Part[], choose: (part: Part) => boolean): Promise<void> {
  await Promise.all(
    parts.filter(choose).map(async (part) => {
      await part.stop()
    }),
  )
}

/** Starts the processes; adds each to `parts` when it is up, so that a failure can stop those that are. */
async function startProcesses(foundation: Foundation, parts: Part[], progress: Progress): Promise<void> {
  const start = async (name: string, specifications: PartSpecification[]): Promise<void> => {
    const started = await progress.step(name, async () =>
      superviseAll(specifications, foundation.surroundings),
    )
    parts.push(...started)
  }
  const application = async (): Promise<void> => {
    await prepareDatabase(foundation, progress)
    await start('API: two processes, and the worker', [
      ...apiProcesses(foundation),
      workerProcess(foundation),
    ])
  }
  const results = await Promise.allSettled([
    application(),
    start('storefront', [webProcess(foundation)]),
    start('identity provider', [identityProcess(foundation)]),
    start('reverse proxy', [proxyProcess(foundation)]),
  ])
  const fault = results.find((result) => result.status === 'rejected')
  if (fault !== undefined) throw fault.reason
}

async function prepareDatabase(foundation: Foundation, progress: Progress): Promise<void> {
  const { ports, secrets, surroundings } = foundation
  const { direct } = databaseUrls('kontor', ports, secrets, false)
  await progress.step('migrations', async () => {
    await migrateDatabase(direct)
  })
  if (await isCatalogueEmpty(direct)) {
    await progress.step('sample catalogue imported, pictures drawn', async () => {
      await importSample(direct, picturesFolder(surroundings.dataFolder), surroundings)
    })
  }
}
