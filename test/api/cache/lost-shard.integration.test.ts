import calculateSlot from 'cluster-key-slot'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { streamKey } from '../../../api/cache/stream-writer.ts'
import { createRateLimit } from '../../../api/security/rate-limit.ts'
import {
  type Announcer,
  type ConnectedCache,
  connectCache,
  createAnnouncer,
  uniqueRequest,
} from './connect-cache.ts'
import { type OwnCluster, startOwnCluster } from './own-cluster.ts'

let own: OwnCluster
let announcer: Announcer
let connected: ConnectedCache
beforeAll(async () => {
  own = await startOwnCluster()
})
beforeEach(async () => {
  announcer = createAnnouncer()
  connected = await connectCache(own.nodes, announcer)
})
afterEach(() => connected.close())
afterAll(() => own.stop())

const masterOf = (key: string) => Number(connected.cluster.slots[calculateSlot(key)]?.[0]?.split(':')[1])

/** Requests whose values lie on one shard, filled by another process, so that they are not in this one's memory. */
async function filledRequests(port: number, count: number) {
  const requests = []
  while (requests.length < count) {
    const request = uniqueRequest<string>()
    if (masterOf(`value:${announcer.space}:${request.key}`) === port) requests.push(request)
  }
  const other = await connectCache(own.nodes, announcer)
  for (const request of requests) await other.cache.getOrLoad(request, () => Promise.resolve('cached'))
  await other.cache.settle()
  await other.close()
  return requests
}

test('a frozen master gives misses, no errors, and soon costs nothing; it is used again when it wakes', async () => {
  const port = masterOf('value:x')
  const requests = await filledRequests(port, 12)
  const pid = own.part(port).pid()
  if (pid === undefined) throw new Error('The node does not run.')
  process.kill(pid, 'SIGSTOP')
  try {
    for (const request of requests) {
      expect(await connected.cache.getOrLoad(request, () => Promise.resolve('loaded'))).toBe('loaded')
    }
    expect(connected.log.text()).toContain('Execution prevented because the circuit breaker is open')
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await usedAgain(port)
})

test('a killed master gives misses until its replica has taken over', async () => {
  const port = masterOf('value:y')
  const [request] = await filledRequests(port, 1)
  const pid = own.part(port).pid()
  if (request === undefined || pid === undefined) throw new Error('The node does not run.')
  process.kill(pid, 'SIGKILL')
  expect(await connected.cache.getOrLoad(request, () => Promise.resolve('loaded'))).toMatch(/loaded|cached/)
  await usedAgain(port)
})

test('invalidations arrive after the master that carries them was killed', async () => {
  const pid = own.part(masterOf(streamKey(announcer.space))).pid()
  const request = uniqueRequest<string>()
  if (pid === undefined) throw new Error('The node does not run.')
  await connected.cache.getOrLoad(request, () => Promise.resolve('old'))
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => announcer.announce([request.tag]), { timeout: 20_000, interval: 100 })
  expect(await connected.cache.getOrLoad(request, () => Promise.resolve('new'))).toBe('new')
})

/** Waits until values of the shard get into Redis and out again. */
async function usedAgain(port: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [request] = await filledRequests(port, 1)
      if (request === undefined) throw new Error('There is no request.')
      const unexpected = () => Promise.reject(new Error('missed'))
      expect(await connected.cache.getOrLoad(request, unexpected)).toBe('cached')
    },
    { timeout: 20_000, interval: 100 },
  )
}

test('budgets are counted by the process alone while their shard is away', async () => {
  const limits = { maximumCost: 100, rateLimitCost: 10, rateLimitSeconds: 600 }
  const spend = createRateLimit(limits, connected.cluster, connected.onShard, connected.log.logger)
  const client = 'client-of-a-lost-shard'
  const pid = own.part(masterOf(`budget:${client}`)).pid()
  if (pid === undefined) throw new Error('The node does not run.')
  expect(await spend(client, 6)).toMatchObject({ allowed: true, remaining: 4 })
  process.kill(pid, 'SIGSTOP')
  try {
    expect(await spend(client, 6)).toMatchObject({ allowed: true, remaining: 4 })
    expect(await spend(client, 6)).toMatchObject({ allowed: false, remaining: 0 })
  } finally {
    process.kill(pid, 'SIGCONT')
  }
})
