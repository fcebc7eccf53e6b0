import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCache } from '../../../local/cache/cluster.ts'
import type { Part } from '../../../local/process/supervise.ts'
import { findOrFetch } from '../../../local/tools/find-or-fetch.ts'
import { redis, toolsFolder } from '../../../local/tools/tools.ts'

/** A cluster that a test may break: three masters, three replicas. */
export interface OwnCluster {
  readonly nodes: readonly string[]
  /** The node that listens on the port; nodes are restarted when they are killed. */
  part(port: number): Part
  stop(): Promise<void>
}

export async function startOwnCluster(): Promise<OwnCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-cache-'))
  await mkdir(join(folder, 'logs'))
  const { found } = await findOrFetch([redis], process.env, toolsFolder, () => undefined)
  const server = found.get('redis')
  if (server === undefined) throw new Error('There is no Redis on this machine; run npm start once.')
  const ports = await freePorts(6)
  const parts = await startCache(server, ports, {
    dataFolder: folder,
    logFolder: join(folder, 'logs'),
    inherited: process.env,
    stopping: new AbortController().signal,
    tell: () => undefined,
  })
  return {
    nodes: ports.map((port) => `127.0.0.1:${port}`),
    part(port) {
      const part = parts[ports.indexOf(port)]
      if (part === undefined) throw new Error(`No node listens on ${port}.`)
      return part
    },
    async stop() {
      await Promise.all(parts.map((part) => part.stop()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Ports that are free together with their cluster bus ports, 10,000 further on. Both lie below 32,768, where Linux begins to
 * give ports to outgoing connections: one of those could take a port between this look and the node's start.
 */
async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  for (let port = 12_000 + (process.pid % 1_000) * 10; ports.length < count; port += 1) {
    if ((await isFree(port)) && (await isFree(port + 10_000))) ports.push(port)
  }
  return ports
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
