import type { CurrencyCode, ProductFilter, ProductSort } from '../../generated/graphql.ts'
import { parsePrice } from './money.ts'

/** Products a page. */
export const pageSize = 24

export const sorts = [
  'BEST_SELLING',
  'NEWEST',
  'PRICE_ASCENDING',
  'PRICE_DESCENDING',
] as const satisfies readonly ProductSort[]

/** A list's filter as its address tells it; the texts are kept to fill the form again. */
export interface ListFilter {
  readonly sort: ProductSort
  readonly from: string
  readonly until: string
  readonly available: boolean
}

/** Reads `?sort=…&from=…&until=…&available=1`. What makes no sense is left out, as addresses get mangled. */
export function readListFilter(parameters: URLSearchParams): ListFilter {
  const sort = sorts.find((each) => each === parameters.get('sort')) ?? 'BEST_SELLING'
  return {
    sort,
    from: (parameters.get('from') ?? '').slice(0, 12),
    until: (parameters.get('until') ?? '').slice(0, 12),
    available: parameters.get('available') === '1',
  }
}

/** The same for the API, prices in minor units of the currency. */
export function productFilter(filter: ListFilter, category: string, currency: CurrencyCode): ProductFilter {
  const priceFrom = parsePrice(filter.from, currency)
  const priceUntil = parsePrice(filter.until, currency)
  return {
    category,
    ...(priceFrom === undefined ? {} : { priceFrom }),
    ...(priceUntil === undefined ? {} : { priceUntil }),
    ...(filter.available ? { available: true } : {}),
  }
}
