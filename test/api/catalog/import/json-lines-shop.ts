import { Readable } from 'node:stream'
import pg from 'pg'
import type { ImportOptions, ImportResult } from '../../../../api/catalog/import/import-catalogue.ts'
import { importJsonLines } from '../../../../api/catalog/import/import-json-lines.ts'
import { createTestDatabase } from '../../../database.ts'

export type Line = Readonly<Record<string, unknown>>

export function linesOf(records: readonly (Line | string)[]): string {
  return records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join('')
}

/** A product line with what every product needs. */
export function product(id: string, fields: Line = {}): Line {
  return {
    type: 'product',
    id,
    publishedAt: '2026-01-01T00:00:00Z',
    texts: { en: { title: `Title of ${id}`, slug: id } },
    variants: [variant(`${id}-sku`)],
    ...fields,
  }
}

export function variant(sku: string, fields: Line = {}): Line {
  return { sku, prices: [{ list: 'eur', amount: 1990 }], stock: { main: 5 }, ...fields }
}

/** A database of the test's own to import lines into. */
export interface JsonLinesShop {
  readonly url: string
  run(records: readonly (Line | string)[], options?: ImportOptions): Promise<ImportResult>
  runText(text: string | Buffer, options?: ImportOptions): Promise<ImportResult>
  rows(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  clear(): Promise<void>
  close(): Promise<void>
}

export async function openJsonLinesShop(): Promise<JsonLinesShop> {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.direct })
  await client.connect()
  const runText = (text: string | Buffer, options?: ImportOptions) =>
    importJsonLines(Readable.from([Buffer.from(text)]), { connectionString: database.direct }, options)
  return {
    url: database.direct,
    run: (records, options) => runText(linesOf(records), options),
    runText,
    rows: async (statement, values) =>
      (await client.query<Record<string, unknown>>(statement, values?.slice())).rows,
    clear: async () => {
      await client.query(`truncate product, category, brand, attribute, collection, outbox, cart, customer, import_run,
        import_version, former_slug, price_history cascade`)
      await client.query(`delete from price_list where code not in ('eur', 'chf')`)
      await client.query('delete from customer_group')
    },
    close: async () => {
      await client.end()
      await database.drop()
    },
  }
}
