import { describe, expect, it } from 'vitest'
import { judge, type Read, type Write } from './history.ts'

const bound = 3_000
const writes: readonly Write[] = [
  { product: '1', version: 1, committedAt: 0, sequence: 1 },
  { product: '1', version: 2, committedAt: 1_000, sequence: 2 },
  { product: '1', version: 3, committedAt: 2_000, sequence: 3 },
]
const read = (changes: Partial<Read>): Read => ({
  process: 'api-1',
  product: '1',
  version: 1,
  isFresh: true,
  heard: 1,
  startedAt: 1_500,
  cacheStatus: 'kontor; hit; detail=memory',
  ...changes,
})
const violationsOf = (...reads: Read[]) => judge(reads, writes, bound).violations

describe('judge', () => {
  it('lets a process give what it has not heard to be old, for as long as the bound', () => {
    expect(violationsOf(read({}), read({ startedAt: 4_000 }))).toEqual([])
  })

  it('finds a version that is older than what the process had heard', () => {
    expect(violationsOf(read({ heard: 2 }))).toEqual([
      'api-1 had heard batch 2, which announced version 2 of product 1 (batch 2), and gave version 1 as fresh (kontor; hit; detail=memory).',
    ])
    expect(violationsOf(read({ heard: 3, version: 2 }))).toHaveLength(1)
    expect(violationsOf(read({ heard: 2, version: 3 }))).toEqual([])
  })

  it('finds a version that had been overwritten for too long, heard or not', () => {
    expect(violationsOf(read({ heard: undefined, startedAt: 4_001 }))).toEqual([
      'api-1 gave version 1 of product 1 as fresh (kontor; hit; detail=memory) 3001 ms after version 2 was committed; 3000 ms are allowed.',
    ])
  })

  it('asks nothing of answers that nobody vouched for, nor of other products', () => {
    expect(violationsOf(read({ heard: 3, isFresh: false, startedAt: 9_000 }))).toEqual([])
    expect(violationsOf(read({ heard: 3, product: '2', startedAt: 9_000 }))).toEqual([])
  })

  it('measures how long each process vouched for what was overwritten', () => {
    const verdict = judge(
      [
        read({ startedAt: 1_040 }),
        read({ startedAt: 1_020 }),
        read({ process: 'api-2', version: 2, startedAt: 1_100 }),
      ],
      writes.slice(0, 2),
      bound,
    )
    // Two versions at two processes: nobody was late but api-1 with the second.
    expect(verdict).toMatchObject({ reads: 3, freshReads: 3, staleness: { p50: 0, longest: 40 } })
  })
})
