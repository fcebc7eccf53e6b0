import calculateSlot from 'cluster-key-slot'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createRateLimit } from '../../../api/security/rate-limit.ts'
import { type ConnectedCache, connectCache, uniqueRequest } from './connect-cache.ts'
import { type OwnCluster, startOwnCluster } from './own-cluster.ts'

let own: OwnCluster
let connected: ConnectedCache
beforeAll(async () => {
  own = await startOwnCluster()
})
beforeEach(async () => {
  connected = await connectCache(own.nodes)
})
afterEach(() => connected.close())
afterAll(() => own.stop())

const masterOf = (key: string) => Number(connected.cluster.slots[calculateSlot(key)]?.[0]?.split(':')[1])

/** Requests whose values lie on one shard, with values in them. */
async function filledRequests(port: number, count: number) {
  const requests = []
  while (requests.length < count) {
    const request = uniqueRequest<string>()
    if (masterOf(`value:${request.key}`) === port) requests.push(request)
  }
  for (const request of requests) await connected.cache.getOrLoad(request, () => Promise.resolve('cached'))
  await connected.cache.close()
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
  const [first] = requests
  if (first === undefined) throw new Error('There are no requests.')
  await vi.waitFor(
    async () => {
      await connected.cache.getOrLoad(first, () => Promise.resolve('loaded'))
      const before = (await connected.verdicts())['hit'] ?? 0
      await connected.cache.getOrLoad(first, () => Promise.resolve('loaded'))
      expect((await connected.verdicts())['hit'] ?? 0).toBe(before + 1)
    },
    { timeout: 20_000, interval: 100 },
  )
})

test('a killed master gives misses until its replica has taken over', async () => {
  const port = masterOf('value:y')
  const [request] = await filledRequests(port, 1)
  const pid = own.part(port).pid()
  if (request === undefined || pid === undefined) throw new Error('The node does not run.')
  process.kill(pid, 'SIGKILL')
  expect(await connected.cache.getOrLoad(request, () => Promise.resolve('loaded'))).toMatch(/loaded|cached/)
  await vi.waitFor(
    async () => {
      await connected.cache.getOrLoad(request, () => Promise.resolve('loaded'))
      await connected.cache.close()
      expect(await connected.cache.getOrLoad(request, () => Promise.reject(new Error('missed')))).toBeTruthy()
    },
    { timeout: 20_000, interval: 100 },
  )
})

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
