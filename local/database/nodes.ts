import { access, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Ports } from '../ports.ts'
import { identifyProcess } from '../process/identity.ts'
import { becomeOrdinaryUser, type OrdinaryUser } from '../process/ordinary-user.ts'
import {
  type Part,
  type PartSpecification,
  type Surroundings,
  supervise,
  superviseAll,
} from '../process/supervise.ts'
import type { Secrets } from '../secrets.ts'
import { copyPrimary, findLostReplicas } from './base-backup.ts'
import { findPostgres } from './binaries.ts'
import { writePasswordFile } from './password-file.ts'
import { ownEverything, seedDatabase } from './seed.ts'
import { type NodeRole, nodeName, nodePort, postgresSettings } from './settings.ts'

/** What starting the database needs. */
export interface DatabaseOptions {
  readonly ports: Ports
  readonly secrets: Secrets
  readonly surroundings: Surroundings
  /** Folder with other PostgreSQL 17 programs (PG_BIN). */
  readonly programs: string | undefined
}

const primaryRole: NodeRole = { kind: 'primary' }
const replicaRoles = [0, 1] as const

/** Starts the primary and both replicas, and returns when both stream. */
export async function startDatabase(options: DatabaseOptions): Promise<Part[]> {
  const { ports, secrets, surroundings } = options
  const [binaries, ordinaryUser] = await Promise.all([findPostgres(options.programs), becomeOrdinaryUser()])
  const folder = join(surroundings.dataFolder, 'postgres')
  await writePasswordFile(surroundings.dataFolder, secrets)
  await seedDatabase(folder, binaries, ordinaryUser, secrets, ports)

  const node = (role: NodeRole) => describeNode(role, folder, binaries.postgres, ordinaryUser, options)
  const primary = await supervise(node(primaryRole), surroundings)
  try {
    await repairReplicas(folder, ordinaryUser, options)
    const replicas = replicaRoles.map((index) => node({ kind: 'replica', index }))
    return [primary, ...(await superviseAll(replicas, surroundings))]
  } catch (error) {
    await primary.stop()
    throw error
  }
}

function describeNode(
  role: NodeRole,
  folder: string,
  postgres: string,
  ordinaryUser: OrdinaryUser,
  { ports, secrets, surroundings }: DatabaseOptions,
): PartSpecification {
  const data = join(folder, nodeName(role))
  return {
    name: nodeName(role),
    ...ordinaryUser.wrap(postgres, ['-D', data]),
    user: ordinaryUser.user,
    environment: surroundings.inherited,
    // "Fast": ends sessions, writes a checkpoint.
    stopSignal: 'SIGINT',
    stopSeconds: 10,
    readySeconds: 60,
    prepare: async () => {
      await removeStaleLock(data)
      await writeFile(join(data, 'postgresql.conf'), postgresSettings(role, ports, secrets), { mode: 0o600 })
      await ordinaryUser.own(join(data, 'postgresql.conf'))
    },
    isReady: async () => await isNodeReady(role, ports, secrets),
  }
}

/** Copies the primary for replicas that cannot catch up any more, or whose data is gone. */
async function repairReplicas(
  folder: string,
  ordinaryUser: OrdinaryUser,
  options: DatabaseOptions,
): Promise<void> {
  const { ports, secrets, surroundings } = options
  await withSuperuser(primaryRole, ports, secrets, async (client) => {
    const lost = await findLostReplicas(client)
    for (const index of replicaRoles) {
      const name = nodeName({ kind: 'replica', index })
      const data = join(folder, name)
      if (!lost.includes(index) && (await exists(join(data, 'PG_VERSION')))) continue
      surroundings.tell(`${name} cannot catch up with the primary; copying it anew`)
      await copyPrimary(client, join(folder, nodeName(primaryRole)), data, index)
      await ownEverything(data, ordinaryUser)
    }
  })
}

/**
 * After SIGKILL, postmaster.pid stays. PostgreSQL removes it unless a process with its pid exists, which after a
 * restart of the machine or of a container can be anybody; then it refuses to start.
 */
async function removeStaleLock(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  const lock = await readFile(file, 'utf8').catch(() => undefined)
  if (lock === undefined) return
  const pid = Number(lock.split('\n')[0])
  if (Number.isInteger(pid) && pid > 0 && (await identifyProcess(pid)) !== undefined) {
    const commandLine = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => 'postgres')
    if (commandLine.includes('postgres')) return
  }
  await rm(file, { force: true })
}

/** A primary is ready when it answers; a replica when it streams, so that it does not serve ever older data. */
async function isNodeReady(role: NodeRole, ports: Ports, secrets: Secrets): Promise<boolean> {
  return await withSuperuser(role, ports, secrets, async (client) => {
    if (role.kind === 'primary') return true
    const { rows } = await client.query(`select from pg_stat_wal_receiver where status = 'streaming'`)
    return rows.length > 0
  })
}

async function withSuperuser<Result>(
  role: NodeRole,
  ports: Ports,
  secrets: Secrets,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    host: '127.0.0.1',
    port: nodePort(role, ports),
    user: 'postgres',
    password: secrets.databaseSuperuser,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  })
  // A connection that breaks rejects the query in flight; the event beside it must not end the launcher.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  )
}
