import type { RequestContext } from '../context.ts'
import { argumentError } from './argument-error.ts'
import type { ProductPage, ProductSort } from './catalog-source.ts'
import { type ProductFilterInput, productFilter } from './filter-arguments.ts'
import { type PageArguments, type ProductConnection, productConnection } from './product-connection.ts'

export interface ProductListArguments extends PageArguments {
  readonly sort: ProductSort
  readonly filter?: ProductFilterInput | null
}

const nothing: ProductPage = { edges: [], hasNextPage: false }

/**
 * `Query.products`, and with `collectionId` `Collection.products`.
 * @throws GraphQLError with code BAD_PAGE_SIZE, BAD_CURSOR or BAD_FILTER
 */
export async function listProducts(
  args: ProductListArguments,
  context: RequestContext,
  collectionId?: string,
): Promise<ProductConnection> {
  const input = args.filter ?? {}
  const { sort } = args
  if (collectionId !== undefined && typeof input.collection === 'string') {
    throw argumentError(
      'BAD_FILTER',
      `These are the products of a collection already; leave out collection: "${input.collection.slice(0, 100)}".`,
    )
  }
  if (sort === 'MANUAL' && collectionId === undefined && typeof input.collection !== 'string') {
    throw argumentError(
      'BAD_FILTER',
      'The sort MANUAL is the order of a collection; give filter.collection, or another sort.',
    )
  }
  const { catalog } = context.application
  const { locale } = context
  const { country, currency } = locale
  const filter = await productFilter(input, context)
  const narrowed = collectionId === undefined || filter === undefined ? filter : { ...filter, collectionId }
  return productConnection(args, {
    signature: { list: 'products', sort, filter: input, collectionId, country, currency },
    load: async (page) =>
      narrowed ? catalog.listProducts({ ...page, sort, filter: narrowed }, locale) : nothing,
    totalCount: async () => (narrowed ? catalog.countProducts(narrowed, locale) : 0),
    facets: async () => (narrowed ? catalog.facets({ filter: narrowed }, locale) : []),
  })
}
