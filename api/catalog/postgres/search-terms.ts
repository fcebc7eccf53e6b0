/** What a shopper typed, taken apart for the text search. */
export interface SearchTerms {
  /** All of it, spaces collapsed. */
  readonly text: string
  /** Letters and digits only, in small letters. */
  readonly words: readonly string[]
  /** Whether the last word may not be typed to its end. */
  readonly isOpen: boolean
  /** Whether quotes, `or` or a minus mean what they mean in a web search. */
  readonly hasOperators: boolean
}

/** Of the many words that fit into a query's length, a shop's answer is decided by the first ones; bounds the work. */
const mostWords = 16

/** Longer than any word of a language; what is longer is found by its beginning or not at all. */
const longestWord = 60

/** @returns undefined if there is nothing to search for: no letter and no digit */
export function searchTerms(query: string): SearchTerms | undefined {
  const tokens = query
    .replaceAll('\u0000', ' ')
    .normalize('NFC')
    .toLowerCase()
    .split(/\s+/u)
    .filter((token) => token !== '')
    .slice(0, mostWords)
  const text = tokens.join(' ')
  const words = (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => word.slice(0, longestWord))
    .slice(0, mostWords)
  if (words.length === 0) return undefined
  const hasOperators = isWebSearch(tokens, text)
  return { text, words, isOpen: !hasOperators && /[\p{L}\p{M}\p{N}]$/u.test(text), hasOperators }
}

/** Only exclusions, or alternatives of exclusions, would find nearly all products; they are taken as words. */
function isWebSearch(tokens: readonly string[], text: string): boolean {
  const excluded = tokens.filter((token) => /^-["\p{L}\p{N}]/u.test(token))
  const alternatives = tokens.slice(1, -1).includes('or')
  const quoted = /"[^"]*[\p{L}\p{N}][^"]*"/u.test(text)
  if (excluded.length > 0)
    return !alternatives && excluded.length < tokens.length && !tokens[0]?.startsWith('-')
  return alternatives || quoted
}
