import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Client } from 'pg'
import { replicaName } from './settings.ts'

/**
 * What a base backup leaves out (PostgreSQL manual, section 25.3.4): files of the running server, and folders whose
 * content belongs to this node; the folders themselves must exist.
 */
const leftOutFiles = new Set(['postmaster.pid', 'postmaster.opts'])
const emptied = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])

/**
 * Names the replicas whose slot is gone, or has been given up because they were away for too long: what they lack is no
 * longer there, so they can never catch up.
 */
export async function findLostReplicas(primary: Client): Promise<(0 | 1)[]> {
  const { rows } = await primary.query<{ name: string }>(
    `select slot_name as name from pg_replication_slots where slot_type = 'physical' and wal_status <> 'lost'`,
  )
  const kept = new Set(rows.map(({ name }) => name))
  return ([0, 1] as const).filter((index) => !kept.has(replicaName(index)))
}

/**
 * Copies the running primary's data for a replica, and makes its slot anew. The npm binaries have no pg_basebackup, so
 * this is the low-level backup of the manual's section 25.3.4, between two functions of one session.
 */
export async function copyPrimary(
  primary: Client,
  primaryFolder: string,
  replicaFolder: string,
  index: 0 | 1,
): Promise<void> {
  await rm(replicaFolder, { recursive: true, force: true })
  await mkdir(replicaFolder, { mode: 0o700 })
  await primary.query(
    'select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1 and not active',
    [replicaName(index)],
  )
  // Before the copy, so that the changes made meanwhile are kept for it.
  await primary.query('select pg_create_physical_replication_slot($1, true)', [replicaName(index)])
  await primary.query(`select pg_backup_start('copy for a replica', true)`)
  await cp(primaryFolder, replicaFolder, {
    recursive: true,
    filter: (source) => isCopied(primaryFolder, source),
  })
  const { rows } = await primary.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
  await writeFile(join(replicaFolder, 'backup_label'), rows[0]?.labelfile ?? '')
  await writeFile(join(replicaFolder, 'standby.signal'), '')
}

function isCopied(folder: string, source: string): boolean {
  const [top = '', ...below] = relative(folder, source).split(sep)
  return below.length === 0 ? !leftOutFiles.has(top) : !emptied.has(top)
}
