/** What a shopper typed, taken apart for PostgreSQL's full-text search. */
export interface SearchTerms {
  /** All of it, for similarity: spaces collapsed. */
  readonly text: string
  /** For websearch_to_tsquery, which takes any text: quotes, `or` and `-` mean what they mean in a web search. */
  readonly finished: string
  /** Last word, perhaps not typed to its end; letters and digits only, so that `word:*` is a valid tsquery. */
  readonly prefix: string
}

/** Of the many words that fit into a query's length, a shop's answer is decided by the first ones; bounds the work. */
const mostWords = 16

/** @returns undefined if there is nothing to search for: no letter and no digit */
export function searchTerms(query: string): SearchTerms | undefined {
  const words = query
    .replaceAll('\u0000', ' ')
    .normalize('NFC')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords)
  const text = words.join(' ')
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined

  const last = words.at(-1) ?? ''
  const beforeLast = words.at(-2)?.toLowerCase()
  const continues = /^[\p{L}\p{N}]+$/u.test(last) && !text.includes('"') && beforeLast !== 'or'
  return continues
    ? { text, finished: words.slice(0, -1).join(' '), prefix: last }
    : { text, finished: text, prefix: '' }
}
