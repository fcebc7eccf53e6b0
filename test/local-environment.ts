import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { databaseUrls, type DatabaseUrls } from '../local/database/urls.ts'
import { startFoundation } from '../local/environment.ts'
import { createProgress } from '../local/report/progress.ts'
import { migrate } from '../migrations/migrate.ts'
import { defaultTestPortBase, templateDatabase, testDatabasePrefix } from './database-names.ts'

/** What tests get by `inject('local')`. */
export interface LocalEnvironment {
  /** Addresses of the migrated template; replace its name to address a clone. */
  readonly template: DatabaseUrls
  /** `host:port` of the six cache nodes. */
  readonly cacheNodes: readonly string[]
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
  const foundation = await startFoundation({
    portBase: Number(process.env['KONTOR_TEST_PORT_BASE'] ?? defaultTestPortBase),
    dataFolder: process.env['KONTOR_TEST_DATA'] ?? '.local/test',
    fresh: false,
    variables: process.env,
    progress: createProgress((line) => {
      console.log(line)
    }, false),
    signal: new AbortController().signal,
    furtherPorts: [],
  })
  try {
    const { ports, secrets, tools } = foundation
    const template = databaseUrls(templateDatabase, ports, secrets, tools.has('pgbouncer'))
    await makeTemplate(databaseUrls('kontor', ports, secrets, false).direct, template.direct)
    project.provide('local', { template, cacheNodes: ports.cache.map((port) => `127.0.0.1:${String(port)}`) })
  } catch (error) {
    await foundation.stop()
    throw error
  }
  return async () => {
    await foundation.stop()
  }
}

/** Drops what an earlier, killed run left, and makes the template anew with the present migrations. */
async function makeTemplate(ownerUrl: string, templateUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select datname as name from pg_database where starts_with(datname, $1) or datname = $2`,
      [testDatabasePrefix, templateDatabase],
    )
    for (const { name } of rows) await client.query(['drop database', name, 'with (force)'].join(' '))
    await client.query(['create database', templateDatabase].join(' '))
  } finally {
    await client.end()
  }
  await migrate({ connectionString: templateUrl })
}
