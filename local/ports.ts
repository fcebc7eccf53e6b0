import { createServer } from 'node:net'
import { Complaint } from './complaint.ts'
import { findPortHolder } from './process/port-holder.ts'

/** Default of `--port-base`. */
export const defaultPortBase = 4000

/** Redis Cluster talks between nodes on the client port plus 10000 (cluster-port's default). */
const redisBusOffset = 10_000

/** Every port of the local environment. */
export type Ports = ReturnType<typeof derivePorts>

/** Derives all ports from one base, so that two environments never collide when their bases lie 30 apart. */
export function derivePorts(base: number) {
  return {
    base,
    proxy: base,
    api: [base + 1, base + 2],
    worker: base + 3,
    web: base + 4,
    identity: base + 5,
    /** Of the proxy too: the way past the edge for the shop's own processes, and purges. */
    internal: base + 6,
    primary: base + 10,
    replicas: [base + 11, base + 12],
    /** In front of the primary, replica 1, replica 2. */
    poolers: { primary: base + 13, replicas: [base + 14, base + 15] },
    cache: [0, 1, 2, 3, 4, 5].map((index) => base + 20 + index),
  } as const
}

/** Checks a `--port-base` value: an integer that leaves room for the Redis bus below 65536. */
export function parsePortBase(value: string): number {
  const base = Number(value)
  if (!Number.isInteger(base) || base < 1024 || base > 55_000) {
    throw new Complaint(
      `Port base '${value}' is not possible: give a whole number from 1024 to 55000, e.g. --port-base 5000.`,
    )
  }
  return base
}

/** The ports of the databases and the cache, with what each is for. */
export function foundationPorts(ports: Ports): { port: number; purpose: string }[] {
  return [
    { port: ports.primary, purpose: 'the PostgreSQL primary' },
    ...ports.replicas.map((port) => ({ port, purpose: 'a PostgreSQL replica' })),
    ...[ports.poolers.primary, ...ports.poolers.replicas].map((port) => ({ port, purpose: 'PgBouncer' })),
    ...ports.cache.map((port) => ({ port, purpose: 'a cache node' })),
    ...busPorts(ports.cache).map((port) => ({ port, purpose: "a cache node's cluster bus" })),
  ]
}

/** The ports of the processes on top of them, with what each is for. */
export function shopPorts(ports: Ports): { port: number; purpose: string }[] {
  return [
    { port: ports.proxy, purpose: 'the shop' },
    ...ports.api.map((port) => ({ port, purpose: 'the API' })),
    { port: ports.worker, purpose: 'the worker' },
    { port: ports.web, purpose: 'the storefront' },
    { port: ports.identity, purpose: 'signing in' },
    { port: ports.internal, purpose: 'the way past the edge' },
  ]
}

/** The Redis bus ports that belong to client ports. */
export function busPorts(ports: readonly number[]): number[] {
  return ports.map((port) => port + redisBusOffset)
}

/**
 * Makes sure that nothing else listens on the given ports.
 * @throws Complaint naming the first taken port, its holder where known, and the remedy.
 */
export async function checkPortsAreFree(wanted: readonly { port: number; purpose: string }[]): Promise<void> {
  const taken = await Promise.all(wanted.map(async ({ port }) => await isTaken(port)))
  const first = wanted.find((_, index) => taken[index])
  if (first === undefined) return
  const holder = await findPortHolder(first.port)
  const by = holder === undefined ? 'another process' : `process ${String(holder.pid)} (${holder.command})`
  throw new Complaint(
    `Port ${String(first.port)}, needed for ${first.purpose}, is taken by ${by}: ` +
      `end it, or choose other ports with --port-base N (or KONTOR_PORT_BASE=N).`,
  )
}

/** `localhost` may mean ::1, so a stranger on either loopback address would be shown instead of us. */
async function isTaken(port: number): Promise<boolean> {
  const results = await Promise.all(['127.0.0.1', '::1'].map(async (host) => await canListen(port, host)))
  return results.includes(false)
}

async function canListen(port: number, host: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', (error: NodeJS.ErrnoException) => {
    resolve(error.code !== 'EADDRINUSE')
  })
  server.listen({ port, host, exclusive: true }, () => {
    server.close(() => {
      resolve(true)
    })
  })
  return await promise
}
