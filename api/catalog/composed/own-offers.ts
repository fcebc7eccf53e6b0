import { sql } from '../../database/statement.ts'
import type { Locale } from '../../locale.ts'
import type { VariantRecord } from '../catalog-source.ts'
import { type CatalogReader, isRowId } from '../postgres/rows.ts'

/** On what terms the shop itself sells a variant. */
type OwnVariant = Pick<
  VariantRecord,
  | 'id'
  | 'sku'
  | 'currency'
  | 'amount'
  | 'compareAtAmount'
  | 'lowestRecentAmount'
  | 'tiers'
  | 'taxIncluded'
  | 'available'
  | 'taxClass'
>

/** A product that the shop itself sells; what it looks like is known elsewhere. */
export interface OwnProduct {
  readonly id: string
  /** The product's id in the system that describes it. */
  readonly externalId: string
  /** Not empty, in shop order. */
  readonly variants: readonly OwnVariant[]
}

/**
 * Prices and stock of PostgreSQL for products that are described elsewhere, matched by product.external_id and
 * variant.sku. Only what is public and has a price in the locale's list is given.
 */
export interface OwnOffers {
  byIds(ids: readonly string[], locale: Locale): Promise<OwnProduct[]>
  byExternalIds(externalIds: readonly string[], locale: Locale): Promise<OwnProduct[]>
  /** The products that variants belong to, each with all its variants. */
  byVariantIds(variantIds: readonly string[], locale: Locale): Promise<OwnProduct[]>
  externalIdOf(productId: string): Promise<string | undefined>
}

/** As the read models have it (migrations/0020). Index: price_list_market. */
const publicList = `(select public_price_list($2::text, $3::text))`

/**
 * Indexes: product_pkey or product_external_id_key, variant_product_id_position_key, price_pkey, price_tier_pkey,
 * stock_level_pkey. $1 ids, $2 currency, $3 country.
 */
const offersSql = (condition: string): string => `
select p.id::text as id, p.external_id as "externalId", json_agg(json_build_object(
  'id', v.id::text,
  'sku', v.sku,
  'currency', list.currency,
  'amount', c.amount,
  'compareAtAmount', c.compare_at_amount,
  'lowestRecentAmount', c.lowest_recent_amount,
  'tiers', (
    select coalesce(json_agg(json_build_object('minQuantity', t.min_quantity, 'amount', t.amount)
                             order by t.min_quantity), '[]')
    from price_tier t where t.variant_id = v.id and t.price_list_id = c.source_list_id),
  'taxIncluded', list.tax_included,
  'available', (select sum(s.on_hand - s.reserved) from stock_level s where s.variant_id = v.id),
  'taxClass', v.tax_class) order by v.position) as variants
from product p
join price_list list on list.id = ${publicList}
join variant v on v.product_id = p.id
join current_price c on c.variant_id = v.id and c.price_list_id = list.id
where ${condition}
  and p.published_at <= now() and (p.unpublished_at is null or p.unpublished_at > now())
group by p.id`

export function createOwnOffers(reader: CatalogReader): OwnOffers {
  const offers = async (name: string, condition: string, keys: readonly string[], locale: Locale) =>
    keys.length === 0
      ? []
      : await reader.read<OwnProduct>({
          name,
          text: offersSql(condition),
          values: [keys, locale.currency, locale.country],
        })
  return {
    byIds: (ids, locale) =>
      offers('own_offers_by_ids', 'p.id = any ($1::bigint[])', ids.filter(isRowId), locale),
    byExternalIds: (externalIds, locale) =>
      offers('own_offers_by_external_ids', 'p.external_id = any ($1::text[])', externalIds, locale),
    byVariantIds: (variantIds, locale) =>
      offers(
        'own_offers_by_variant_ids',
        'p.id in (select product_id from variant where id = any ($1::bigint[]))',
        variantIds.filter(isRowId),
        locale,
      ),
    async externalIdOf(productId) {
      if (!isRowId(productId)) return undefined
      const [row] = await reader.read<{ externalId: string }>(sql('own_external_id')`
        select external_id as "externalId" from product where id = ${productId}::bigint`)
      return row?.externalId
    },
  }
}
