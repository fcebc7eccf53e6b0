import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { migrate } from '../../migrations/migrate.ts'

/**
 * A database with a catalogue of the given size, seeded if it is not there yet, with statistics and search tiers as the
 * worker and autovacuum leave them.
 * @param directUrl of any database of the same server; its role may create databases
 * @returns its address
 */
export async function catalogueOf(
  variants: number,
  directUrl: string,
  tell: (line: string) => void,
): Promise<string> {
  const name = `catalogue_${variants}`
  const url = new URL(directUrl)
  url.pathname = `/${name}`
  await withClient(directUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    // A number makes the name, which needs no quoting and cannot be a parameter.
    if (rowCount === 0) await client.query(['create database', name].join(' '))
  })
  await migrate({ connectionString: url.href })
  const { found } = await withClient(url.href, async (client) => {
    const { rows } = await client.query<{ found: number }>('select count(*)::integer as found from variant')
    return rows[0] ?? { found: 0 }
  })
  if (found < variants * 0.9) {
    tell(`seeding ${variants} variants`)
    await seed(variants, url.href)
    await prepareSearch(url.href)
  }
  return url.href
}

/** What the worker does within ten minutes, and autovacuum in the meantime. */
async function prepareSearch(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('select refresh_search_tiers()')
    await client.query('select refresh_search_words()')
    await client.query('vacuum analyze')
  })
}

async function seed(variants: number, url: string): Promise<void> {
  const child = spawn(
    process.execPath,
    ['local/seed/main.ts', '--variants', String(variants), '--database', url],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`Seeding ${variants} variants ended with code ${String(code)}; see above.`)
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
