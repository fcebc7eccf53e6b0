import { argumentError } from '../catalog/argument-error.ts'
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

function search(args: SearchArguments, { application, locale }: RequestContext): Promise<ProductConnection> {
  checkLength('query', args.query)
  const query = normalized(args.query)
  const { language, currency } = locale
  return productConnection(
    args,
    { list: 'search', query, language, currency },
    (page) => application.catalog.searchProducts({ ...page, query }, locale),
    () => application.catalog.countSearch(query, locale),
  )
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
