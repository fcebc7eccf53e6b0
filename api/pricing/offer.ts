import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { CurrencyCode } from '../locale.ts'
import type { TaxClass } from './vat.ts'

/** On what terms a variant can be bought now. */
export interface Offer {
  readonly variantId: string
  /** Gross, in minor units. */
  readonly unitAmount: number
  readonly taxClass: TaxClass
}

/**
 * Prices of variants in one currency. A variant is missing from the answer if it is unknown, not published, or has
 * no price in this currency: it is not for sale.
 */
export async function offersOf(
  queryable: Queryable,
  variantIds: readonly string[],
  currency: CurrencyCode,
): Promise<ReadonlyMap<string, Offer>> {
  if (variantIds.length === 0) return new Map()
  // Primary keys all the way: price (variant_id, price_list_id), variant (id), product (id).
  const offers = await queryable.query<Offer>(sql('offers')`
    select p.variant_id::text as "variantId", p.amount::integer as "unitAmount", v.tax_class as "taxClass"
    from price p
    join price_list l on l.id = p.price_list_id and l.currency = ${currency}
    join variant v on v.id = p.variant_id
    join product on product.id = v.product_id and product.published_at is not null
    where p.variant_id = any (${variantIds}::bigint[])`)
  return new Map(offers.map((offer) => [offer.variantId, offer]))
}
