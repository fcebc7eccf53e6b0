import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { type Part, type PartSpecification, superviseAll, type Surroundings } from '../process/supervise.ts'
import type { FoundTool } from '../tools/find.ts'
import { initialNodesFile, withPorts } from './topology.ts'

/** Milliseconds without an answer after which a node counts as failed, and its replica takes over. */
const nodeTimeoutMilliseconds = 2_000

/** Starts the six nodes, and returns when the cluster serves all slots. */
export async function startCache(
  server: FoundTool,
  ports: readonly number[],
  surroundings: Surroundings,
): Promise<Part[]> {
  const specifications = ports.map((port, index): PartSpecification => {
    const name = `cache-${String(index + 1)}`
    const folder = join(surroundings.dataFolder, 'cache', name)
    return {
      name,
      command: server.command,
      args: nodeArguments(port, server),
      folder,
      environment: { ...surroundings.inherited, ...server.environment },
      stopSignal: 'SIGTERM',
      stopSeconds: 5,
      readySeconds: 30,
      prepare: async () => {
        await mkdir(folder, { recursive: true })
        await writeNodesFile(join(folder, 'nodes.conf'), index, ports)
      },
      isReady: async () => await isClusterReady(port),
    }
  })
  return await superviseAll(specifications, surroundings)
}

function nodeArguments(port: number, server: FoundTool): string[] {
  const settings: Record<string, string> = {
    port: String(port),
    bind: '127.0.0.1',
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': String(nodeTimeoutMilliseconds),
    // As ElastiCache sets it: a lost shard must not stop the others.
    'cluster-require-full-coverage': 'no',
    // Every write is in the operating system's hands before it is answered, so SIGKILL loses none.
    appendonly: 'yes',
    save: '',
    'repl-diskless-sync-delay': '0',
    maxmemory: '64mb',
    'maxmemory-policy': 'volatile-lru',
    // Version 7 would wait 10 s for replicas at the end.
    ...(server.major >= 7 ? { 'shutdown-timeout': '0' } : {}),
  }
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
}

async function writeNodesFile(file: string, index: number, ports: readonly number[]): Promise<void> {
  const stored = await readFile(file, 'utf8').catch(() => '')
  const text = stored === '' ? initialNodesFile(index, ports) : withPorts(stored, ports)
  if (text !== stored) await writeFile(file, text)
}

async function isClusterReady(port: number): Promise<boolean> {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: null,
    connectTimeout: 1_000,
    commandTimeout: 1_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const [state, replication] = await Promise.all([client.cluster('INFO'), client.info('replication')])
    const isLinked = !replication.includes('role:slave') || replication.includes('master_link_status:up')
    return state.includes('cluster_state:ok') && isLinked
  } finally {
    client.disconnect()
  }
}
