import type pg from 'pg'
import type { CategoryDocument } from './categories.ts'
import type { ReadProduct } from './product-rows.ts'
import type { ProductTranslation } from './translations.ts'

/**
 * What a file holds, before anything of it touches the shop's tables. Temporary tables live in the importing
 * transaction only, are not logged, and so need neither clean-up nor WAL.
 */
export const createStagingTables = `
  create temp table import_product (line integer not null, handle text not null, document jsonb not null)
    on commit drop;
  create temp table import_translation (
    line integer not null, language text not null, identification text not null, field text not null,
    default_content text not null, content text not null, excerpt text not null
  ) on commit drop;
  create temp table import_category (document jsonb not null) on commit drop;
  -- Products that a statement of the merge has changed.
  create temp table import_change (product_id bigint not null) on commit drop;`

export const copyProducts = 'copy import_product (line, handle, document) from stdin'
export const copyTranslations =
  'copy import_translation (line, language, identification, field, default_content, content, excerpt) from stdin'
export const copyCategories = 'copy import_category (document) from stdin'

/** Lines of PostgreSQL's COPY text format. */
export async function* productLines(products: AsyncIterable<ReadProduct>): AsyncGenerator<string> {
  for await (const { line, handle, document } of products) {
    yield copyLine([String(line), handle, JSON.stringify(document)])
  }
}

export async function* translationLines(
  translations: AsyncIterable<ProductTranslation>,
): AsyncGenerator<string> {
  for await (const row of translations) {
    yield copyLine([
      String(row.line),
      row.language,
      row.identification,
      row.field,
      row.defaultContent,
      row.content,
      row.excerpt,
    ])
  }
}

export function* categoryLines(categories: readonly CategoryDocument[]): Generator<string> {
  for (const category of categories) yield copyLine([JSON.stringify(category)])
}

/** Without statistics the planner takes the staging tables for small ones and joins them row by row. */
export async function analyzeStagingTables(client: pg.ClientBase): Promise<void> {
  await client.query('analyze import_product, import_translation, import_category')
}

/** https://www.postgresql.org/docs/17/sql-copy.html, “Text Format”. */
function copyLine(values: readonly string[]): string {
  return `${values.map((value) => value.replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? '')).join('\t')}\n`
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
