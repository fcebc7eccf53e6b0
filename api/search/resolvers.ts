import { argumentError } from '../catalog/argument-error.ts'
import type { ProductPage, ProductSearchRequest } from '../catalog/catalog-source.ts'
import { type ProductFilterInput, productFilter } from '../catalog/filter-arguments.ts'
import {
  type PageArguments,
  type ProductConnection,
  productConnection,
} from '../catalog/product-connection.ts'
import type { RequestContext } from '../context.ts'
import type { TypeResolvers } from '../schema/feature-module.ts'

/** In UTF-16 code units. Longer than any question that a person asks a shop; bounds the work of one search. */
const longestQuery = 200

interface SearchArguments extends PageArguments {
  readonly query: string
  readonly sort: Exclude<ProductSearchRequest['sort'], 'MANUAL'>
  readonly filter?: ProductFilterInput | null
}

export const resolvers: Record<string, TypeResolvers> = {
  Query: {
    search: (_: unknown, args: SearchArguments, context) => search(args, context),
    searchSuggestions: (_: unknown, { prefix }: { prefix: string }, context: RequestContext) => {
      checkLength('prefix', prefix)
      return context.application.catalog.suggest(normalized(prefix), context.locale.language)
    },
  },
}

const nothing: ProductPage = { edges: [], hasNextPage: false }

async function search(args: SearchArguments, context: RequestContext): Promise<ProductConnection> {
  checkLength('query', args.query)
  const query = normalized(args.query)
  const { sort } = args
  const input = args.filter ?? {}
  const { catalog } = context.application
  const { locale } = context
  const filter = await productFilter(input, context)
  return productConnection(args, {
    signature: { list: 'search', query, sort, filter: input, ...locale },
    load: async (page) =>
      filter ? catalog.searchProducts({ ...page, query, sort, filter }, locale) : nothing,
    totalCount: async () => (filter ? catalog.countSearch(query, filter, locale) : 0),
    facets: async () => (filter ? catalog.facets({ query, filter }, locale) : []),
  })
}

function checkLength(argument: string, text: string): void {
  if (text.length <= longestQuery) return
  throw argumentError(
    'BAD_SEARCH',
    `${argument} has ${String(text.length)} characters, beginning "${text.slice(0, 40)}"; at most ${String(longestQuery)} are allowed.`,
  )
}

/** Equal for all spellings that find the same, so that they share a cached answer. */
function normalized(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase()
}
