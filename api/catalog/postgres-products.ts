import type { Language, Locale } from '../locale.ts'
import type { ProductRecord } from './catalog-source.ts'
import { categoryPath } from './postgres-categories.ts'
import {
  type CatalogReader,
  inOrderOf,
  isRowId,
  languageColumn,
  localeColumns,
  withoutNul,
} from './postgres-rows.ts'
import { optionNames, type VariantRow, variantFields, variantRecord } from './postgres-variants.ts'

interface ProductRow extends Omit<ProductRecord, 'options' | 'variants'> {
  readonly optionNames: readonly string[]
  readonly variants: readonly VariantRow[]
}

/**
 * Everything that a page or a card shows of some products, in one statement.
 * Indexes: product_pkey, product_text_pkey, category_pkey, category_text_pkey, product_image_product_id_position_key,
 * product_option_pkey, variant_product_id_position_key, price_pkey, stock_level_pkey.
 * $1 ids, $2 language, $3 currency.
 */
const productsByIdsSql = `
select json_build_object(
  'id', p.id::text,
  'slug', coalesce(wanted.slug, other.slug),
  'slugs', (
    select json_agg(json_build_object('language', upper(t.language), 'slug', t.slug) order by t.language)
    from product_text t where t.product_id = p.id),
  'title', coalesce(wanted.title, other.title),
  'excerpt', coalesce(nullif(wanted.excerpt, ''), other.excerpt, ''),
  'descriptionHtml', coalesce(nullif(wanted.description_html, ''), other.description_html, ''),
  'seoTitle', coalesce(wanted.seo_title, other.seo_title),
  'seoDescription', coalesce(wanted.seo_description, other.seo_description),
  'brand', p.brand,
  'tags', p.tags,
  'categoryPath', ${categoryPath('p.category_id')},
  'images', (
    select coalesce(json_agg(json_build_object('url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height)
                             order by i.position), '[]')
    from product_image i where i.product_id = p.id),
  'optionNames', ${optionNames('p.id')},
  'variants', priced.variants,
  'publishedAt', to_char(p.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
) as product
from product p
join price_list list on list.currency = $3
left join product_text wanted on wanted.product_id = p.id and wanted.language = $2
left join product_text other on other.product_id = p.id and other.language <> $2
join lateral (
  select json_agg(json_build_object(${variantFields}) order by v.position) as variants
  from variant v join price pr on pr.variant_id = v.id and pr.price_list_id = list.id
  where v.product_id = p.id
) priced on priced.variants is not null
where p.id = any ($1::bigint[])
  and p.published_at is not null
  and coalesce(wanted.title, other.title) is not null`

export async function productsByIds(
  reader: CatalogReader,
  ids: readonly string[],
  locale: Locale,
): Promise<(ProductRecord | undefined)[]> {
  const { language, currency } = localeColumns(locale)
  const rows = await reader.read<{ product: ProductRow }>({
    name: 'catalog_products_by_ids',
    text: productsByIdsSql,
    values: [ids.filter(isRowId), language, currency],
  })
  return inOrderOf(
    ids,
    rows.map((row) => productRecord(row.product)),
  )
}

function productRecord(row: ProductRow): ProductRecord {
  const { optionNames: names, ...product } = row
  const variants = row.variants.map((variant) => variantRecord(variant, names))
  const options = names.map((name, index) => ({
    name,
    values: [...new Set(row.variants.map((variant) => variant.values[index] ?? ''))],
  }))
  return { ...product, variants, options }
}

/** Index: product_text_language_slug_key, asked once per language. $1 slug, $2 preferred language. */
const productIdBySlugSql = `
select t.product_id::text as id
from product_text t
join product p on p.id = t.product_id and p.published_at is not null
where t.language in ('de', 'en') and t.slug = $1
order by t.language = $2 desc
limit 1`

export async function productIdBySlug(
  reader: CatalogReader,
  slug: string,
  language: Language,
): Promise<string | undefined> {
  const rows = await reader.read<{ id: string }>({
    name: 'catalog_product_id_by_slug',
    text: productIdBySlugSql,
    values: [withoutNul(slug), languageColumn(language)],
  })
  return rows[0]?.id
}

/**
 * Best sellers of the product's own category (and below it, if it has subcategories).
 * Indexes: product_pkey, category_product_pkey, product_listing_pkey or product_listing_sales.
 * $1 product, $2 currency, $3 limit.
 */
const relatedProductIdsSql = `
select l.product_id::text as id
from product p
join category_product c on c.category_id = p.category_id
join product_listing l on l.product_id = c.product_id
where p.id = $1
  and l.product_id <> p.id
  and l.price_list_id = (select id from price_list where currency = $2)
order by l.sales_count desc, l.product_id desc
limit $3`

export async function relatedProductIds(
  reader: CatalogReader,
  productId: string,
  first: number,
  locale: Locale,
): Promise<string[]> {
  if (!isRowId(productId)) return []
  const rows = await reader.read<{ id: string }>({
    name: 'catalog_related_product_ids',
    text: relatedProductIdsSql,
    values: [productId, locale.currency, first],
  })
  return rows.map(({ id }) => id)
}
