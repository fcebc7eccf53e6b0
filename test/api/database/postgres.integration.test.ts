import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../api/database/statement.ts'
import { createTestDatabase, type TestDatabase } from '../../database.ts'
import { connect } from './connect.ts'

let target: TestDatabase
beforeAll(async () => {
  target = await createTestDatabase()
})
afterAll(() => target.drop())

test('reads', async () => {
  const { database } = connect(target)
  expect(await database.read(sql('one')`select ${'x'}::text as x, pg_is_in_recovery() as standby`)).toEqual([
    { x: 'x', standby: true },
  ])
  await database.close()
})
