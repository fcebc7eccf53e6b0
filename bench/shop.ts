import { environment } from '../api/contract.ts'
import { databaseUrls } from '../local/database/urls.ts'
import { type Foundation, startFoundation } from '../local/environment.ts'
import { shopPorts } from '../local/ports.ts'
import { createProgress } from '../local/report/progress.ts'
import { importSample, isCatalogueEmpty, migrateDatabase } from '../local/shop/prepare-database.ts'
import { applicationVariables, picturesFolder } from '../local/shop/variables.ts'
import { openWorkspace } from '../local/workspace.ts'

/** Databases and cache cluster under measurement, with the sample catalogue; servers are started on top of them. */
export interface BenchShop {
  readonly foundation: Foundation
  /** `postgres://…` of the primary, without a pooler. */
  readonly directUrl: string
  /** Ports that no part of the foundation uses. */
  readonly freePorts: readonly number[]
  /**
   * The environment of an API process as in production, but for HOST and PORT, with a client's budget that no load uses up.
   * @param changes on top of it
   */
  apiVariables(changes?: Readonly<Record<string, string>>): Record<string, string | undefined>
  stop(): Promise<void>
}

export interface BenchShopOptions {
  readonly portBase: number
  /** Its contents are kept for the next run. */
  readonly dataFolder: string
  /** Starts over. @default false */
  readonly fresh?: boolean
  /** Migrates only. @default false */
  readonly withoutSample?: boolean
  /** Says nothing while it starts. @default false */
  readonly isQuiet?: boolean
}

/** Starts the same databases and cache that `npm start` starts, elsewhere. @throws Complaint if that is impossible */
export async function startBenchShop(options: BenchShopOptions): Promise<BenchShop> {
  const { portBase, dataFolder, fresh = false, withoutSample = false, isQuiet = false } = options
  const progress = createProgress((line) => {
    console.error(line)
  }, !isQuiet)
  const { signal } = new AbortController()
  const workspace = await openWorkspace(
    { portBase, dataFolder, fresh, variables: process.env, progress, signal },
    shopPorts,
  )
  let foundation: Foundation | undefined
  const stop = async () => {
    await foundation?.stop()
    await workspace.close()
  }
  try {
    foundation = await startFoundation(workspace)
    const { ports, secrets, surroundings } = foundation
    const { direct } = databaseUrls('kontor', ports, secrets, false)
    await migrateDatabase(direct)
    if (!withoutSample && (await isCatalogueEmpty(direct))) {
      await progress.step('sample catalogue imported', () =>
        importSample(direct, picturesFolder(surroundings.dataFolder), surroundings),
      )
    }
    return { ...described(foundation, direct), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function described(foundation: Foundation, directUrl: string): Omit<BenchShop, 'stop'> {
  const { ports } = foundation
  return {
    foundation,
    directUrl,
    freePorts: [
      ...ports.api,
      ports.worker,
      ports.web,
      ports.proxy,
      ...[6, 7, 8, 9].map((n) => ports.base + n),
    ],
    apiVariables: (changes) => ({
      ...applicationVariables(foundation, 0),
      [environment.mode]: 'production',
      [environment.rateLimitCost]: '1000000000',
      ...changes,
    }),
  }
}
