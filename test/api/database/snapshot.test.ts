import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  intersection,
  meets,
  parseSnapshot,
  shows,
  showsAllUpTo,
  type Snapshot,
} from '../../../api/database/snapshot.ts'

const snapshots: fc.Arbitrary<Snapshot> = fc
  .tuple(fc.integer({ min: 3, max: 40 }), fc.uniqueArray(fc.integer({ min: 3, max: 39 }), { maxLength: 6 }))
  .map(([end, running]) => ({ end, running: running.filter((id) => id < end).sort((a, b) => a - b) }))
const ids = Array.from({ length: 45 }, (_, id) => id)

describe('a snapshot', () => {
  test('is read from the form of pg_current_snapshot()', () => {
    expect(parseSnapshot('10:20:10,14', false)).toEqual({ end: 20, running: [10, 14] })
    expect(parseSnapshot('10:10:', false)).toEqual({ end: 10, running: [] })
    expect(() => parseSnapshot('10:20', false)).toThrow('"10:20" has another form')
  })

  test('of a standby shows only what is below xmin', () => {
    expect(parseSnapshot('10:20:', true)).toEqual({ end: 10, running: [] })
  })

  test('shows in an intersection exactly what both show', () => {
    fc.assert(
      fc.property(snapshots, snapshots, (one, other) => {
        const both = intersection(one, other)
        for (const id of ids) expect(shows(both, id)).toBe(shows(one, id) && shows(other, id))
      }),
    )
  })

  test('shows all up to a transaction exactly if it shows each', () => {
    fc.assert(
      fc.property(snapshots, fc.integer({ min: 0, max: 44 }), (snapshot, last) => {
        const each = ids.filter((id) => id <= last).every((id) => shows(snapshot, id))
        expect(showsAllUpTo(snapshot, last)).toBe(each)
        expect(meets(snapshot, { transactions: [], allUpTo: last })).toBe(each)
      }),
    )
  })
})
