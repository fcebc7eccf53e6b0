import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { DatabaseUrls } from '../local/database/urls.ts'
import { templateDatabase, testDatabasePrefix } from './local-names.ts'

/** A migrated database of a test's own. */
export interface TestDatabase extends DatabaseUrls {
  readonly name: string
  drop(): Promise<void>
}

/**
 * Clones the migrated template, in about 0.1 s. Both replicas have the clone when this returns.
 * Call it in `beforeAll` and `drop()` in `afterAll`; close your own connections first.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { template } = inject('local')
  const name = `${testDatabasePrefix}${randomUUID().replaceAll('-', '').slice(0, 12)}`
  await withMaintenanceConnection(template, async (client) => {
    await client.query(statement('create database', name, 'template', templateDatabase))
    await waitForReplicas(client)
  })
  const renamed = (url: string) => url.replace(`/${templateDatabase}`, `/${name}`)
  return {
    name,
    writer: renamed(template.writer),
    readers: template.readers.map(renamed),
    direct: renamed(template.direct),
    drop: async () => {
      await withMaintenanceConnection(template, async (client) => {
        await client.query(statement('drop database if exists', name, 'with (force)'))
      })
    },
  }
}

/** Names of databases cannot be parameters; these are made here and need no quoting. */
function statement(...words: string[]): string {
  return words.join(' ')
}

/** Waits until both replicas show what has been written so far to any database. */
async function waitForReplicas(client: Client): Promise<void> {
  const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn')
  const lsn = rows[0]?.lsn
  for (;;) {
    const { rows: behind } = await client.query(
      `select from pg_stat_replication having count(*) filter (where replay_lsn >= $1::pg_lsn) < 2`,
      [lsn],
    )
    if (behind.length === 0) return
    await delay(5)
  }
}

/** A template must not be connected to while it is cloned, so statements about databases run from `kontor`. */
async function withMaintenanceConnection(
  template: DatabaseUrls,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ connectionString: template.direct.replace(`/${templateDatabase}`, '/kontor') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
