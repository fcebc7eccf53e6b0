import { expect, test } from 'vitest'
import { shopPortBase } from '../local-names.ts'
import { prove } from './run.ts'
import { type FaultName, faultNames, startWorld } from './world.ts'

/** Beyond those of the browser tests' shop. */
const portBase = shopPortBase + 30

async function run(isFenceBroken: boolean, seconds: number, faults: readonly FaultName[]) {
  const world = await startWorld({ portBase, dataFolder: '.local/test-prove', isFenceBroken, isQuiet: true })
  try {
    return await prove(world, { seconds, faults, seed: 1, tell: () => undefined })
  } finally {
    await world.stop()
  }
}

test('no process gives what it has heard to be old, whatever breaks', { timeout: 180_000 }, async () => {
  const { violations, freshReads, writes } = await run(false, 25, faultNames)
  expect(violations).toEqual([])
  // A shop that vouched for nothing would be right, too.
  expect(freshReads).toBeGreaterThan(writes)
})

test('a fence that is broken on purpose is found out', { timeout: 180_000 }, async () => {
  const { violations } = await run(true, 8, ['lagging-replica'])
  expect(violations.join('\n')).toContain('had heard batch')
})
