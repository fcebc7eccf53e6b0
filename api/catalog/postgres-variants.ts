import type { CurrencyCode, Locale } from '../locale.ts'
import type { ImageRecord, VariantRecord } from './catalog-source.ts'
import { type CatalogReader, inOrderOf, isRowId, localeColumns } from './postgres-rows.ts'

/** A variant as SQL gives it; names of the options come from its product. */
export interface VariantRow extends Omit<VariantRecord, 'title' | 'selectedOptions' | 'image'> {
  readonly values: readonly string[]
  readonly image: ImageRecord | null
}

/**
 * Arguments of json_build_object for one variant `v` with its price `pr` in the list `list`; $2 is the language.
 * A variant without a picture of its own shows the product's first. Stock: no row means sold without counting.
 * Indexes: product_image_pkey, product_image_product_id_position_key, stock_level_pkey.
 */
export const variantFields = `
  'id', v.id::text,
  'productId', v.product_id::text,
  'sku', v.sku,
  'values', coalesce(v.option_values -> $2::text, v.option_values -> 'en', v.option_values -> 'de', '[]'),
  'currency', list.currency,
  'amount', pr.amount,
  'compareAtAmount', pr.compare_at_amount,
  'available', (select sum(s.on_hand - s.reserved) from stock_level s where s.variant_id = v.id),
  'image', coalesce(
    (select json_build_object('url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height)
     from product_image i where i.id = v.image_id),
    (select json_build_object('url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height)
     from product_image i where i.product_id = v.product_id order by i.position limit 1)),
  'barcode', v.barcode,
  'weightGrams', v.weight_grams,
  'taxClass', v.tax_class`

/** Names of the options of a product in shop order. Index: product_option_pkey. $2 is the language. */
export const optionNames = (productId: string): string => `(
    select coalesce(json_agg(coalesce(o.name ->> $2::text, o.name ->> 'en', o.name ->> 'de', '') order by o.position), '[]')
    from product_option o where o.product_id = ${productId})`

/** Indexes: variant_pkey, product_pkey, price_pkey. $1 ids, $2 language, $3 currency. */
const variantsByIdsSql = `
select json_build_object(${variantFields}) as variant, ${optionNames('v.product_id')} as "optionNames"
from variant v
join product p on p.id = v.product_id and p.published_at is not null
join price_list list on list.currency = $3
join price pr on pr.variant_id = v.id and pr.price_list_id = list.id
where v.id = any ($1::bigint[])`

export async function variantsByIds(
  reader: CatalogReader,
  ids: readonly string[],
  locale: Locale,
): Promise<(VariantRecord | undefined)[]> {
  const { language, currency } = localeColumns(locale)
  const rows = await reader.read<{ variant: VariantRow; optionNames: string[] }>({
    name: 'catalog_variants_by_ids',
    text: variantsByIdsSql,
    values: [ids.filter(isRowId), language, currency],
  })
  return inOrderOf(
    ids,
    rows.map((row) => variantRecord(row.variant, row.optionNames)),
  )
}

export function variantRecord(row: VariantRow, names: readonly string[]): VariantRecord {
  const { values, ...variant } = row
  return {
    ...variant,
    currency: row.currency satisfies CurrencyCode,
    title: values.join(' / '),
    selectedOptions: names.map((name, index) => ({ name, value: values[index] ?? '' })),
  }
}
