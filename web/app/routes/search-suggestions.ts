import { data, type LoaderFunctionArgs } from 'react-router'
import { SearchSuggestionsDocument } from '../../generated/graphql.ts'
import { ApiError } from '../api/errors.ts'
import { shopContext } from '../shop/shop.ts'

/** Long enough for any word; a longer prefix completes to nothing. */
const maximumPrefixLength = 50

/** Completions for the search field. Without the API there are none, and the field still works. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { api, locale } = context.get(shopContext)
  const prefix = (new URL(request.url).searchParams.get('prefix') ?? '').trim().slice(0, maximumPrefixLength)
  if (prefix.length < 2) return { suggestions: [] as string[] }
  try {
    const { searchSuggestions } = await api.catalogue(SearchSuggestionsDocument, { ...locale, prefix })
    return data({ suggestions: searchSuggestions }, { headers: { 'Cache-Control': 'private, max-age=60' } })
  } catch (error) {
    if (error instanceof ApiError) return { suggestions: [] as string[] }
    throw error
  }
}
