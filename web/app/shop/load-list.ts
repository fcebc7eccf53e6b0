import { redirect } from 'react-router'
import {
  type FacetFragment,
  type ListPageFragment,
  ProductListDocument,
  type ProductSort,
} from '../../generated/graphql.ts'
import { isRefusal } from '../api/errors.ts'
import {
  filterAddress,
  type ListFilter,
  type ListSort,
  pageSize,
  productFilter,
  readListFilter,
  withoutFilter,
} from './list-filter.ts'
import { cursorOf, type PageLinks, pageLinks } from './page-cursors.ts'
import { keptSearch } from './page-query.ts'
import type { Shop } from './shop.ts'

/** What the page of a list shows, whatever the list is of. */
export interface ListData {
  readonly products: ListPageFragment['nodes']
  readonly totalCount: number
  readonly facets: readonly FacetFragment[]
  readonly filter: ListFilter
  readonly sorts: readonly [ListSort, ...ListSort[]]
  /** What was searched for. */
  readonly query?: string
  readonly links: PageLinks
}

type Answer = ListPageFragment & { readonly facets: readonly FacetFragment[] }

interface ListRequest<Sort extends ListSort> {
  readonly sorts: readonly [Sort, ...Sort[]]
  readonly query?: string
  readonly load: (
    page: { readonly first: number; readonly after: string | null; readonly sort: Sort },
    filter: ListFilter<Sort>,
  ) => Promise<Answer>
}

/**
 * Loads the list that an address asks for.
 * @throws a redirect to the one address of the filter, where a form or a hand has written it differently, and to one that
 * the API takes, where it refuses a cursor or an attribute that is not there (any more)
 */
export async function loadList<Sort extends ListSort>(
  url: URL,
  { sorts, query, load }: ListRequest<Sort>,
): Promise<ListData> {
  const filter = readListFilter(url.searchParams, sorts)
  const address = filterAddress(filter, sorts, query)
  const after = url.searchParams.getAll('after').filter((cursor) => cursor !== '')
  const paged = after.reduce(
    (text, cursor) => `${text === '' ? '?' : `${text}&`}${new URLSearchParams({ after: cursor }).toString()}`,
    address,
  )
  if (isDifferent(url.search, paged)) throw redirect(url.pathname + paged)
  try {
    const page = { first: pageSize, after: cursorOf(url.searchParams) ?? null, sort: filter.sort }
    const answer = await load(page, filter)
    return {
      products: answer.nodes,
      totalCount: answer.totalCount,
      facets: answer.facets,
      filter,
      sorts,
      ...(query === undefined ? {} : { query }),
      links: pageLinks(new URLSearchParams(paged), answer.pageInfo),
    }
  } catch (error) {
    // A cursor of another sort or filter, or of an old release: the list starts again from its first page.
    if (isRefusal(error, 'BAD_CURSOR') && after.length > 0) throw redirect(url.pathname + address)
    if (isRefusal(error, 'BAD_FILTER') && filter.attributes.length > 0) {
      throw redirect(url.pathname + filterAddress({ ...filter, attributes: [] }, sorts, query))
    }
    if (isRefusal(error, 'BAD_FILTER') && address !== filterAddress(withoutFilter(filter), sorts, query)) {
      throw redirect(url.pathname + filterAddress(withoutFilter({ ...filter, sort: sorts[0] }), sorts, query))
    }
    throw error
  }
}

/** Order does not matter to a reader, only to what an edge tells apart; what campaigns append matters to nobody. */
function isDifferent(search: string, address: string): boolean {
  return new URLSearchParams(keptSearch(search)).toString() !== new URLSearchParams(address).toString()
}

/** A list of products that are in one place: a category, a collection, a brand. */
export function loadProducts<Sort extends ProductSort>(
  shop: Shop,
  url: URL,
  sorts: readonly [Sort, ...Sort[]],
  place: { readonly category: string } | { readonly collection: string } | { readonly brands: string[] },
): Promise<ListData> {
  return loadList(url, {
    sorts,
    load: async (page, filter) => {
      const { products } = await shop.api.catalogue(ProductListDocument, {
        ...shop.locale,
        ...page,
        filter: { ...productFilter(filter, shop.locale.currency), ...place },
      })
      return products
    },
  })
}
