import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { identifyProcess } from '../process/identity.ts'
import { becomeOrdinaryUser } from '../process/ordinary-user.ts'
import { type Part, type PartSpecification, superviseAll, type Surroundings } from '../process/supervise.ts'
import type { Ports } from '../ports.ts'
import type { Secrets } from '../secrets.ts'
import { findPostgres } from './binaries.ts'
import { writePasswordFile } from './password-file.ts'
import { seedDatabase } from './seed.ts'
import { nodeName, nodePort, type NodeRole, postgresSettings } from './settings.ts'

/** What starting the database needs. */
export interface DatabaseOptions {
  readonly ports: Ports
  readonly secrets: Secrets
  readonly surroundings: Surroundings
  /** Folder with other PostgreSQL 17 programs (PG_BIN). */
  readonly programs: string | undefined
}

const roles: readonly NodeRole[] = [
  { kind: 'primary' },
  { kind: 'replica', index: 0 },
  { kind: 'replica', index: 1 },
]

/** Starts the primary and both replicas, and returns when both stream. */
export async function startDatabase(options: DatabaseOptions): Promise<Part[]> {
  const { ports, secrets, surroundings } = options
  const [binaries, ordinaryUser] = await Promise.all([findPostgres(options.programs), becomeOrdinaryUser()])
  const folder = join(surroundings.dataFolder, 'postgres')
  await mkdir(surroundings.dataFolder, { recursive: true })
  await writePasswordFile(surroundings.dataFolder, secrets)
  await seedDatabase(folder, binaries, ordinaryUser, secrets, ports)

  const specifications = roles.map((role): PartSpecification => {
    const data = join(folder, nodeName(role))
    return {
      name: nodeName(role),
      ...ordinaryUser.wrap(binaries.postgres, ['-D', data]),
      user: ordinaryUser.user,
      environment: surroundings.inherited,
      // "Fast": ends sessions, writes a checkpoint.
      stopSignal: 'SIGINT',
      stopSeconds: 10,
      readySeconds: 60,
      prepare: async () => {
        await removeStaleLock(data)
        await writeFile(join(data, 'postgresql.conf'), postgresSettings(role, ports, secrets), {
          mode: 0o600,
        })
        await ordinaryUser.own(join(data, 'postgresql.conf'))
      },
      isReady: async () => await isNodeReady(role, ports, secrets),
    }
  })
  return await superviseAll(specifications, surroundings)
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

/** A primary is ready when both replicas stream from it; a replica when it answers reads. */
async function isNodeReady(role: NodeRole, ports: Ports, secrets: Secrets): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port: nodePort(role, ports),
    user: 'postgres',
    password: secrets.databaseSuperuser,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    if (role.kind === 'replica') return true
    const { rows } = await client.query<{ streaming: number }>(
      `select count(*)::int as streaming from pg_stat_replication where state = 'streaming'`,
    )
    return (rows[0]?.streaming ?? 0) > 0
  } finally {
    await client.end()
  }
}
