import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createPool, type Target } from '../../../local/proxy/pool.ts'
import { createProxyServer } from '../../../local/proxy/server.ts'

/** Starts an HTTP server on a free port, until the test ends. */
export async function startServer(server: Server | RequestListener): Promise<number> {
  const listening = typeof server === 'function' ? createServer(server) : server
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    listening.closeAllConnections()
    listening.close()
  })
  return (listening.address() as AddressInfo).port
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Targets of a test, by port, with equal weights. */
export function targetsAt(...ports: number[]): Target[] {
  return ports.map((port) => ({ host: '127.0.0.1', port, weight: 1 }))
}

/** Starts a proxy in front of API processes, with short limits; returns its origin. */
export async function startProxy(
  apiPorts: number[],
  overrides: Partial<Parameters<typeof createProxyServer>[0]> = {},
): Promise<string> {
  const port = await startServer(
    createProxyServer({
      api: createPool('the API', targetsAt(...apiPorts), 'up'),
      web: createPool('the storefront', [], 'up'),
      picturesFolder: '/nonexistent',
      bodyLimit: 1_000,
      attemptMilliseconds: 5_000,
      patienceMilliseconds: 0,
      ...overrides,
    }),
  )
  return `http://127.0.0.1:${port}`
}
