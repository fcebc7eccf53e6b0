import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { addressOf, type Pool, type Target } from './pool.ts'

/** How health checks are made. */
export interface HealthCheckOptions {
  readonly path: string
  readonly intervalMilliseconds: number
  readonly timeoutMilliseconds: number
  readonly signal: AbortSignal
  /** Gets a line when a target's health changes. */
  readonly tell: (line: string) => void
}

/** Asks every target of a pool, now and at each interval, until aborted. Only status 200 counts as healthy. */
export async function checkHealth(pool: Pool, options: HealthCheckOptions): Promise<void> {
  await Promise.all(pool.targets.map(async (target) => keepChecking(pool, target, options)))
}

async function keepChecking(pool: Pool, target: Target, options: HealthCheckOptions): Promise<void> {
  let known: 'up' | 'down' | undefined
  while (!options.signal.aborted) {
    const health = (await isHealthy(target, options)) ? 'up' : 'down'
    // Also when it is the known one: a request may have taken the target out since the last check.
    pool.mark(target, health)
    if (health !== known) options.tell(`${pool.name} ${addressOf(target)} is ${health}`)
    known = health
    await delay(options.intervalMilliseconds, undefined, { signal: options.signal }).catch(() => {})
  }
}

async function isHealthy(target: Target, options: HealthCheckOptions): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  // No agent: a check must find out whether new connections are taken.
  const request = get({
    host: target.host,
    port: target.port,
    path: options.path,
    agent: false,
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMilliseconds)]),
  })
  request.on('response', (response) => {
    response.resume()
    resolve(response.statusCode === 200)
  })
  request.on('error', () => {
    resolve(false)
  })
  return await promise
}
