import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import type { CacheRequest } from '../../../api/cache/cache.ts'
import {
  type Announcer,
  type ConnectedCache,
  connectCache,
  createAnnouncer,
  uniqueRequest,
} from './connect-cache.ts'

let announcer: Announcer
let here: ConnectedCache
let elsewhere: ConnectedCache
beforeEach(async () => {
  const { cacheNodes } = inject('local')
  announcer = createAnnouncer()
  ;[here, elsewhere] = await Promise.all([
    connectCache(cacheNodes, announcer),
    connectCache(cacheNodes, announcer),
  ])
})
afterEach(async () => {
  await Promise.all([here.close(), elsewhere.close()])
})

/** Fills are written in the background. */
async function filled(process: ConnectedCache): Promise<void> {
  await process.cache.settle()
}

const unexpected = () => Promise.reject(new Error('loaded again'))

test('loads once and serves all processes from then on', async () => {
  const request = uniqueRequest<{ price: number }>()
  expect(await here.cache.getOrLoad(request, () => Promise.resolve({ price: 5 }))).toEqual({ price: 5 })
  await filled(here)
  expect(await here.cache.getOrLoad(request, unexpected)).toEqual({ price: 5 })
  expect(await elsewhere.cache.getOrLoad(request, unexpected)).toEqual({ price: 5 })
  expect(await here.verdicts()).toEqual({ miss: 1, hit: 1 })
})

test('keeps null, empty lists, and large values as they are', async () => {
  for (const value of [null, [], 'ü€😀', { text: 'Lorem ipsum '.repeat(5_000) }]) {
    const request = uniqueRequest<unknown>()
    await here.cache.getOrLoad(request, () => Promise.resolve(value))
    await filled(here)
    expect(await elsewhere.cache.getOrLoad(request, unexpected)).toEqual(value)
  }
})

test('compresses large values', async () => {
  const request = uniqueRequest<string>()
  await here.cache.getOrLoad(request, () => Promise.resolve('Lorem ipsum '.repeat(5_000)))
  await filled(here)
  expect((await here.cache.inspection.explain(request.key, 'value')).at(-1)).toMatchObject({ level: 'redis' })
  expect((await here.cache.inspection.explain(request.key, 'value')).at(-1)?.bytes).toBeLessThan(5_000)
})

test('loads a value once however many ask for it at the same time', async () => {
  const request = uniqueRequest<number>()
  const load = vi.fn(() => Promise.resolve(1))
  await Promise.all(Array.from({ length: 1_000 }, () => here.cache.getOrLoad(request, load)))
  expect(load).toHaveBeenCalledTimes(1)
})

test('serves nothing that was invalidated, in no process', async () => {
  const request = uniqueRequest<number>()
  await here.cache.getOrLoad(request, () => Promise.resolve(1))
  await filled(here)
  await elsewhere.cache.invalidate([request.tag])
  expect(await here.cache.getOrLoad(request, () => Promise.resolve(2))).toBe(2)
  await filled(here)
  expect(await elsewhere.cache.getOrLoad(request, unexpected)).toBe(2)
})

test('does not serve what was loaded before an invalidation and stored after it', async () => {
  const request = uniqueRequest<string>()
  const reading = Promise.withResolvers<undefined>()
  const goOn = Promise.withResolvers<undefined>()
  const slow = here.cache.getOrLoad(request, async () => {
    reading.resolve(undefined)
    await goOn.promise
    return 'read before the write'
  })
  await reading.promise
  await elsewhere.cache.invalidate([request.tag])
  goOn.resolve(undefined)
  await slow
  await filled(here)
  expect(await elsewhere.cache.getOrLoad(request, () => Promise.resolve('read after the write'))).toBe(
    'read after the write',
  )
})

test('gives those who join a load what was there after the invalidation that it missed', async () => {
  const request = uniqueRequest<string>()
  const goOn = Promise.withResolvers<undefined>()
  const reading = Promise.withResolvers<undefined>()
  const load = vi.fn(async () => {
    if (load.mock.calls.length > 1) return 'new'
    reading.resolve(undefined)
    await goOn.promise
    return 'old'
  })
  const before = here.cache.getOrLoad(request, load)
  await reading.promise
  await elsewhere.cache.invalidate([request.tag])
  const after = here.cache.getOrLoad(request, unexpected)
  goOn.resolve(undefined)
  expect(await Promise.all([before, after])).toEqual(['new', 'new'])
})

test('invalidates by any of the tags, and leaves other values alone', async () => {
  const one = uniqueRequest<number>()
  const other = uniqueRequest<number>()
  const both = { ...uniqueRequest<number>(), tags: () => [one.tag, other.tag] }
  for (const request of [one, other, both]) await here.cache.getOrLoad(request, () => Promise.resolve(1))
  await filled(here)
  await here.cache.invalidate([one.tag])
  expect(await here.cache.getOrLoad(other, unexpected)).toBe(1)
  expect(await here.cache.getOrLoad(both, () => Promise.resolve(2))).toBe(2)
})

test('serves an old value at once while one caller refreshes it', async () => {
  const request = uniqueRequest<number>({ freshSeconds: 10 })
  await here.cache.getOrLoad(request, () => Promise.resolve(1))
  await filled(here)
  here.wait(11)
  const refresh = vi.fn(() => Promise.resolve(2))
  const served = await Promise.all([1, 2, 3].map(() => here.cache.getOrLoad(request, refresh)))
  expect(served).toEqual([1, 1, 1])
  await filled(here)
  expect(refresh).toHaveBeenCalledTimes(1)
  expect(await here.cache.getOrLoad(request, unexpected)).toBe(2)
  expect(await here.verdicts()).toEqual({ miss: 1, stale: 3, hit: 1 })
})

test('serves an old value when its source is away, and the error when there is none', async () => {
  const request = uniqueRequest<number>()
  const away = () => Promise.reject(new Error('the database is away'))
  await expect(here.cache.getOrLoad(request, away)).rejects.toThrow('the database is away')
  await here.cache.getOrLoad(request, () => Promise.resolve(1))
  await filled(here)
  await here.cache.invalidate([request.tag])
  expect(await here.cache.getOrLoad(request, away)).toBe(1)
  expect(here.log.text()).toContain('old cached value served')
})

test('loads what is missing of many, once each, in the order that was asked', async () => {
  const { tag, key } = uniqueRequest<string>()
  const many = {
    ids: ['a', 'b', 'a', 'c'],
    key: (id: string) => `${key}-${id}`,
    tags: (_value: string, id: string) => [`${tag}-${id}`],
    freshSeconds: 60,
    staleSeconds: 600,
  }
  await here.cache.getOrLoadMany({ ...many, ids: ['b'] }, () => Promise.resolve(['b']))
  await filled(here)
  const load = vi.fn((ids: readonly string[]) => Promise.resolve(ids.map((id) => id.toUpperCase())))
  expect(await here.cache.getOrLoadMany(many, load)).toEqual(['A', 'b', 'A', 'C'])
  expect(load.mock.calls).toEqual([[['a', 'c']]])
  await filled(here)
  await here.cache.invalidate([`${tag}-c`])
  expect(await here.cache.getOrLoadMany(many, (ids) => Promise.resolve(ids.map(() => 'new')))).toEqual([
    'A',
    'b',
    'A',
    'new',
  ])
})

test('rejects once when the load of many fails', async () => {
  const { key } = uniqueRequest<string>()
  const many = {
    ids: ['a', 'b'],
    key: (id: string) => `${key}-${id}`,
    tags: () => [],
    freshSeconds: 1,
    staleSeconds: 1,
  }
  await expect(here.cache.getOrLoadMany(many, () => Promise.reject(new Error('away')))).rejects.toThrow(
    'away',
  )
})

test('calls nothing fresh when the relay is silent: serves it while it is refreshed, until the relay speaks', async () => {
  const request = uniqueRequest<number>()
  await here.cache.getOrLoad(request, () => Promise.resolve(1))
  const verdict = async () => (await here.cache.inspection.explain(request.key, 'value'))[0]?.verdict
  expect(await verdict()).toBe('fresh')
  announcer.pause()
  await vi.waitFor(async () => expect(await verdict()).toBe('lease-expired'), { timeout: 10_000 })
  const refresh = vi.fn(() => Promise.resolve(2))
  const served = await Promise.all([1, 2, 3].map(() => here.cache.getOrLoad(request, refresh)))
  expect(served).toEqual([1, 1, 1])
  await filled(here)
  expect(refresh).toHaveBeenCalledTimes(1)
  expect(await here.cache.getOrLoad(request, unexpected)).toBe(2)
  announcer.resume()
  await vi.waitFor(async () => expect(await verdict()).toBe('fresh'), { timeout: 10_000 })
})

test('remembers that there is no such thing for a shorter time', async () => {
  const request = uniqueRequest<string | null>({ freshSeconds: 300, staleSeconds: 600 })
  await here.cache.getOrLoad(request, () => Promise.resolve(null))
  await filled(here)
  expect(await here.cache.getOrLoad(request, unexpected)).toBeNull()
  here.wait(16)
  expect(await here.cache.getOrLoad(request, () => Promise.resolve('there now'))).toBeNull()
  await filled(here)
  expect(await here.cache.getOrLoad(request, unexpected)).toBe('there now')
})

test('gives values that nobody can change for the others', async () => {
  const request = uniqueRequest<{ prices: number[] }>()
  await here.cache.getOrLoad(request, () => Promise.resolve({ prices: [1] }))
  const kept = await here.cache.getOrLoad(request, () => Promise.reject(new Error('loaded again')))
  expect(() => kept.prices.push(2)).toThrow(TypeError)
})

test('keeps no value that is larger than the limit', async () => {
  const request = uniqueRequest<string>()
  await here.cache.getOrLoad(request, () => Promise.resolve('x'.repeat(1_100_000)))
  await filled(here)
  expect(await here.cache.inspection.explain(request.key, 'value')).toEqual([])
})

describe('ready answers', () => {
  const lifetimes = { freshSeconds: 60, staleSeconds: 600 }
  const answer = (text: string) => ({ identity: Buffer.from(text), gzip: Buffer.from(`zipped ${text}`) })

  /** An answer made of one cached value. */
  async function made(request: CacheRequest<string>, value: string) {
    const { value: text, provenance } = await here.cache.collect(() =>
      here.cache.getOrLoad(request, () => Promise.resolve(value)),
    )
    return { variants: answer(text), meta: { etag: text }, provenance, lifetimes }
  }

  test('go through memory and Redis byte by byte, with what belongs to them', async () => {
    const request = uniqueRequest<string>()
    const first = await here.cache.entries.getOrMake(request.key, () => made(request, 'one'))
    expect(first).toMatchObject({ level: 'made', verdict: 'fresh' })
    expect(here.cache.entries.lookupInMemory(request.key)).toMatchObject({
      level: 'memory',
      verdict: 'fresh',
    })
    await filled(here)
    expect(elsewhere.cache.entries.lookupInMemory(request.key)).toBeUndefined()
    const found = await elsewhere.cache.entries.lookup(request.key)
    expect(found).toMatchObject({ level: 'redis', verdict: 'fresh' })
    expect(found?.entry).toMatchObject({
      variants: answer('one'),
      meta: { etag: 'one' },
      tags: [request.tag],
    })
    expect(elsewhere.cache.entries.lookupInMemory(request.key)?.verdict).toBe('fresh')
  })

  test('are overtaken with what they were made of', async () => {
    const request = uniqueRequest<string>()
    await here.cache.entries.getOrMake(request.key, () => made(request, 'one'))
    await elsewhere.cache.invalidate([request.tag])
    expect(here.cache.entries.lookupInMemory(request.key)?.verdict).toBe('overtaken')
    const again = await here.cache.entries.getOrMake(request.key, () => made(request, 'two'))
    expect(again).toMatchObject({ verdict: 'fresh', entry: { meta: { etag: 'two' } } })
    const [facts] = await here.cache.inspection.explain(request.key, 'entry')
    expect(facts).toMatchObject({ level: 'memory', verdict: 'fresh', reasons: [], tags: [request.tag] })
    expect(await here.cache.inspection.keysOfTag(request.tag, 10)).toEqual(
      expect.arrayContaining([{ key: request.key, kind: 'entry' }]),
    )
  })

  test('that are private reach their own caller only', async () => {
    const { key } = uniqueRequest<string>()
    let customer = 0
    const make = () => {
      customer += 1
      return Promise.resolve({ uncacheable: `for customer ${customer}` })
    }
    const answers = await Promise.all([1, 2, 3].map(() => here.cache.entries.getOrMake(key, make)))
    expect(new Set(answers.map((one) => ('uncacheable' in one ? one.uncacheable : 'shared'))).size).toBe(3)
    await filled(here)
    expect(await elsewhere.cache.entries.lookup(key)).toBeUndefined()
  })
})
