import type { Locale } from '../../locale.ts'
import type { ProductRecord } from '../catalog-source.ts'
import { type CatalogReader, inOrderOf, isRowId, languageColumn, withoutNul } from './rows.ts'
import { type VariantRow, variantRecord } from './variants.ts'

/** A product as catalog_product() gives it. */
interface ProductRow extends Omit<ProductRecord, 'options' | 'variants'> {
  readonly optionNames: readonly string[]
  readonly variants: readonly VariantRow[]
}

/** Function: migrations/0021_product_page.sql. $1 ids, $2 language, $3 currency, $4 country. */
const productsByIdsSql = `
select catalog_product(wanted.id, $2, list.id) as product
from unnest($1::bigint[]) wanted (id), public_price_list($3, $4) list (id)`

export async function productsByIds(
  reader: CatalogReader,
  ids: readonly string[],
  locale: Locale,
): Promise<(ProductRecord | undefined)[]> {
  const rows = await reader.read<{ product: ProductRow | null }>({
    name: 'catalog_products_by_ids',
    text: productsByIdsSql,
    values: [ids.filter(isRowId), languageColumn(locale.language), locale.currency, locale.country],
  })
  return inOrderOf(
    ids,
    rows.flatMap(({ product }) => (product === null ? [] : [productRecord(product)])),
  )
}

/** Function: migrations/0021_product_page.sql. $1 slug, $2 language, $3 currency, $4 country. */
const productBySlugSql = 'select catalog_product_by_slug($1, $2, $3, $4) as product'

export async function productBySlug(
  reader: CatalogReader,
  slug: string,
  locale: Locale,
): Promise<ProductRecord | undefined> {
  const [row] = await reader.read<{ product: ProductRow | null }>({
    name: 'catalog_product_by_slug',
    text: productBySlugSql,
    values: [withoutNul(slug), languageColumn(locale.language), locale.currency, locale.country],
  })
  return row?.product ? productRecord(row.product) : undefined
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
