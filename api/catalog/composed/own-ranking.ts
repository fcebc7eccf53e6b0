import type { Locale } from '../../locale.ts'
import { InvalidPosition, type ProductListFilter } from '../catalog-source.ts'
import { isInteger } from '../postgres/page.ts'
import { type CatalogReader, isRowId } from '../postgres/rows.ts'

/** Conditions that the shop's own prices and stock decide. */
export type OwnConditions = Pick<ProductListFilter, 'priceFrom' | 'priceUntil' | 'available'>

/** By the shop's own prices, or as the candidates stand. */
export type OwnSort = 'PRICE_ASCENDING' | 'PRICE_DESCENDING' | 'GIVEN'

interface Ranked {
  readonly externalId: string
  readonly position: readonly string[]
}

interface OwnFacets {
  readonly minimumAmount: number | null
  readonly maximumAmount: number | null
  readonly available: number
  readonly soldOut: number
}

/**
 * Sorts, filters and counts products that were chosen elsewhere by the shop's own prices and stock. `candidates` are
 * external ids, each once.
 */
export interface OwnRanking {
  /**
   * At most one more than `first`.
   * @throws InvalidPosition if `after` is no position of this sort
   */
  rank(
    candidates: readonly string[],
    request: {
      readonly sort: OwnSort
      readonly first: number
      readonly after: readonly string[] | undefined
      readonly conditions: OwnConditions
    },
    locale: Locale,
  ): Promise<Ranked[]>
  count(candidates: readonly string[], conditions: OwnConditions, locale: Locale): Promise<number>
  /** Neither facet is narrowed by its own condition. */
  facets(candidates: readonly string[], conditions: OwnConditions, locale: Locale): Promise<OwnFacets>
}

/**
 * Indexes: product_external_id_key, product_listing_pkey, price_list_market.
 * $1 candidates, $2 currency, $3 country, $4 lowest price, $5 highest price, $6 availability.
 */
const priceCondition = `l.minimum_amount >= coalesce($4::bigint, 0)
  and l.minimum_amount <= coalesce($5::bigint, l.minimum_amount)`
const stockCondition = 'l.available = coalesce($6::boolean, l.available)'
const listed = `
from unnest($1::text[]) with ordinality c (external_id, place)
join product p on p.external_id = c.external_id
join product_listing l on l.product_id = p.id
  and l.price_list_id = (select public_price_list($2::text, $3::text))`
const matching = `${listed} where ${priceCondition} and ${stockCondition}`

const rankSql: Record<OwnSort, string> = {
  PRICE_ASCENDING: `
select c.external_id as "externalId", array[l.minimum_amount::text, l.product_id::text] as position ${matching}
  and ($7::bigint is null or (l.minimum_amount, l.product_id) > ($7::bigint, $8::bigint))
order by l.minimum_amount, l.product_id limit $9`,
  PRICE_DESCENDING: `
select c.external_id as "externalId", array[l.minimum_amount::text, l.product_id::text] as position ${matching}
  and ($7::bigint is null or (l.minimum_amount, l.product_id) < ($7::bigint, $8::bigint))
order by l.minimum_amount desc, l.product_id desc limit $9`,
  GIVEN: `
select c.external_id as "externalId", array[c.external_id] as position ${matching} and c.place > $7::bigint
order by c.place limit $8`,
}

const countSql = `select count(*)::integer as count ${matching}`

const facetsSql = `
select min(l.minimum_amount) filter (where ${stockCondition})::integer as "minimumAmount",
       max(l.minimum_amount) filter (where ${stockCondition})::integer as "maximumAmount",
       (count(*) filter (where ${priceCondition} and l.available))::integer as available,
       (count(*) filter (where ${priceCondition} and not l.available))::integer as "soldOut"
${listed}`

export function createOwnRanking(reader: CatalogReader): OwnRanking {
  const shared = (candidates: readonly string[], conditions: OwnConditions, locale: Locale) => [
    candidates,
    locale.currency,
    locale.country,
    conditions.priceFrom ?? null,
    conditions.priceUntil ?? null,
    conditions.available ?? null,
  ]
  return {
    async rank(candidates, { sort, first, after, conditions }, locale) {
      const position = sort === 'GIVEN' ? placeOf(after, candidates) : priceOf(after)
      return await reader.read<Ranked>({
        name: `own_rank_${sort.toLowerCase()}`,
        text: rankSql[sort],
        values: [...shared(candidates, conditions, locale), ...position, first + 1],
      })
    },
    async count(candidates, conditions, locale) {
      const [row] = await reader.read<{ count: number }>({
        name: 'own_count',
        text: countSql,
        values: shared(candidates, conditions, locale),
      })
      return row?.count ?? 0
    },
    async facets(candidates, conditions, locale) {
      const [row] = await reader.read<OwnFacets>({
        name: 'own_facets',
        text: facetsSql,
        values: shared(candidates, conditions, locale),
      })
      return row ?? { minimumAmount: null, maximumAmount: null, available: 0, soldOut: 0 }
    },
  }
}

function priceOf(after: readonly string[] | undefined): [string | null, string | null] {
  if (after === undefined) return [null, null]
  const [amount = '', productId = '', ...rest] = after
  if (isInteger(amount, Number.MAX_SAFE_INTEGER) && isRowId(productId) && rest.length === 0) {
    return [amount, productId]
  }
  throw new InvalidPosition(
    `[${after.join(', ')}] is no position of a sort by price; use one that a page gave.`,
  )
}

/** What the page before ended with may have left the list; then nobody knows where to go on. */
function placeOf(after: readonly string[] | undefined, candidates: readonly string[]): [number] {
  if (after === undefined) return [0]
  const place = candidates.indexOf(after[0] ?? '')
  if (place >= 0 && after.length === 1) return [place + 1]
  throw new InvalidPosition(
    `[${after.join(', ')}] is no position of this list (any more); start from its first page.`,
  )
}
