import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { DatabaseUnavailable, type Queryable } from '../../../api/database/database.ts'
import { sql } from '../../../api/database/statement.ts'
import { createTestDatabase, type TestDatabase } from '../../database.ts'
import { type BreakableProxy, startBreakableProxy } from './breakable-proxy.ts'
import { type Connected, connect } from './connect.ts'

let target: TestDatabase
let writer: BreakableProxy
let connected: Connected

beforeAll(async () => {
  target = await createTestDatabase()
  writer = await startBreakableProxy(target.writer)
})
beforeEach(async () => {
  connected = connect({ writer: writer.url, readers: [] })
  await connected.database.transaction((tx) =>
    tx.query(sql('empty')`delete from warehouse where code <> 'main'`),
  )
})
afterEach(async () => {
  writer.heal()
  await connected.database.close()
})
afterAll(async () => {
  await writer.close()
  await target.drop()
})

const insert = (code: string) => sql('insert')`insert into warehouse (code) values (${code})`
const codes = async () => {
  const rows = await connected.database.readLatest<{ code: string }>(
    sql('codes')`select code from warehouse where code <> 'main' order by code`,
  )
  return rows.map(({ code }) => code)
}

test('keeps what succeeds and gives its result', async () => {
  const result = await connected.database.transaction(async (tx) => {
    await tx.query(insert('a'))
    return 'done'
  })
  expect(result).toBe('done')
  expect(await codes()).toEqual(['a'])
})

test('leaves nothing of what throws', async () => {
  const failing = connected.database.transaction(async (tx) => {
    await tx.query(insert('a'))
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  expect(await codes()).toEqual([])
})

test('does not call a transaction done whose failed statement was ignored', async () => {
  const failing = connected.database.transaction(async (tx) => {
    await tx.query(insert('a'))
    await tx.query(insert('a')).catch(() => undefined)
  })
  await expect(failing).rejects.toThrow(/rolled back/)
  expect(await codes()).toEqual([])
})

test('runs again after a deadlock, once for each side that lost', async () => {
  const { database } = connected
  await database.transaction(async (tx) => {
    await tx.query(insert('a'))
    await tx.query(insert('b'))
  })
  const both = Promise.withResolvers<undefined>()
  let holding = 0
  const lock = (tx: Queryable, code: string) =>
    tx.query(sql('lock')`select from warehouse where code = ${code} for update`)
  const run = (first: string, second: string) =>
    database.transaction(async (tx) => {
      await lock(tx, first)
      holding += 1
      if (holding === 2) both.resolve(undefined)
      await both.promise
      await lock(tx, second)
    })
  await Promise.all([run('a', 'b'), run('b', 'a')])
  expect(holding).toBeGreaterThan(2)
  expect(connected.log.text()).toContain('transaction runs again')
})

test('runs again when the connection is lost before COMMIT', async () => {
  let runs = 0
  await connected.database.transaction(async (tx) => {
    runs += 1
    await tx.query(insert('a'))
    if (runs === 1) writer.heal()
    await tx.query(insert('b'))
  })
  expect(runs).toBe(2)
  expect(await codes()).toEqual(['a', 'b'])
})

test('does not run again when the connection is lost while committing', async () => {
  let runs = 0
  const failing = connected.database.transaction(async (tx) => {
    runs += 1
    await tx.query(insert('a'))
    // The next thing sent is COMMIT.
    writer.freeze()
    setImmediate(() => writer.refuse())
  })
  await expect(failing).rejects.toThrow(DatabaseUnavailable)
  expect(runs).toBe(1)
})

test('refuses to wait long for a lock', async () => {
  const { database } = connected
  await database.transaction((tx) => tx.query(insert('a')))
  const held = Promise.withResolvers<undefined>()
  const release = Promise.withResolvers<undefined>()
  const holder = database.transaction(async (tx) => {
    await tx.query(sql('hold')`select from warehouse where code = 'a' for update`)
    held.resolve(undefined)
    await release.promise
  })
  await held.promise
  const waiting = database.transaction(async (tx) => {
    await tx.query(sql('impatience')`select set_config('lock_timeout', '50ms', true)`)
    await tx.query(sql('wait')`select from warehouse where code = 'a' for update`)
  })
  await expect(waiting).rejects.toThrow(DatabaseUnavailable)
  release.resolve(undefined)
  await holder
})

test('sets its limits inside the transaction only', async () => {
  const show = sql('show')`select current_setting('lock_timeout') as limit`
  const { database } = connected
  expect(await database.transaction((tx) => tx.query(show))).toEqual([{ limit: '3s' }])
  expect(await database.readLatest(show)).toEqual([{ limit: '0' }])
})

test('gives a standby that calls itself the writer up, with all its connections', async () => {
  const [standby = ''] = target.readers
  const wrong = connect({ writer: standby, readers: [] })
  const failing = wrong.database.transaction((tx) => tx.query(insert('a')))
  await expect(failing).rejects.toThrow(DatabaseUnavailable)
  expect(wrong.log.text()).toContain('database connections replaced')
  await wrong.database.close()
})
