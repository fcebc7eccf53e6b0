import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { CountryCode, CurrencyCode } from '../locale.ts'
import { bestTerms, type PriceTerms } from './price-terms.ts'
import type { TaxClass } from './vat.ts'

/** Who buys where; decides on the price lists. */
export interface Buyer {
  readonly currency: CurrencyCode
  /** Delivered to; decides on VAT as well. */
  readonly country: CountryCode
  /** Of the signed-in customer; null for everybody else. */
  readonly customerGroupId: string | null
}

/** On what terms a variant can be bought now. */
export interface Offer {
  readonly variantId: string
  readonly taxClass: TaxClass
  /** Of the public and, where it has a price of its own, of the customer's group. At least one. */
  readonly terms: readonly PriceTerms[]
}

/** What one piece costs when `quantity` of them are bought: gross, in minor units, by the best terms. */
export function unitAmountOf(offer: Offer, quantity: number, country: CountryCode): number {
  return bestTerms(offer.terms, offer.taxClass, quantity, country).grossAmount
}

/**
 * Offers of variants to a buyer. A variant is missing from the answer if it is unknown, not published at this moment,
 * or has no price for the buyer: it is not for sale.
 *
 * The public buys from the country's list and, for what that has no price of, from the currency's. A group has a list
 * of its own, for a country or for all of them. In each list a scheduled price takes the place of the price while its
 * time runs; tiers are those of the list that the price is from.
 */
export async function offersOf(
  queryable: Queryable,
  variantIds: readonly string[],
  { currency, country, customerGroupId }: Buyer,
): Promise<ReadonlyMap<string, Offer>> {
  if (variantIds.length === 0) return new Map()
  // Indexes: price_pkey, price_tier_pkey, the exclusion constraint of scheduled_price, variant_pkey, product_pkey.
  const offers = await queryable.query<Offer>(sql('offers')`
    with source as (
      select distinct on (p.variant_id, l.customer_group_id)
             p.variant_id, p.price_list_id, p.amount, l.customer_group_id, l.tax_included
      from price_list l
      join price p on p.price_list_id = l.id
      where l.currency = ${currency} and (l.country = ${country} or l.country is null) and l.opened
        and (l.customer_group_id = ${customerGroupId}::bigint or l.customer_group_id is null)
        and p.variant_id = any (${variantIds}::bigint[])
      order by p.variant_id, l.customer_group_id, l.country nulls last
    )
    select v.id::text as "variantId", v.tax_class as "taxClass",
           json_agg(json_build_object(
             'priceListId', source.price_list_id::text,
             'ofGroup', source.customer_group_id is not null,
             'amount', coalesce(scheduled.amount, source.amount),
             'taxIncluded', source.tax_included,
             'tiers', (
               select coalesce(json_agg(json_build_object('minQuantity', t.min_quantity, 'amount', t.amount)
                                        order by t.min_quantity), '[]')
               from price_tier t
               where t.variant_id = source.variant_id and t.price_list_id = source.price_list_id)
           ) order by source.customer_group_id) as terms
    from source
    join variant v on v.id = source.variant_id
    join product on product.id = v.product_id
     and product.published_at <= now() and (product.unpublished_at > now() or product.unpublished_at is null)
    left join scheduled_price scheduled on scheduled.variant_id = source.variant_id
     and scheduled.price_list_id = source.price_list_id and scheduled.valid @> now()
    group by v.id`)
  return new Map(offers.map((offer) => [offer.variantId, offer]))
}
