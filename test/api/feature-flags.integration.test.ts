import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { DatabaseUnavailable } from '../../api/database/database.ts'
import { sql } from '../../api/database/statement.ts'
import { createFeatureFlags, type FeatureFlags } from '../../api/feature-flags.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { type Connected, connect } from './database/connect.ts'

let target: TestDatabase
let connected: Connected
let flags: FeatureFlags
let now: number
beforeAll(async () => {
  target = await createTestDatabase()
  connected = connect({ writer: target.writer, readers: [] })
})
beforeEach(() => {
  now = 0
  flags = createFeatureFlags(connected.database, connected.log.logger, () => new Date(now))
})
afterAll(async () => {
  await connected.database.close()
  await target.drop()
})

async function set(name: string, enabled: boolean, percentage: number): Promise<void> {
  await connected.database.transaction((tx) =>
    tx.query(sql('set_flag')`
      insert into feature_flag (name, description, enabled, rollout_percentage)
      values (${name}, 'test', ${enabled}, ${percentage})
      on conflict (name) do update set enabled = excluded.enabled, rollout_percentage = excluded.rollout_percentage`),
  )
}

test('an unknown flag is off; a known one is as the table says', async () => {
  await set('on', true, 100)
  await set('off', false, 100)
  expect(await flags.isEnabled('unknown', 'anna')).toBe(false)
  expect(await flags.isEnabled('on', 'anna')).toBe(true)
  expect(await flags.isEnabled('off', 'anna')).toBe(false)
})

test('a share of the subjects gets a partial roll-out, always the same ones, and more when it grows', async () => {
  await set('partly', true, 30)
  const subjects = Array.from({ length: 1_000 }, (_, n) => `subject-${n}`)
  const enabledFor = async () => {
    const answers = await Promise.all(subjects.map((subject) => flags.isEnabled('partly', subject)))
    return subjects.filter((_, index) => answers[index])
  }
  const first = await enabledFor()
  expect(first.length).toBeGreaterThan(230)
  expect(first.length).toBeLessThan(370)
  expect(await enabledFor()).toEqual(first)
  await set('partly', true, 60)
  now += 5_000
  await enabledFor()
  await vi.waitFor(async () => {
    const grown = await enabledFor()
    expect(grown.length).toBeGreaterThan(first.length)
    expect(grown).toEqual(expect.arrayContaining(first))
  }, 10_000)
})

test('the last known flags hold while the database is away', async () => {
  await set('on', true, 100)
  expect(await flags.isEnabled('on', 'anna')).toBe(true)
  const read = vi.spyOn(connected.database, 'read').mockRejectedValue(new DatabaseUnavailable('away'))
  now += 5_000
  expect(await flags.isEnabled('on', 'anna')).toBe(true)
  await vi.waitFor(() => {
    expect(connected.log.text()).toContain('feature flags could not be read')
  }, 10_000)
  expect(await flags.isEnabled('on', 'anna')).toBe(true)
  expect(read).toHaveBeenCalledTimes(1)
  read.mockRestore()
})
