import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { databaseUrls, type DatabaseUrls } from '../local/database/urls.ts'
import { type Foundation, startFoundation } from '../local/environment.ts'
import { apiAudience, signInCallback, storefrontClientId } from '../local/identity/contract.ts'
import { shopPorts } from '../local/ports.ts'
import { FolderInUse } from '../local/process/lock.ts'
import { type Part, supervise } from '../local/process/supervise.ts'
import { createProgress } from '../local/report/progress.ts'
import { identityProcess } from '../local/shop/processes.ts'
import { issuer, shopOrigin } from '../local/shop/variables.ts'
import { openWorkspace, type Workspace } from '../local/workspace.ts'
import { migrate } from '../migrations/migrate.ts'
import { mostRuns, testPortBase, templateDatabase } from './local-names.ts'

/** What tests get by `inject('local')`. */
export interface LocalEnvironment {
  /** Addresses of the migrated template; replace its name to address a clone. */
  readonly template: DatabaseUrls
  /** `host:port` of the six cache nodes. */
  readonly cacheNodes: readonly string[]
  readonly identity: {
    readonly issuer: string
    readonly audience: string
    readonly clientId: string
    readonly clientSecret: string
    /** The only address to which it sends people back; nothing answers there. */
    readonly redirectUri: string
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    local: LocalEnvironment
  }
}

/**
 * vitest's globalSetup of the project `integration`: starts the same PostgreSQL, poolers and cache that `npm start`
 * starts, once a run, and migrates the template from which each test file clones its own database.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workspace = await openFreeWorkspace(1)
  let identity: Part | undefined
  let foundation: Foundation | undefined
  const stop = async (): Promise<void> => {
    await identity?.stop()
    await foundation?.stop()
    await workspace.close()
  }
  try {
    foundation = await startFoundation(workspace)
    const { ports, secrets, tools, surroundings } = foundation
    const template = databaseUrls(templateDatabase, ports, secrets, tools.has('pgbouncer'))
    await makeTemplate(databaseUrls('kontor', ports, secrets, false).direct, template.direct)
    identity = await supervise(identityProcess(foundation), surroundings)
    project.provide('local', {
      template,
      cacheNodes: ports.cache.map((port) => `127.0.0.1:${port}`),
      identity: {
        issuer: issuer(ports),
        audience: apiAudience,
        clientId: storefrontClientId,
        clientSecret: secrets.identityClient,
        redirectUri: signInCallback(shopOrigin(ports)),
      },
    })
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

/** Several runs at a time get an environment each: ports 30 further on, and a data folder of their own. */
async function openFreeWorkspace(run: number): Promise<Workspace> {
  const options = {
    portBase: testPortBase + (run - 1) * 30,
    dataFolder: `.local/test-${run}`,
    // Costs nothing: the databases are seeded while the cache cluster forms.
    fresh: true,
    variables: process.env,
    progress: createProgress((line) => {
      console.log(line)
    }, false),
    signal: new AbortController().signal,
  }
  try {
    return await openWorkspace(options, shopPorts)
  } catch (error) {
    if (!(error instanceof FolderInUse) || run >= mostRuns) throw error
    return await openFreeWorkspace(run + 1)
  }
}

/** Migrates the database that test files clone. */
async function makeTemplate(ownerUrl: string, templateUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(['create database', templateDatabase].join(' '))
  } finally {
    await client.end()
  }
  await migrate({ connectionString: templateUrl })
}
