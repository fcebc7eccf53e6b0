import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { type ConnectedCache, connectCache, createAnnouncer, uniqueRequest } from './connect-cache.ts'

let here: ConnectedCache
let elsewhere: ConnectedCache
beforeEach(async () => {
  const { cacheNodes } = inject('local')
  const announcer = createAnnouncer()
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
