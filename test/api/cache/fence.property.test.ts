import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fence } from '../../../api/cache/fence.ts'
import { shows } from '../../../api/database/snapshot.ts'
import { check, type Happening, type Sabotage, type Schedule } from './model/checker.ts'

const kinds: Happening['kind'][] = [
  'lag-replica',
  'pause-relay',
  'kill-relay',
  'second-relay',
  'pause-process',
  'cut-process',
  'fail-over',
]

const at = fc.integer({ min: 0, max: 14_000 })
const which = fc.nat(8)
const write: fc.Arbitrary<Happening> = fc.record({
  at,
  kind: fc.constant('write'),
  which,
  lasts: fc.nat(400),
})
const trouble: fc.Arbitrary<Happening> = fc.record({
  at,
  kind: fc.constantFrom(...kinds),
  which,
  lasts: fc.nat(6_000),
})
const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.integer(),
  happenings: fc
    .tuple(
      fc.array(write, { minLength: 10, maxLength: 60, size: 'max' }),
      fc.array(trouble, { maxLength: 8, size: 'max' }),
    )
    .map(([writes, troubles]) => [...writes, ...troubles]),
})

/** Runs of the same seeds each time, so that a failure is one of the code and not of the day. */
const runs = (numRuns: number) => ({ numRuns, seed: 20_261_122, endOnFailure: true })

async function violationOf(sabotage: Sabotage, numRuns: number): Promise<string | undefined> {
  for (const schedule of fc.sample(schedules, runs(numRuns))) {
    const [found] = (await check(schedule, sabotage)).violations
    if (found !== undefined) return found
  }
  return undefined
}

test('no schedule makes a process serve as fresh what it was told is old, or what is older than lease and a second', async () => {
  let fresh = 0
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      const verdict = await check(schedule)
      fresh += verdict.fresh
      expect(verdict.violations).toEqual([])
    }),
    runs(150),
  )
  expect(fresh).toBeGreaterThan(20_000)
}, 300_000)

/** The fence with some of its members replaced; all others stay live, which a spread would freeze. */
function altered(fence: Fence, members: Partial<Fence>): Fence {
  return Object.assign(Object.create(fence) as Fence, members)
}

describe('the same checker finds out', () => {
  /** What most caches do: an invalidation deletes, and what is stored afterwards is good. */
  const deleteOnWrite: Sabotage = (fence, shared, forget) =>
    altered(fence, {
      overtaking: () => undefined,
      apply(message) {
        if (message.kind === 'batch') {
          forget()
          for (const key of ['a', 'b', 'c']) {
            for (const [kind, name] of [['value', key] as const, ['entry', `answer-${key}`] as const]) {
              // Not an entry: whoever reads it finds nothing.
              shared.set(kind, name, Buffer.from('deleted'), 1).catch(() => undefined)
            }
          }
        }
        return fence.apply(message)
      },
    })

  /** Remembers the newest transaction of each tag only, and trusts the full snapshot about it. */
  const newestOnly: Sabotage = (fence) => {
    const newest = new Map<string, number>()
    return altered(fence, {
      apply(message) {
        for (const { transaction, tags } of message.kind === 'batch' ? message.invalidations : []) {
          for (const tag of tags) newest.set(tag, Math.max(newest.get(tag) ?? 0, transaction))
        }
        return fence.apply(message)
      },
      overtaking(provenance) {
        const real = fence.overtaking(provenance)
        if (real?.kind !== 'transaction' && real?.kind !== 'floor') return real
        const isHidden = provenance.parts.some(
          ({ seen, tags }) =>
            seen.kind === 'snapshot' && tags.some((tag) => !shows(seen.snapshot, newest.get(tag) ?? 0)),
        )
        return isHidden ? real : undefined
      },
    })
  }

  const withoutLease: Sabotage = (fence) => altered(fence, { holdsLease: () => true })

  const withoutFloor: Sabotage = (fence) =>
    altered(fence, {
      overtaking(provenance) {
        const real = fence.overtaking(provenance)
        return real?.kind === 'floor' ? undefined : real
      },
    })

  test.each([
    ['a cache that deletes on write', deleteOnWrite],
    ['a fence that knows only the newest transaction of a tag', newestOnly],
    ['a process that never doubts that it hears everything', withoutLease],
    ['a fence that forgets without a floor', withoutFloor],
  ])(
    '%s',
    async (_, sabotage) => {
      expect(await violationOf(sabotage, 150)).toMatch(/as fresh/)
    },
    300_000,
  )
})
