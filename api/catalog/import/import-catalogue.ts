import type pg from 'pg'
import { isNodeFailure } from '../../database/failure.ts'
import { type Batch, batches } from './batch.ts'
import type { Change, DefinitionChange } from './change.ts'
import { createFileConflicts, type FileConflicts } from './file-conflicts.ts'
import {
  claimRun,
  endRun,
  type ImportCounts,
  type ImportRun,
  noCounts,
  noteProgress,
  reclaimRun,
  rejectionsOf,
  sumOf,
} from './import-run.ts'
import { type MergedBatch, mergeBatch, type Reading } from './merge-batch.ts'
import type { Rejection } from './rejection.ts'
import { isPassing, openSession, type Session } from './session.ts'

export interface ImportDatabase {
  /** Of the database itself, not of a pooler. */
  readonly connectionString: string
  readonly ssl?: pg.ClientConfig['ssl']
}

export interface ImportOptions {
  /** Tells whether the same file is imported again; absent: the input cannot be read again, and so not taken up. */
  readonly fingerprint?: string
  /** For people, e.g. the file's name. */
  readonly name?: string
  /** Everything is checked against the shop as it is, and nothing is changed. */
  readonly dryRun?: boolean
  /** How long to wait for another import to end; default 10. */
  readonly patienceSeconds?: number
  /** Told of every rejection as it is found; the result lists only the first ones. */
  readonly report?: (rejection: Rejection) => void
  /** Told after each batch. */
  readonly progress?: (progress: ImportProgress) => void
  readonly warn?: (message: string) => void
}

export interface ImportProgress {
  /** Last line that is in. */
  readonly line: number
  readonly counts: ImportCounts
}

export interface ImportResult extends ImportCounts {
  /** Line after which an earlier process had ended; 0: the file was read from its beginning. */
  readonly resumedAfter: number
  /** The first 1,000 of what was left out, in the order in which it was found. */
  readonly rejections: readonly Rejection[]
}

/** Where changes come from. */
export interface ChangeSource extends Reading {
  /**
   * @param after lines up to this one are in; what they say is needed only to understand the rest
   * @param reject told of lines that cannot be understood
   */
  changes(after: number, reject: (rejection: Rejection) => void): AsyncIterable<Change>
  /** What a connection needs besides the staging tables. */
  readonly prepare?: (client: pg.ClientBase, reject: (rejection: Rejection) => void) => Promise<void>
}

const listedRejections = 1000

/**
 * Imports changes of the catalogue, batch by batch in short transactions, each committed together with the line that it
 * reached (import_run). An import that ended half-way, for whatever reason, goes on there when the same file is
 * imported again. Memory does not grow with the file, but for the digests of its products' ids.
 *
 * @throws ImportRefused if the input cannot be read on, or another import is running; batches before are in
 */
export async function importCatalogue(
  source: ChangeSource,
  database: ImportDatabase,
  options: ImportOptions,
): Promise<ImportResult> {
  const rejections = createRejectionBook(options.report)
  const session = await openSession({
    ...database,
    ...(options.warn === undefined ? {} : { warn: options.warn }),
    prepare: async (client) => source.prepare?.(client, rejections.add),
  })
  try {
    const run = options.dryRun === true ? undefined : await beginRun(session.client, options)
    const importer = createImporter(session, source, run, rejections, options)
    try {
      await importer.importAll()
    } catch (error) {
      // Nobody can take up what cannot be read again.
      if (run !== undefined && options.fingerprint === undefined) {
        await endRun(session.client, run.id, 'refused').catch(() => undefined)
      }
      throw error
    }
    return {
      ...importer.counts(),
      resumedAfter: run?.position ?? 0,
      rejections: rejections.listed(),
    }
  } finally {
    await session.close()
  }

  async function beginRun(client: pg.ClientBase, { fingerprint, name, patienceSeconds }: ImportOptions) {
    const claimed = await claimRun(
      client,
      { fingerprint: fingerprint ?? `unrepeatable ${crypto.randomUUID()}`, name: name ?? 'a stream' },
      patienceSeconds ?? 10,
    )
    if (claimed.position > 0) rejections.resume(claimed.position, await rejectionsOf(client, claimed.id))
    return claimed
  }
}

function createImporter(
  session: Session,
  source: ChangeSource,
  claimed: ImportRun | undefined,
  rejections: RejectionBook,
  options: ImportOptions,
) {
  let run: ImportRun = claimed ?? { id: '', position: 0, counts: noCounts }
  const dryRun = claimed === undefined
  // What a dry run takes back after each batch, the next one needs again.
  const definitions: DefinitionChange[] = []
  const conflicts: FileConflicts = createFileConflicts(source.lenient)
  let analyzedAt = 0

  /** @param until lines of which the rejections belong to this transaction */
  async function commit(batch: Batch | undefined, until: number): Promise<void> {
    const found = rejections.until(until)
    const { client } = session
    await client.query('begin')
    try {
      // A batch that a crash takes with it is imported again; only the last one must be safe before it is told of.
      if (batch !== undefined) await client.query(`set local synchronous_commit = off`)
      await client.query(`set local random_page_cost = 1.1`)
      const merged: MergedBatch =
        batch === undefined ? { counts: noCounts, rejections: [] } : await mergeBatch(client, batch, source)
      const all = [...found, ...merged.rejections]
      const next: ImportRun = {
        id: run.id,
        position: batch?.until ?? run.position,
        counts: sumOf(run.counts, { ...merged.counts, rejected: all.length }),
      }
      if (dryRun) {
        await conflicts.note(client, batch)
        await client.query('rollback')
      } else {
        await noteProgress(client, next, all)
        if (batch === undefined) await endRun(client, run.id, 'finished')
        await client.query('commit')
      }
      run = next
      rejections.settle(found.length, merged.rejections)
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw error
    }
  }

  async function commitWithPatience(batch: Batch | undefined, until: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await commit(batch, until)
        return
      } catch (error) {
        if (isPassing(error) && attempt < 5) continue
        if (!isNodeFailure(error) || attempt >= 5) throw error
        options.warn?.(`${error instanceof Error ? error.message : 'Lost'}; connecting anew.`)
        await session.reconnect()
        if (dryRun) continue
        // The answer to the last COMMIT may be what was lost.
        const before = run.position
        run = await reclaimRun(session.client, run.id)
        if (batch !== undefined && run.position >= batch.until && run.position > before) return
      }
    }
  }

  async function importAll(): Promise<void> {
    const reading = batches(source.changes(run.position, rejections.add))
    let next = ahead(reading.next())
    try {
      for (;;) {
        const read = await next
        if (read.done === true) break
        // The next batch is read while this one is written.
        next = ahead(reading.next())
        await commitWithPatience(prepared(read.value), read.value.until)
        await analyzeIfGrown()
        options.progress?.({ line: run.position, counts: run.counts })
      }
      await commitWithPatience(undefined, Infinity)
    } finally {
      await reading.return(undefined)
    }
    if (run.counts.created + run.counts.updated > 0 && !dryRun) await tidy(session.client)
  }

  function prepared(batch: Batch): Batch {
    if (!dryRun) return batch
    definitions.push(...batch.definitions)
    return conflicts.without({ ...batch, definitions: [...definitions] }, rejections.add)
  }

  /**
   * The planner takes tables that nobody analyzed for small ones and would read them whole, and autovacuum comes by
   * once a minute: so whenever the import has doubled.
   */
  async function analyzeIfGrown(): Promise<void> {
    if (dryRun || run.counts.created < analyzedAt * 2 || run.counts.created === 0) return
    analyzedAt = run.counts.created
    await session.client.query(analyze).catch(() => undefined)
  }

  return { importAll, counts: () => run.counts }
}

/** A failure is met where the promise is awaited, and must not end the process before. */
function ahead<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

const analyze = `
  analyze product, product_text, product_image, product_attribute, product_listing, variant, price, stock_level,
  category_product, collection_product`

/**
 * Until autovacuum comes by, searches would read the waiting lists of the GIN indexes: 80 ms instead of 1.4 ms at 20,000
 * products. The vacuum itself is left to it: for a million variants it takes half a minute.
 */
const emptyWaitingLists = `
  select gin_clean_pending_list(i.indexrelid)
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
  where a.amname = 'gin' and i.indrelid in ('product'::regclass, 'product_text'::regclass, 'product_listing'::regclass)`

/** The import is committed whatever becomes of this. */
async function tidy(client: pg.Client): Promise<void> {
  await client.query(emptyWaitingLists).catch(() => undefined)
  await client.query(analyze).catch(() => undefined)
}

interface RejectionBook {
  readonly add: (rejection: Rejection) => void
  /** An earlier process came up to this line and has told of what was before. */
  resume(position: number, earlier: readonly Rejection[]): void
  /** Found by the reader, up to a line, and not yet committed. */
  until(line: number): readonly Rejection[]
  /** So many of them are committed now, together with these. */
  settle(count: number, merged: readonly Rejection[]): void
  listed(): readonly Rejection[]
}

function createRejectionBook(report: ImportOptions['report']): RejectionBook {
  const listed: Rejection[] = []
  const waiting: Rejection[] = []
  let position = 0
  const list = (rejection: Rejection): void => {
    if (listed.length < listedRejections) listed.push(rejection)
    report?.(rejection)
  }
  // Translations are read before anything else, and so by an earlier process, too.
  const lineOf = ({ file, line }: Rejection): number => (file === 'translations' ? 0 : line)
  return {
    add: (rejection) => {
      if (position > 0 && lineOf(rejection) <= position) return
      waiting.push(rejection)
      list(rejection)
    },
    resume: (line, earlier) => {
      position = line
      waiting.length = 0
      listed.splice(0, listed.length, ...earlier.slice(0, listedRejections))
    },
    until: (line) => waiting.filter((rejection) => lineOf(rejection) <= line),
    settle: (count, merged) => {
      waiting.splice(0, count)
      for (const rejection of merged) list(rejection)
    },
    listed: () => listed,
  }
}
