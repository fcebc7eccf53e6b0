import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { wholeCatalogTag } from '../catalog-tags.ts'
import { type Categories, collectCategories } from './categories.ts'
import { type ProductColumns, productColumns } from './columns.ts'
import { type CsvRow, csvRows } from './csv-rows.ts'
import { insertCategoriesOfDepth, mergeCategoryTexts } from './merge-categories.ts'
import { productStatements } from './merge-products.ts'
import { deletePrices, deleteStock, variantStatements } from './merge-variants.ts'
import { products } from './product-rows.ts'
import { ImportRefused, type Rejection } from './rejection.ts'
import * as staging from './staging.ts'
import { type Dictionary, translationRows } from './translations.ts'
import { unpackStatements } from './unpack.ts'
import { defaultPriceList } from './variant-row.ts'

export interface ShopifyImport {
  /** Shopify's product export, CSV in UTF-8. */
  readonly input: Readable
  /** Shopify's translation export. Without it, texts in other languages stay as they are. */
  readonly translations?: Readable
  /** Of the database itself or a transaction-mode pooler; the whole import is one transaction. */
  readonly connectionString: string
  readonly ssl?: pg.ClientConfig['ssl']
  /** Price list by name of a market in lower case; default: Switzerland sells by `chf`. Other markets are passed over. */
  readonly markets?: Readonly<Record<string, string>>
  /** Told of every rejection as it is found; the result lists only the first ones. */
  readonly report?: (rejection: Rejection) => void
}

export interface ImportResult {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** Rows that were left out. */
  readonly rejected: number
  /** The first 1,000 of them, in the order in which they were found. */
  readonly rejections: readonly Rejection[]
}

const listedRejections = 1000
const swissMarkets = { switzerland: 'chf', schweiz: 'chf' }

/**
 * Imports a catalogue from Shopify's CSV files (docs/catalogue-import.md). Rows at fault are reported and left out;
 * the rest goes in, in one transaction: readers see all of it or nothing, and a second import of the same files
 * changes nothing. Memory does not grow with the file, but for the names of categories and options.
 *
 * @throws ImportRefused if a file is no such export or cannot be read to its end; then nothing was changed
 */
export async function importShopifyCsv(options: ShopifyImport): Promise<ImportResult> {
  const rejections = rejectionList(options.report)
  const rows = csvRows(options.input)
  // Before anything else: a wrong file must not cost a transaction.
  const columns = await headerOf(rows, options.markets ?? swissMarkets)
  const client = new pg.Client({
    connectionString: options.connectionString,
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    application_name: 'kontor-import',
  })
  // Between two statements a lost connection is only told by this event; the next statement's error names no reason.
  const reasons: string[] = []
  client.on('error', ({ message }) => reasons.push(message))
  await client.connect()
  try {
    await client.query('begin')
    // Two imports at a time would wait for each other's rows in any order, that is, deadlock.
    await client.query(`select pg_advisory_xact_lock(hashtext('catalogue-import'))`)
    await client.query('set local statement_timeout = 0')
    const categories = await stage(client, options, columns, rows, rejections.add)
    const counts = await merge(client, categories, columns, rejections.add)
    await client.query('commit')
    if (counts.created + counts.updated > 0) await tidy(client)
    return { ...counts, rejected: rejections.count(), rejections: rejections.first }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    if (reasons.length === 0) throw error
    throw new Error(
      `The connection to the database was lost (${reasons.join('; ')}). Import again; nothing goes in twice.`,
      { cause: error },
    )
  } finally {
    await client.end()
  }
}

/**
 * Until autovacuum comes by, the planner would know nothing of the new rows, and searches would read the waiting lists of
 * the GIN indexes: 80 ms instead of 1.4 ms at 20,000 products. The import is committed whatever becomes of this.
 */
async function tidy(client: pg.Client): Promise<void> {
  await client
    .query('vacuum (analyze) product, product_text, product_listing, variant, price, category_product')
    .catch(() => undefined)
}

async function headerOf(
  rows: AsyncGenerator<CsvRow>,
  markets: Readonly<Record<string, string>>,
): Promise<ProductColumns> {
  const header = await rows.next()
  if (header.done === true) throw new ImportRefused('The product file is empty.')
  return productColumns(header.value.cells, markets)
}

/** Streams the files into the staging tables. Translations come first: products need their option names. */
async function stage(
  client: pg.Client,
  options: ShopifyImport,
  columns: ProductColumns,
  rows: AsyncIterable<CsvRow>,
  reject: (rejection: Rejection) => void,
): Promise<Categories> {
  await client.query(staging.createStagingTables)
  const dictionaries = new Map<string, Dictionary>()
  if (options.translations !== undefined) {
    const translations = translationRows(options.translations, dictionaries, reject)
    await copy(client, staging.copyTranslations, staging.translationLines(translations))
  }
  const categories = collectCategories(dictionaries)
  const read = products(rows, { columns, dictionaries, categories, reject })
  await copy(client, staging.copyProducts, staging.productLines(read))
  await copy(client, staging.copyCategories, staging.categoryLines(categories.all()))
  await staging.analyzeStagingTables(client)
  return categories
}

async function copy(
  client: pg.Client,
  statement: string,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  await pipeline(Readable.from(lines), client.query(copyFrom(statement)))
}

/** Brings the shop's tables up to the staged file. */
async function merge(
  client: pg.Client,
  categories: Categories,
  columns: ProductColumns,
  reject: (rejection: Rejection) => void,
): Promise<Pick<ImportResult, 'created' | 'updated' | 'unchanged'>> {
  for (const statement of unpackStatements) {
    const { rows } = await client.query<{ line: number; column: string | null; reason: string }>(statement)
    // Several statements in one text give a list of results, which has no rows of its own.
    for (const row of (rows as typeof rows | undefined) ?? []) reject({ file: 'products', ...row })
  }
  const depth = Math.max(0, ...categories.all().map((category) => category.depth))
  for (let level = 1; level <= depth; level += 1) await client.query(insertCategoriesOfDepth, [level])
  await client.query(mergeCategoryTexts)
  for (const statement of [...productStatements, ...variantStatements]) await client.query(statement)
  const priceLists = [defaultPriceList, ...columns.markets.map((market) => market.priceList)]
  await client.query(deletePrices, [priceLists])
  if (columns.byKey.inventoryQuantity !== undefined) await client.query(deleteStock)
  return finish(client)
}

const touchProducts = `
  update product p set updated_at = now() where p.id in (select product_id from import_change)`

const refreshListing = `
  select refresh_product_listing(array(select distinct product_id from import_change))`

/** The read model's function adds and updates; a product that left a price list must leave its listing, too. */
const deleteListings = `
  delete from product_listing l
  where l.product_id in (select product_id from import_change)
    and not exists (
      select from variant v join price p on p.variant_id = v.id
      where v.product_id = l.product_id and p.price_list_id = l.price_list_id
    )`

/** One event for the whole import: thousands of single tags would cost more than a fresh start of the cache. */
const announce = `
  insert into outbox (topic, payload)
  select 'catalog.changed', '{"tags": ["${wholeCatalogTag}"]}' where exists (select from import_change)`

const countProducts = `
  select count(*) filter (where p.created)::integer as created,
         count(*) filter (where not p.created and c.product_id is not null)::integer as updated,
         count(*) filter (where not p.created and c.product_id is null)::integer as unchanged
  from import_product p
  left join (select distinct product_id from import_change) c on c.product_id = p.product_id`

async function finish(client: pg.Client): Promise<Pick<ImportResult, 'created' | 'updated' | 'unchanged'>> {
  await client.query(touchProducts)
  await client.query(refreshListing)
  await client.query(deleteListings)
  await client.query(announce)
  const { rows } = await client.query<Pick<ImportResult, 'created' | 'updated' | 'unchanged'>>(countProducts)
  return rows[0] ?? { created: 0, updated: 0, unchanged: 0 }
}

function rejectionList(report: ShopifyImport['report']) {
  const first: Rejection[] = []
  let total = 0
  return {
    first,
    count: () => total,
    add: (rejection: Rejection) => {
      total += 1
      if (first.length < listedRejections) first.push(rejection)
      report?.(rejection)
    },
  }
}
