import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import {
  createPopularQuestions,
  type PopularQuestion,
  readPopularQuestions,
} from '../../../api/cache/popular-questions.ts'
import { recordLog } from '../telemetry/record-log.ts'
import { type ConnectedCache, connectCache } from './connect-cache.ts'

const question = (number: number): PopularQuestion => ({
  hash: 'a'.repeat(64),
  operationName: 'ProductPage',
  variables: `{"slug":"lamp-${number}"}`,
})

const space = randomUUID()
const key = `{popular-questions:${space}}`

let cache: ConnectedCache
beforeAll(async () => {
  cache = await connectCache(inject('local').cacheNodes)
})
afterAll(() => cache.close())
beforeEach(async () => {
  await cache.cluster.del(key, `${key}:decayed`)
})

/** One process's counts; every question is in its sample. */
function counts(random = () => 0) {
  const { cluster, onShard } = cache
  return createPopularQuestions({ cluster, onShard, space, log: recordLog().logger, random })
}

const top = (limit = 10) => readPopularQuestions(cache.cluster, cache.onShard, space, limit)
const names = (found: readonly PopularQuestion[]) =>
  found.map(({ variables }) => /lamp-\d+/.exec(variables)?.[0])

describe('the statistics of questions', () => {
  it('add up what several processes counted, most asked first', async () => {
    const one = counts()
    const other = counts()
    for (const number of [1, 2, 2, 3, 3]) one.count(() => question(number))
    for (const number of [3, 3, 2]) other.count(() => question(number))
    await Promise.all([one.close(), other.close()])
    expect(await top()).toEqual([
      { ...question(3), times: 64 },
      { ...question(2), times: 48 },
      { ...question(1), times: 16 },
    ])
    expect(names(await top(2))).toEqual(['lamp-3', 'lamp-2'])
  })

  it('look at one request of sixteen only', async () => {
    let described = 0
    let turn = 0
    const popular = counts(() => (turn++ % 16) / 16)
    for (let request = 0; request < 160; request += 1) {
      popular.count(() => {
        described += 1
        return question(1)
      })
    }
    await popular.close()
    expect(described).toBe(10)
    expect(await top()).toEqual([{ ...question(1), times: 160 }])
  })

  it('leave out what is described as not to be counted, and what is too long', async () => {
    const popular = counts()
    popular.count(() => undefined)
    popular.count(() => ({ ...question(1), variables: `{"query":"${'x'.repeat(1_000)}"}` }))
    await popular.close()
    expect(await top()).toEqual([])
  })

  it('keep the most asked of more questions than they have room for', async () => {
    const popular = counts()
    for (let round = 0; round < 8; round += 1) {
      for (let number = 0; number < 400; number += 1) popular.count(() => question(round * 400 + number))
      for (let time = 0; time < 5; time += 1) popular.count(() => question(9_999))
      await popular.flush()
    }
    await popular.close()
    expect(await cache.cluster.zcard(key)).toBe(2_000)
    expect(names(await top(1))).toEqual(['lamp-9999'])
  })

  it('halve what lies half a day back', async () => {
    const popular = counts()
    popular.count(() => question(1))
    await popular.flush()
    const [seconds] = await cache.cluster.time()
    await cache.cluster.set(`${key}:decayed`, Number(seconds) - 43_200)
    popular.count(() => question(2))
    await popular.close()
    const found = await top()
    expect(names(found)).toEqual(['lamp-2', 'lamp-1'])
    expect(found.map(({ times }) => Math.round(times))).toEqual([16, 8])
  })

  it('lose counts without harm while the cluster is away', async () => {
    const away = createPopularQuestions({
      cluster: cache.cluster,
      onShard: () => Promise.reject(new Error('the shard is away')),
      space,
      log: recordLog().logger,
      random: () => 0,
    })
    away.count(() => question(1))
    await away.close()
    expect(await top()).toEqual([])
  })
})
