import { expect, test, vi } from 'vitest'
import type { Application } from '../../api/application.ts'
import { createReadiness } from '../../api/readiness.ts'

type Probe = () => Promise<unknown>

/** Dependencies that answer as told; what is real about them is tested with the server. */
function setUp(probes: { writer?: Probe; reader?: Probe; cache?: Probe } = {}) {
  let now = 0
  const well: Probe = () => Promise.resolve()
  const probeWriter = vi.fn(probes.writer ?? well)
  const application = {
    database: { probeWriter, probeReader: probes.reader ?? well },
    cluster: { get: probes.cache ?? well },
    clock: () => new Date(now),
  } as unknown as Application
  return {
    ask: createReadiness(application),
    probeWriter,
    wait: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

const away: Probe = () => Promise.reject(new Error('connect ECONNREFUSED'))

test('is ready when everything answers', async () => {
  expect(await setUp().ask()).toEqual({ ready: true, degraded: false, reasons: {} })
})

test('is ready but degraded without the cache, the writer or a reader', async () => {
  expect(await setUp({ cache: away }).ask()).toEqual({
    ready: true,
    degraded: true,
    reasons: { cache: 'connect ECONNREFUSED' },
  })
  expect(await setUp({ writer: away }).ask()).toMatchObject({ ready: true, degraded: true })
  expect(await setUp({ reader: away }).ask()).toMatchObject({ ready: true, degraded: true })
})

test('is not ready when no database answers', async () => {
  const { ready, reasons } = await setUp({ writer: away, reader: away }).ask()
  expect(ready).toBe(false)
  expect(Object.keys(reasons)).toEqual(['writer', 'reader'])
})

test('waits for no dependency longer than its limit', async () => {
  vi.useFakeTimers()
  const answer = setUp({ writer: () => new Promise(() => undefined) }).ask()
  await vi.advanceTimersByTimeAsync(1_500)
  expect((await answer).reasons).toEqual({ writer: 'no answer within 1500 ms' })
  vi.useRealTimers()
})

test('asks at most once a second, however often it is asked', async () => {
  const { ask, probeWriter, wait } = setUp()
  await Promise.all([ask(), ask(), ask()])
  expect(probeWriter).toHaveBeenCalledTimes(1)
  wait(1_000)
  await ask()
  expect(probeWriter).toHaveBeenCalledTimes(2)
})
