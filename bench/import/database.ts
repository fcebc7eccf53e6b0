import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

/** Process id of the primary's postmaster. */
export async function primaryPid(dataFolder: string): Promise<number> {
  const file = await readFile(join(dataFolder, 'postgres/postgres-primary/postmaster.pid'), 'utf8')
  return Number(file.split('\n', 1)[0])
}

const ticksPerSecond = 100

/**
 * CPU of a postmaster and all its children, those that have ended included: what the children that it has waited for
 * have used is its own fields 16 and 17 (proc(5)).
 * @returns seconds
 */
export async function clusterCpuSeconds(postmaster: number): Promise<number> {
  const own = await ticksOf(postmaster)
  let ticks = own.self + own.waitedFor
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const child = await ticksOf(Number(entry)).catch(() => undefined)
    if (child?.parent === postmaster) ticks += child.self
  }
  return ticks / ticksPerSecond
}

async function ticksOf(pid: number): Promise<{ parent: number; self: number; waitedFor: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const [parent = 0, self = 0, selfSystem = 0, waited = 0, waitedSystem = 0] = [1, 11, 12, 13, 14].map(
    (index) => fields[index],
  )
  return { parent, self: self + selfSystem, waitedFor: waited + waitedSystem }
}

export async function databaseSize(connectionString: string): Promise<string> {
  return one(connectionString, 'select pg_size_pretty(pg_database_size(current_database())) as value')
}

export async function databaseVersion(connectionString: string): Promise<string> {
  return one(connectionString, `select current_setting('server_version') as value`)
}

async function one(connectionString: string, statement: string): Promise<string> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ value: string }>(statement)
    return rows[0]?.value ?? ''
  } finally {
    await client.end()
  }
}
