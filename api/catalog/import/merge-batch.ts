import type pg from 'pg'
import { coalesceTags, listTag, productTag } from '../catalog-tags.ts'
import type { Batch } from './batch.ts'
import { type ImportCounts, noCounts } from './import-run.ts'
import { mergeDefinitions } from './merge-definitions.ts'
import { countDeleted, deletionStatements } from './merge-deletions.ts'
import { countStale, deletePrices, noteVersions, priceStatements } from './merge-prices.ts'
import { addTranslations, productStatements } from './merge-products.ts'
import { variantStatements } from './merge-variants.ts'
import type { Rejection } from './rejection.ts'
import {
  deleteStaleDeletions,
  deleteStaleProducts,
  lockProducts,
  resolveProducts,
  resolveStatements,
} from './resolve.ts'
import { stageBatch } from './staging.ts'

/** How the products of a file are to be understood. */
export interface Reading {
  /** Shopify's CSV: rows stand for variants, a bad one does not take its product along, and what the format lacks stays. */
  readonly lenient: boolean
  /** Price lists that the file speaks of (`price_list.code`); null: all of them. */
  readonly priceLists: readonly string[] | null
  /** Whether the session has import_translation. */
  readonly translated: boolean
}

export interface MergedBatch {
  readonly counts: ImportCounts
  readonly rejections: readonly Rejection[]
}

/**
 * Makes a batch's changes, in the transaction that the caller has begun.
 *
 * @returns what became of them; rejections in the order of the lines
 */
export async function mergeBatch(
  client: pg.ClientBase,
  batch: Batch,
  reading: Reading,
): Promise<MergedBatch> {
  const rejections: Rejection[] = []
  await stageBatch(client, batch, reading.lenient)
  const definitions = await define(client, batch, rejections)
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) rejections.push(...(await faultsOf(client, statement)))
  }

  let ignored = 0
  if (batch.products.length > 0) {
    await client.query(resolveProducts)
    ignored += await affected(client, deleteStaleProducts)
  }
  if (batch.products.length + batch.prices.length + batch.stock.length > 0) await client.query(lockProducts)
  if (batch.products.length > 0) {
    await run(resolveStatements)
    if (reading.translated) await client.query(addTranslations)
    await run(productStatements)
    await run(variantStatements)
  }
  const lone = batch.prices.length + batch.stock.length
  if (batch.products.length + lone > 0) {
    if (batch.products.length === 0) await run(variantStatements.slice(-1))
    const before = rejections.length
    await run(priceStatements)
    if (batch.products.length + batch.prices.length > 0)
      await client.query(deletePrices, [reading.priceLists])
    const stale = await count(client, countStale)
    ignored += stale
    definitions.priceAndStockChanges = lone - stale - (rejections.length - before)
  }
  ignored += batch.deletions.length === 0 ? 0 : await affected(client, deleteStaleDeletions)
  if (batch.deletions.length > 0) await run(deletionStatements)
  await client.query(noteVersions)
  const products = await finish(client)
  rejections.sort((one, other) => one.line - other.line)
  return {
    counts: {
      ...noCounts,
      ...products,
      ...definitions,
      deleted: batch.deletions.length === 0 ? 0 : await count(client, countDeleted),
      ignored,
      rejected: rejections.length,
    },
    rejections,
  }
}

async function define(
  client: pg.ClientBase,
  batch: Batch,
  rejections: Rejection[],
): Promise<{ definitions: number; priceAndStockChanges: number }> {
  if (batch.definitions.length === 0) return { definitions: 0, priceAndStockChanges: 0 }
  const { rows } = await client.query<{
    line: string
    outcome: string
    column: string | null
    value: string | null
    reason: string
  }>(mergeDefinitions)
  for (const { line, outcome, column, value, reason } of rows) {
    if (outcome === 'rejected')
      rejections.push({ file: 'products', line: Number(line), column, value, reason })
  }
  const changed = rows.filter(({ outcome }) => outcome !== 'unchanged' && outcome !== 'rejected')
  return { definitions: changed.length, priceAndStockChanges: 0 }
}

async function faultsOf(client: pg.ClientBase, statement: string): Promise<Rejection[]> {
  const { rows } = await client.query<Omit<Rejection, 'file' | 'line'> & { line: string }>(statement)
  // Several statements in one text give a list of results, which has no rows of its own.
  return ((rows as typeof rows | undefined) ?? []).map(({ line, column, value, reason }) => ({
    file: 'products',
    line: Number(line),
    column,
    value: value?.slice(0, 200) ?? null,
    reason,
  }))
}

async function affected(client: pg.ClientBase, statement: string): Promise<number> {
  return (await client.query(statement)).rowCount ?? 0
}

async function count(client: pg.ClientBase, statement: string): Promise<number> {
  return (await client.query<{ count: number }>(statement)).rows[0]?.count ?? 0
}

const touchProducts = `
  update product p set updated_at = now()
  where p.id in (select product_id from import_change)
    and not exists (select from import_product i where i.product_id = p.id and i.created)`

/** Read models and collections (migrations/0010_refresh_products.sql). */
const refresh = `
  select refresh_products(array(
    select distinct c.product_id from import_change c where exists (select from product p where p.id = c.product_id)))
  where exists (select from import_change)`

const countProducts = `
  select count(*) filter (where p.created)::integer as created,
         count(*) filter (where not p.created and c.product_id is not null)::integer as updated,
         count(*) filter (where not p.created and c.product_id is null)::integer as unchanged
  from import_product p
  left join (select distinct product_id from import_change) c on c.product_id = p.product_id`

/** No cached value can be about a product that was not there: new ones change lists only. */
const changedTags = `
  select tag from import_tag
  union
  select '${productTag('')}' || c.product_id from import_change c
  where not exists (select from import_product i where i.product_id = c.product_id and i.created)`

const announce = `insert into outbox (topic, payload) values ('catalog.changed', $1)`

async function finish(
  client: pg.ClientBase,
): Promise<Pick<ImportCounts, 'created' | 'updated' | 'unchanged'>> {
  await client.query(touchProducts)
  await client.query(refresh)
  const { rows } = await client.query<Pick<ImportCounts, 'created' | 'updated' | 'unchanged'>>(countProducts)
  const counts = rows[0] ?? { created: 0, updated: 0, unchanged: 0 }
  const tags = (await client.query<{ tag: string }>(changedTags)).rows.map(({ tag }) => tag)
  if (tags.length + counts.created > 0) {
    await client.query(announce, [JSON.stringify({ tags: coalesceTags([listTag, ...tags]) })])
  }
  return counts
}
