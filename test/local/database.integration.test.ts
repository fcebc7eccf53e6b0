import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../database.ts'

describe('the local database', () => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(async () => {
    await database.drop()
  })

  test('commits on the primary and on a replica before it answers', async () => {
    const rows = await ask(
      database.direct,
      `select current_setting('fsync') as fsync, count(*)::int as quorum
      from pg_stat_replication where sync_state = 'quorum'`,
    )
    expect(rows).toEqual([{ fsync: 'on', quorum: 2 }])
  })

  test('shows writes made through the pooler on both replicas, which refuse writes', async () => {
    await ask(database.writer, 'create table note (body text not null)')
    await ask(database.writer, `insert into note values ('first')`)
    for (const reader of database.readers) {
      await expect.poll(() => ask(reader, 'select body from note')).toEqual([{ body: 'first' }])
      await expect(ask(reader, `insert into note values ('second')`)).rejects.toMatchObject({ code: '25006' })
    }
  })
})

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}
