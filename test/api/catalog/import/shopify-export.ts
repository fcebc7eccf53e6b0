import { stringify } from 'csv-stringify/sync'
import pg from 'pg'
import { Readable } from 'node:stream'
import type { ImportResult } from '../../../../api/catalog/import/import-catalogue.ts'
import { importShopifyCsv, type ShopifyImport } from '../../../../api/catalog/import/import-shopify-csv.ts'
import { createTestDatabase } from '../../../database.ts'

export type Row = Readonly<Record<string, string>>

/** Rows of a product export, in the headings of Shopify's exports; the columns are those that some row fills. */
export function productCsv(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return stringify([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))])
}

/** First row of a product with what every product needs. */
export function product(handle: string, cells: Row = {}): Row {
  return {
    Handle: handle,
    Title: `Title of ${handle}`,
    'Option1 Name': 'Title',
    'Option1 Value': 'Default Title',
    'Variant SKU': `${handle}-sku`,
    'Variant Price': '19.90',
    ...cells,
  }
}

export type Translation = readonly [type: string, id: string, field: string, original: string, german: string]

export function translationCsv(rows: readonly Translation[]): string {
  return stringify([
    [
      'Type',
      'Identification',
      'Field',
      'Locale',
      'Market',
      'Status',
      'Default content',
      'Translated content',
    ],
    ...rows.map(([type, id, field, original, german]) => [type, id, field, 'de', '', '', original, german]),
  ])
}

export interface ImportDatabase {
  run(
    files: { products: string | Buffer; translations?: string },
    options?: Partial<ShopifyImport>,
  ): Promise<ImportResult>
  rows(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  clear(): Promise<void>
  close(): Promise<void>
}

/** A database of the test's own to import into. */
export async function openImportDatabase(): Promise<ImportDatabase> {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.direct })
  await client.connect()
  return {
    run: ({ products, translations }, options) =>
      importShopifyCsv({
        input: Readable.from([Buffer.from(products)]),
        ...(translations === undefined ? {} : { translations: Readable.from([Buffer.from(translations)]) }),
        connectionString: database.direct,
        ...options,
      }),
    rows: async (statement, values) =>
      (await client.query<Record<string, unknown>>(statement, values?.slice())).rows,
    clear: async () => {
      await client.query('truncate product, category, outbox, cart, customer cascade')
    },
    close: async () => {
      await client.end()
      await database.drop()
    },
  }
}
