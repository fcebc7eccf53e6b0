import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { OrdinaryUser } from '../process/ordinary-user.ts'
import type { Ports } from '../ports.ts'
import type { Secrets } from '../secrets.ts'
import type { PostgresBinaries } from './binaries.ts'
import { nodeName, postgresSettings, replicaName } from './settings.ts'

/** Written last: a folder without it was left half-made, and is made again. */
const completeFile = 'seeded'

/** Major version of the data format; another one cannot read the folder. */
const dataVersion = '17'

/**
 * Makes the data folders of the primary and of both replicas, unless they are there.
 * The replicas are copies of the primary before its first start, which spares the base backup over the network
 * (and the npm binaries have no pg_basebackup).
 * @param folder Folder that holds the three nodes' folders.
 */
export async function seedDatabase(
  folder: string,
  binaries: PostgresBinaries,
  ordinaryUser: OrdinaryUser,
  secrets: Secrets,
  ports: Ports,
): Promise<'made' | 'kept'> {
  const marker = join(folder, completeFile)
  if ((await readFile(marker, 'utf8').catch(() => '')) === dataVersion) return 'kept'
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await ordinaryUser.own(folder)
  const primary = join(folder, nodeName({ kind: 'primary' }))
  await initialize(primary, binaries, ordinaryUser, secrets)
  // Replicas refuse limits below those that the primary last ran with, so it must not run with the defaults.
  await writeFile(join(primary, 'postgresql.conf'), postgresSettings({ kind: 'primary' }, ports, secrets))
  await createRoles(primary, binaries, ordinaryUser, secrets)
  await Promise.all(
    ([0, 1] as const).map(async (index) => {
      const replica = join(folder, nodeName({ kind: 'replica', index }))
      await cp(primary, replica, { recursive: true, preserveTimestamps: true })
      // Slots belong to the primary alone.
      const slots = await readdir(join(replica, 'pg_replslot'))
      await Promise.all(
        slots.map(async (slot) => rm(join(replica, 'pg_replslot', slot), { recursive: true })),
      )
      await writeFile(join(replica, 'standby.signal'), '')
      await ownEverything(replica, ordinaryUser)
    }),
  )
  await writeFile(marker, dataVersion)
  return 'made'
}

async function initialize(
  primary: string,
  binaries: PostgresBinaries,
  ordinaryUser: OrdinaryUser,
  secrets: Secrets,
): Promise<void> {
  const passwordFile = join(primary, '..', 'superuser-password')
  await writeFile(passwordFile, secrets.databaseSuperuser, { mode: 0o600 })
  await ordinaryUser.own(passwordFile)
  const { command, args } = ordinaryUser.wrap(binaries.initdb, [
    `--pgdata=${primary}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts alike on every system; other collations are named in the queries that need them.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ])
  await promisify(execFile)(command, [...args], ordinaryUser.user)
  await rm(passwordFile)
}

/** Single-user mode runs SQL without starting a server, which would have to wait for replicas not yet made. */
async function createRoles(
  primary: string,
  binaries: PostgresBinaries,
  ordinaryUser: OrdinaryUser,
  secrets: Secrets,
): Promise<void> {
  const statements = [
    `create role kontor_replication login replication password '${secrets.databaseReplication}'`,
    `create role kontor login createdb password '${secrets.databaseOwner}'`,
    'grant pg_monitor to kontor',
    // In the template, so that databases made later have it, too: only a superuser may create it.
    'create extension pg_stat_statements',
    'create database kontor owner kontor',
    ...([0, 1] as const).map(
      (index) => `select pg_create_physical_replication_slot('${replicaName(index)}', true)`,
    ),
  ]
  const flags = ['--single', '-D', primary, '-c', 'synchronous_standby_names=', 'template1']
  const { command, args } = ordinaryUser.wrap(binaries.postgres, flags)
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...ordinaryUser.user })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  child.stdin.end(`${statements.join('\n')}\n`)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  // Single-user mode reports a failed statement in its output only.
  if (code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(output)) {
    throw new Error(`PostgreSQL could not create its roles and database:\n${output}`)
  }
}

/** Gives a folder and all in it to the user that PostgreSQL runs as. */
export async function ownEverything(folder: string, ordinaryUser: OrdinaryUser): Promise<void> {
  await ordinaryUser.own(folder)
  const entries = await readdir(folder, { recursive: true })
  for (const entry of entries) await ordinaryUser.own(join(folder, entry))
}
