import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReadScope, withReadScope } from '../../../api/database/read-scope.ts'
import { showsAllUpTo, shows, type Snapshot } from '../../../api/database/snapshot.ts'
import { sql } from '../../../api/database/statement.ts'
import { createTestDatabase, type TestDatabase } from '../../database.ts'
import { type Connected, connect } from './connect.ts'

let target: TestDatabase
let connected: Connected
beforeAll(async () => {
  target = await createTestDatabase()
  connected = connect(target)
})
afterAll(async () => {
  await connected.database.close()
  await target.drop()
})

/** Reads in a scope and gives what was noted. */
async function observed<T>(read: () => Promise<T>, mustShow?: ReadScope['mustShow']) {
  const snapshots: Snapshot[] = []
  const note = (snapshot: Snapshot | undefined) => {
    if (snapshot !== undefined) snapshots.push(snapshot)
  }
  const rows = await withReadScope({ wantsSnapshots: true, mustShow, note }, read)
  return { rows, snapshots }
}

async function newTransaction(): Promise<number> {
  return connected.database.transaction(async (transaction) => {
    const [row] = await transaction.query<{ id: number }>(
      sql('test_transaction')`select pg_current_xact_id()::text::float8 as id`,
    )
    return row?.id ?? 0
  })
}

describe('a statement in a read scope', () => {
  test.each([
    ['rows in their order', sql('ordered')`select n from generate_series(1, 200) n order by n desc`],
    ['no rows', sql('none')`select 1 as n where false`],
    ['a row of nulls', sql('nulls')`select null::int as n, null::text as t`],
    [
      'types and parameters',
      sql('types')`
      select ${new Date(0)}::timestamptz as at, ${[1, 2]}::int[] as list, '{"a":[1]}'::jsonb as json, true as yes,
             9007199254740993 as big -- a comment at the end`,
    ],
    ['a common table expression', sql('cte')`with one as (select 1 as n) select n, n + 1 as m from one`],
    [
      'columns named as those that are added',
      sql('named')`select 'x' as snapshot, false as present, 1 as standby`,
    ],
    [
      'limits and aggregates',
      sql('limited')`
      select count(*)::int as n, array_agg(i order by i) as list from (select i from generate_series(1, 9) i limit 3) few`,
    ],
  ])('gives the same rows as without: %s', async (_, statement) => {
    const plain = await connected.database.readLatest(statement)
    const { rows, snapshots } = await observed(() => connected.database.readLatest(statement))
    expect(rows).toEqual(plain)
    expect(snapshots).toHaveLength(1)
  })

  test('shows on the writer what is committed, and not what runs', async () => {
    const running = Promise.withResolvers<number>()
    const goOn = Promise.withResolvers<undefined>()
    const long = connected.database.transaction(async (transaction) => {
      const [row] = await transaction.query<{ id: number }>(
        sql('test_transaction')`select pg_current_xact_id()::text::float8 as id`,
      )
      running.resolve(row?.id ?? 0)
      await goOn.promise
    })
    const older = await running.promise
    const newer = await newTransaction()
    const { snapshots } = await observed(() => connected.database.readLatest(sql('now')`select 1`))
    goOn.resolve(undefined)
    await long
    const [snapshot] = snapshots
    if (snapshot === undefined) throw new Error('There is no snapshot.')
    expect([shows(snapshot, newer), shows(snapshot, older), showsAllUpTo(snapshot, newer)]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('trusts a standby only below its oldest running transaction', async () => {
    const committed = await newTransaction()
    for (;;) {
      const { snapshots } = await observed(() => connected.database.read(sql('on_standby')`select 1`))
      const [snapshot] = snapshots
      expect(snapshot?.running).toEqual([])
      if (snapshot !== undefined && shows(snapshot, committed)) break
      await delay(5)
    }
  })

  test('goes to the writer when a replica does not show what must be shown', async () => {
    const whereAmI = sql('where_am_i')`select pg_is_in_recovery() as standby`
    const transactions = [await newTransaction()]
    // Of a transaction that is not given yet no replica can tell; the writer is as good as it gets.
    const future = { transactions: [(transactions[0] ?? 0) + 1_000_000], allUpTo: 0 }
    expect((await observed(() => connected.database.read(whereAmI), future)).rows).toEqual([
      { standby: false },
    ])
    expect(await connected.database.read(whereAmI, { mustShow: future })).toEqual([{ standby: false }])
    const shown = { transactions: [3], allUpTo: 3 }
    expect(await connected.database.read(whereAmI, { mustShow: shown })).toEqual([{ standby: true }])
  })
})
