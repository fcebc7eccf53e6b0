import type pg from 'pg'
import { ImportRefused, type Rejection } from './rejection.ts'

/** What an import did. Products, if nothing else is said. */
export interface ImportCounts {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly deleted: number
  /** Lines of a change feed with nothing but a price or a stock level that were applied. */
  readonly priceAndStockChanges: number
  /** Categories, brands, attributes, collections, price lists and customer groups that were made, changed or deleted. */
  readonly definitions: number
  /** Changes that came too late: a newer one was known. */
  readonly ignored: number
  /** Rows that were left out. */
  readonly rejected: number
}

export const noCounts: ImportCounts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  priceAndStockChanges: 0,
  definitions: 0,
  ignored: 0,
  rejected: 0,
}

export function sumOf(one: ImportCounts, other: ImportCounts): ImportCounts {
  const sums: Record<keyof ImportCounts, number> = { ...one }
  for (const key of Object.keys(noCounts) as (keyof ImportCounts)[]) sums[key] += other[key]
  return sums
}

export interface ImportRun {
  readonly id: string
  /** Last line that is in. */
  readonly position: number
  readonly counts: ImportCounts
}

/** How many rejections of a run are kept in the database. */
const keptRejections = 10_000

const waitMilliseconds = 250

/**
 * Begins a run, or takes up the one of the same file that ended half-way. Only one import runs at a time: two would
 * undo each other's changes in no order at all.
 *
 * @param patienceSeconds how long to wait for another import to end; a killed one's connection takes a moment to close
 * @throws ImportRefused if another import is still running then
 */
export async function claimRun(
  client: pg.ClientBase,
  run: { readonly fingerprint: string; readonly name: string },
  patienceSeconds: number,
): Promise<ImportRun> {
  for (let waited = 0; ; waited += waitMilliseconds) {
    const claimed = await tryToClaim(client, run)
    if ('id' in claimed) return claimed
    if (waited >= patienceSeconds * 1000) {
      throw new ImportRefused(
        `Another import is running: “${claimed.name}”, since ${claimed.since}, now at line ${claimed.position}. Wait until it has ended (--wait SECONDS), or end it; it goes on where it was when it is started again.`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, waitMilliseconds))
  }
}

interface OtherRun {
  readonly name: string
  readonly since: string
  readonly position: string
}

async function tryToClaim(
  client: pg.ClientBase,
  { fingerprint, name }: { readonly fingerprint: string; readonly name: string },
): Promise<ImportRun | OtherRun> {
  await client.query('begin')
  try {
    // Two that begin at the same moment, one after the other.
    await client.query(`select pg_advisory_xact_lock(hashtext('catalogue-import'))`)
    await client.query(`delete from import_run where updated_at < now() - interval '90 days'`)
    const others = await client.query<OtherRun>(`
      select r.name, to_char(r.started_at at time zone 'UTC', 'HH24:MI:SS "UTC"') as since, r.position::text as position
      from import_run r
      join pg_stat_activity a on a.pid = r.backend_pid and a.backend_start = r.backend_start
      where r.status = 'running' and r.backend_pid <> pg_backend_pid()
      limit 1`)
    const claimed = others.rows[0] ?? (await insertOrTakeUp(client, fingerprint, name))
    await client.query('commit')
    return claimed
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

async function insertOrTakeUp(client: pg.ClientBase, fingerprint: string, name: string): Promise<ImportRun> {
  const { rows } = await client.query<{ id: string; position: string; counts: Partial<ImportCounts> }>(
    `
    insert into import_run (fingerprint, name, status, backend_pid, backend_start)
    select $1, $2, 'running', a.pid, a.backend_start from pg_stat_activity a where a.pid = pg_backend_pid()
    on conflict (fingerprint) where status = 'running' do update set
      name = excluded.name, backend_pid = excluded.backend_pid, backend_start = excluded.backend_start,
      updated_at = now()
    returning id::text, position::text, counts`,
    [fingerprint, name],
  )
  const [row] = rows
  if (row === undefined) throw new Error('The import could not be noted in import_run.')
  return { id: row.id, position: Number(row.position), counts: { ...noCounts, ...row.counts } }
}

/** After a lost connection: the run is this connection's now. Gives how far it had come. */
export async function reclaimRun(client: pg.ClientBase, runId: string): Promise<ImportRun> {
  const { rows } = await client.query<{ position: string; counts: Partial<ImportCounts> }>(
    `
    update import_run r set backend_pid = a.pid, backend_start = a.backend_start
    from pg_stat_activity a where a.pid = pg_backend_pid() and r.id = $1 and r.status = 'running'
    returning r.position::text, r.counts`,
    [runId],
  )
  const [row] = rows
  if (row === undefined) throw new ImportRefused('The import was ended from elsewhere. Start it again.')
  return { id: runId, position: Number(row.position), counts: { ...noCounts, ...row.counts } }
}

/**
 * Notes how far the run has come, in the transaction of the batch that brought it there.
 * @throws ImportRefused if another process has taken the run up
 */
export async function noteProgress(
  client: pg.ClientBase,
  run: ImportRun,
  rejections: readonly Rejection[],
): Promise<void> {
  const { rowCount } = await client.query(
    `
    update import_run set position = $2, counts = $3, batches = batches + 1, updated_at = now()
    where id = $1 and backend_pid = pg_backend_pid() and status = 'running'`,
    [run.id, run.position, JSON.stringify(run.counts)],
  )
  if (rowCount !== 1) throw new ImportRefused('Another process has taken up this import; this one ends here.')
  const already = run.counts.rejected - rejections.length
  const kept = rejections.slice(0, Math.max(0, keptRejections - already))
  if (kept.length === 0) return
  await client.query(
    `
    insert into import_rejection (run_id, number, file, line, column_name, value, reason)
    select $1, $2 + r.number, r.file, r.line, r."column", r.value, r.reason
    from rows from (jsonb_to_recordset($3) as (file text, line bigint, "column" text, value text, reason text))
      with ordinality as r (file, line, "column", value, reason, number)`,
    [run.id, already, JSON.stringify(kept)],
  )
}

export async function endRun(
  client: pg.ClientBase,
  runId: string,
  status: 'finished' | 'refused',
): Promise<void> {
  await client.query(
    `update import_run set status = $2, updated_at = now() where id = $1 and status = 'running'`,
    [runId, status],
  )
}

/** What earlier processes of a run have left out. */
export async function rejectionsOf(client: pg.ClientBase, runId: string): Promise<Rejection[]> {
  const { rows } = await client.query<Rejection & { line: string }>(
    `
    select file, line::text, column_name as "column", value, reason from import_rejection
    where run_id = $1 order by number limit 1000`,
    [runId],
  )
  return rows.map((row) => ({ ...row, line: Number(row.line) }))
}
