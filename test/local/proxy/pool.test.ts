import { describe, expect, test } from 'vitest'
import { createPool, type Target } from '../../../local/proxy/pool.ts'

const target = (port: number, weight: number): Target => ({ host: '127.0.0.1', port, weight })
const none: ReadonlySet<Target> = new Set()

describe('a pool of targets', () => {
  test('gives each target exactly its share over whole turns', () => {
    const pool = createPool('api', [target(1, 45), target(2, 45), target(3, 10)], 'up')
    const shares = new Map<number | undefined, number>()
    for (let turn = 0; turn < 2_000; turn += 1) {
      const port = pool.choose(none)?.port
      shares.set(port, (shares.get(port) ?? 0) + 1)
    }
    expect(Object.fromEntries(shares)).toEqual({ 1: 900, 2: 900, 3: 200 })
  })

  test('spreads the turns of a heavy target', () => {
    const pool = createPool('api', [target(1, 5), target(2, 1), target(3, 1)], 'up')
    const turns = Array.from({ length: 7 }, () => pool.choose(none)?.port)
    expect(turns).toEqual([1, 1, 2, 1, 3, 1, 1])
  })

  test('passes over targets that are down, were tried or have no weight', () => {
    const targets = [target(1, 1), target(2, 1), target(3, 1), target(4, 0)] as const
    const pool = createPool('api', targets, 'up')
    pool.mark(targets[0], 'down')
    expect(pool.choose(new Set([targets[1]]))).toBe(targets[2])
    expect(pool.choose(new Set(targets))).toBeUndefined()
  })

  test('tries targets that are down when no other is left', () => {
    const targets = [target(1, 1), target(2, 1)] as const
    const pool = createPool('api', targets, 'down')
    expect(pool.choose(new Set([targets[0]]))).toBe(targets[1])
    pool.mark(targets[0], 'up')
    expect(pool.choose(none)).toBe(targets[0])
  })
})
