import type pg from 'pg'
import type { Batch } from './batch.ts'
import { copy, copyLine } from './copy-text.ts'

/**
 * What a batch holds, before anything of it touches the shop's tables. Temporary tables belong to the importer's
 * connection, are not logged and empty themselves at the end of each transaction, so nothing is left behind. Products
 * are numbered (`n`) within their batch, and so is what has a price and a stock (`t`).
 */
export const createStagingTables = `
  create temp table import_definition (line bigint not null, of text not null, document jsonb not null,
    implied boolean not null) on commit delete rows;
  create temp table import_product (n integer not null, line bigint not null, external_id text not null, category text,
    brand text, brand_name text, tags text[] not null, published boolean not null, published_at timestamptz,
    unpublished_at timestamptz, sales_count integer, complete boolean not null, lenient boolean not null,
    variant_count integer not null, version bigint, sets_videos boolean not null, sets_attributes boolean not null,
    sets_collections boolean not null, product_id bigint, category_id bigint, brand_id bigint,
    created boolean not null default false) on commit delete rows;
  create temp table import_text (n integer not null, language text not null, slug text not null, title text not null,
    description_html text not null, excerpt text not null, seo_title text, seo_description text, keywords text,
    words text) on commit delete rows;
  create temp table import_image (n integer not null, position integer not null, url text not null, alt text not null,
    alt_texts jsonb, width integer, height integer) on commit delete rows;
  create temp table import_video (n integer not null, position integer not null, url text not null,
    mime_type text not null, poster_url text, alt text not null) on commit delete rows;
  create temp table import_option (n integer not null, position integer not null, name jsonb not null)
    on commit delete rows;
  create temp table import_value (n integer not null, code text not null, position smallint not null,
    value_type text not null, value text not null, attribute_id bigint, type text, option_id bigint)
    on commit delete rows;
  create temp table import_member (n integer not null, collection text not null, position integer,
    collection_id bigint) on commit delete rows;
  create temp table import_variant (t integer not null, n integer not null, line bigint not null,
    position integer not null, sku text not null, option_values jsonb not null, image_url text, barcode text,
    weight_grams integer, tax_class text, sets_stock boolean not null) on commit delete rows;
  create temp table import_target (t integer not null, line bigint not null, sku text not null, variant_id bigint,
    product_id bigint, sets_stock boolean not null,
    from_product boolean not null default false, created boolean not null default false) on commit delete rows;
  create temp table import_price (t integer not null, list text not null, amount bigint, compare_at_amount bigint,
    lowest_recent_amount bigint, sets_tiers boolean not null, sets_schedules boolean not null, version bigint,
    stale boolean not null default false)
    on commit delete rows;
  create temp table import_tier (t integer not null, list text not null, min_quantity integer not null,
    amount bigint not null) on commit delete rows;
  create temp table import_schedule (t integer not null, list text not null, amount bigint not null,
    valid_from timestamptz not null, valid_until timestamptz not null) on commit delete rows;
  create temp table import_stock (t integer not null, warehouse text not null, on_hand integer, version bigint,
    stale boolean not null default false)
    on commit delete rows;
  create temp table import_deletion (line bigint not null, external_id text not null, version bigint,
    product_id bigint) on commit delete rows;
  -- Products that a statement of the merge has changed.
  create temp table import_change (product_id bigint not null) on commit delete rows;
  -- Cache tags of what has changed besides products.
  create temp table import_tag (tag text not null) on commit delete rows;`

/** Names of the staging tables' columns that a file fills. */
const columns = {
  import_definition: 'line, of, document, implied',
  import_product: `n, line, external_id, category, brand, brand_name, tags, published, published_at, unpublished_at,
    sales_count, complete, lenient, variant_count, version, sets_videos, sets_attributes, sets_collections`,
  import_text:
    'n, language, slug, title, description_html, excerpt, seo_title, seo_description, keywords, words',
  import_image: 'n, position, url, alt, alt_texts, width, height',
  import_video: 'n, position, url, mime_type, poster_url, alt',
  import_option: 'n, position, name',
  import_value: 'n, code, position, value_type, value',
  import_member: 'n, collection, position',
  import_variant: `t, n, line, position, sku, option_values, image_url, barcode, weight_grams, tax_class, sets_stock`,
  import_target: 't, line, sku, sets_stock',
  import_price:
    't, list, amount, compare_at_amount, lowest_recent_amount, sets_tiers, sets_schedules, version',
  import_tier: 't, list, min_quantity, amount',
  import_schedule: 't, list, amount, valid_from, valid_until',
  import_stock: 't, warehouse, on_hand, version',
  import_deletion: 'line, external_id, version',
} as const

type StagingTable = keyof typeof columns
type StagedLines = Readonly<Record<StagingTable, string[]>>

/** Copies a batch into the staging tables. */
export async function stageBatch(client: pg.ClientBase, batch: Batch, lenient: boolean): Promise<void> {
  const staged = stagedLines(batch, lenient)
  for (const table of Object.keys(columns) as StagingTable[]) {
    if (staged[table].length > 0) await copy(client, table, columns[table], staged[table])
  }
}

function stagedLines(batch: Batch, lenient: boolean): StagedLines {
  const lines = Object.fromEntries(Object.keys(columns).map((table) => [table, []])) as unknown as StagedLines
  for (const { line, of, document, implied } of batch.definitions) {
    lines.import_definition.push(copyLine([line, of, document, implied]))
  }
  let t = 0
  for (const [n, change] of batch.products.entries()) {
    stageProduct(lines, n, t, change, lenient)
    t += change.document.variants.length
  }
  for (const { line, sku, list, price, version } of batch.prices) {
    lines.import_target.push(copyLine([t, line, sku, false]))
    stagePrice(lines, t, list, price, version)
    t += 1
  }
  for (const { line, sku, warehouse, onHand, version } of batch.stock) {
    lines.import_target.push(copyLine([t, line, sku, false]))
    lines.import_stock.push(copyLine([t, warehouse, onHand, version]))
    t += 1
  }
  for (const { line, id, version } of batch.deletions) {
    lines.import_deletion.push(copyLine([line, id, version]))
  }
  return lines
}

function stageProduct(
  lines: StagedLines,
  n: number,
  firstTarget: number,
  { line, document, version }: Batch['products'][number],
  lenient: boolean,
): void {
  lines.import_product.push(
    copyLine([
      n,
      line,
      document.id,
      document.category,
      document.brand,
      document.brandName,
      document.tags,
      document.published,
      document.publishedAt,
      document.unpublishedAt,
      document.salesCount,
      document.complete,
      lenient,
      document.variants.length,
      version,
      document.videos !== null,
      document.attributes !== null,
      document.collections !== null,
    ]),
  )
  for (const text of document.texts) {
    const { language, slug, title, descriptionHtml, excerpt, seoTitle, seoDescription, keywords, words } =
      text
    lines.import_text.push(
      copyLine([
        n,
        language,
        slug,
        title,
        descriptionHtml,
        excerpt,
        seoTitle,
        seoDescription,
        keywords,
        words,
      ]),
    )
  }
  for (const { position, url, alt, altTexts, width, height } of document.images) {
    lines.import_image.push(copyLine([n, position, url, alt, altTexts, width, height]))
  }
  for (const [index, { url, mimeType, posterUrl, alt }] of (document.videos ?? []).entries()) {
    lines.import_video.push(copyLine([n, index + 1, url, mimeType, posterUrl, alt]))
  }
  for (const [index, name] of document.options.entries()) {
    lines.import_option.push(copyLine([n, index + 1, name]))
  }
  for (const { code, value, position } of document.attributes ?? []) {
    lines.import_value.push(copyLine([n, code, position, typeof value, String(value)]))
  }
  for (const { id, position } of document.collections ?? []) {
    lines.import_member.push(copyLine([n, id, position]))
  }
  for (const [index, variant] of document.variants.entries()) {
    stageVariant(lines, n, firstTarget + index, variant, version)
  }
}

function stageVariant(
  lines: StagedLines,
  n: number,
  t: number,
  variant: Batch['products'][number]['document']['variants'][number],
  version: number | null,
): void {
  const { line, position, sku, optionValues, imageUrl, barcode, weightGrams, taxClass, prices, stock } =
    variant
  lines.import_variant.push(
    copyLine([
      t,
      n,
      line,
      position,
      sku,
      optionValues,
      imageUrl,
      barcode,
      weightGrams,
      taxClass,
      stock !== undefined,
    ]),
  )
  for (const price of prices) stagePrice(lines, t, price.list, price, version)
  for (const [warehouse, onHand] of Object.entries(stock ?? {})) {
    lines.import_stock.push(copyLine([t, warehouse, onHand, version]))
  }
}

function stagePrice(
  lines: StagedLines,
  t: number,
  list: string,
  price: Batch['prices'][number]['price'],
  version: number | null,
): void {
  lines.import_price.push(
    copyLine([
      t,
      list,
      price?.amount,
      price?.compareAtAmount,
      price?.lowestRecentAmount,
      price === null || price.tiers !== null,
      price === null || price.schedules !== null,
      version,
    ]),
  )
  for (const { minQuantity, amount } of price?.tiers ?? []) {
    lines.import_tier.push(copyLine([t, list, minQuantity, amount]))
  }
  for (const { amount, from, until } of price?.schedules ?? []) {
    lines.import_schedule.push(copyLine([t, list, amount, from, until]))
  }
}
