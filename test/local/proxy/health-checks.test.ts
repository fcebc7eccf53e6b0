import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { checkHealth } from '../../../local/proxy/health-checks.ts'
import { createPool } from '../../../local/proxy/pool.ts'
import { freePort, startServer, targetsAt } from './servers.ts'

describe('health checks', () => {
  test('take targets out that are not ready or not there, and back in when they are', async () => {
    let status = 503
    const reviving = await startServer((request, response) => {
      response.writeHead(request.url === '/readyz' ? status : 404).end()
    })
    const targets = targetsAt(reviving, await freePort())
    const pool = createPool('api', targets, 'up')
    const lines: string[] = []
    const stopping = new AbortController()
    const checking = checkHealth(pool, {
      path: '/readyz',
      intervalMilliseconds: 5,
      timeoutMilliseconds: 1_000,
      signal: stopping.signal,
      tell: (line) => lines.push(line),
    })
    onTestFinished(async () => {
      stopping.abort()
      await checking
    })
    await vi.waitFor(() => {
      expect(lines.sort()).toEqual(targets.map(({ port }) => `api 127.0.0.1:${port} is down`).sort())
    })
    status = 200
    await vi.waitFor(() => {
      expect(lines).toContain(`api 127.0.0.1:${reviving} is up`)
    })
    // The other one is down, so it gets no turn.
    expect([pool.choose(new Set()), pool.choose(new Set())]).toEqual([targets[0], targets[0]])
  })
})
