import type { RequestContext } from '../context.ts'
import { argumentError } from './argument-error.ts'
import type { ProductListFilter, ProductPage, ProductSort } from './catalog-source.ts'
import { type PageArguments, type ProductConnection, productConnection } from './product-connection.ts'
import { isPossibleSlug } from './slug-arguments.ts'

/** As GraphQL gives it: what is left out may also be null. */
interface ProductFilterInput {
  readonly category?: string | null
  readonly tag?: string | null
  readonly priceFrom?: number | null
  readonly priceUntil?: number | null
  readonly available?: boolean | null
}

export interface ProductListArguments extends PageArguments {
  readonly sort: ProductSort
  readonly filter?: ProductFilterInput | null
}

const nothing: ProductPage = { edges: [], hasNextPage: false }

/**
 * `Query.products`.
 * @throws GraphQLError with code BAD_PAGE_SIZE, BAD_CURSOR or BAD_FILTER
 */
export async function listProducts(
  args: ProductListArguments,
  context: RequestContext,
): Promise<ProductConnection> {
  const input = args.filter ?? {}
  checkPriceRange(input)
  const { catalog } = context.application
  const { locale } = context
  const signature = { list: 'products', sort: args.sort, filter: input, currency: locale.currency }
  const filter = await listFilter(input, context)
  return productConnection(
    args,
    signature,
    async (page) => (filter ? catalog.listProducts({ ...page, sort: args.sort, filter }, locale) : nothing),
    async () => (filter ? catalog.countProducts(filter, locale) : 0),
  )
}

function checkPriceRange({ priceFrom, priceUntil }: ProductFilterInput): void {
  const from = priceFrom ?? 0
  const until = priceUntil ?? Number.MAX_SAFE_INTEGER
  if (from >= 0 && until >= 0 && from <= until) return
  throw argumentError(
    'BAD_FILTER',
    `priceFrom: ${String(priceFrom)} to priceUntil: ${String(priceUntil)} is no price range; both are 0 or more, and priceFrom is not above priceUntil.`,
  )
}

/** @returns undefined if nothing can match: a category that does not exist has no products */
async function listFilter(
  input: ProductFilterInput,
  { application, locale }: RequestContext,
): Promise<ProductListFilter | undefined> {
  const { category, tag, priceFrom, priceUntil, available } = input
  const filter = {
    ...(typeof tag === 'string' ? { tag } : {}),
    ...(typeof priceFrom === 'number' ? { priceFrom } : {}),
    ...(typeof priceUntil === 'number' ? { priceUntil } : {}),
    // "Only what can be bought now": false asks for no restriction, not for what is sold out.
    ...(available === true ? { available } : {}),
  }
  if (typeof category !== 'string') return filter
  if (!isPossibleSlug(category)) return undefined
  const categoryId = await application.catalog.categoryIdBySlug(category, locale.language)
  return categoryId === undefined ? undefined : { ...filter, categoryId }
}
