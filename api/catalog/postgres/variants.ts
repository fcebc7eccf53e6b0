import type { Locale } from '../../locale.ts'
import type { VariantRecord } from '../catalog-source.ts'
import { type CatalogReader, inOrderOf, isRowId, languageColumn } from './rows.ts'

/** A variant as catalog_variants() gives it; names of the options come from its product. */
export interface VariantRow extends Omit<VariantRecord, 'title' | 'selectedOptions'> {
  readonly values: readonly string[]
}

/** Functions: migrations/0021_product_page.sql. Indexes: variant_pkey, product_pkey. $1 ids, $2 language, $3 currency, $4 country. */
const variantsByIdsSql = `
select v.variant, catalog_option_names(v.product_id, $2) as "optionNames"
from catalog_variants($1::bigint[], $2, public_price_list($3, $4)) v
join product p on p.id = v.product_id
  and p.published_at <= now() and (p.unpublished_at is null or p.unpublished_at > now())`

export async function variantsByIds(
  reader: CatalogReader,
  ids: readonly string[],
  locale: Locale,
): Promise<(VariantRecord | undefined)[]> {
  const rows = await reader.read<{ variant: VariantRow; optionNames: string[] }>({
    name: 'catalog_variants_by_ids',
    text: variantsByIdsSql,
    values: [ids.filter(isRowId), languageColumn(locale.language), locale.currency, locale.country],
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
    title: values.join(' / '),
    selectedOptions: names.map((name, index) => ({ name, value: values[index] ?? '' })),
  }
}
