import type { Language } from '../../locale.ts'
import type { ProductDocument } from './documents.ts'
import type { MemoryIndex } from './index.ts'
import { textOf } from './texts.ts'

/** What a word is worth where it is found, as PostgreSQL's ranking weighs it (docs of the text search, weights A to C). */
const titleWeight = 1
const keywordWeight = 0.4
const excerptWeight = 0.2
/** Of a word that is only begun, so that "table" shows tables before tablecloths. */
const begunWeight = 0.3

/** Beyond that a query is not a shopper's. */
const mostWords = 16

type WordsByWeight = readonly (readonly [weight: number, words: ReadonlySet<string>])[]

export interface MemorySearch {
  /**
   * Scores of the products in which every word of a query is found: in the shopper's language, and if none has them,
   * in the other. Words match by their beginning, accents and case do not count.
   */
  scores(query: string, language: Language): ReadonlyMap<string, number>
}

/** Takes the texts of all products apart, once. */
export function createMemorySearch(index: MemoryIndex): MemorySearch {
  const inLanguage = (language: Language) =>
    index.documents.products.map((product) => ({ product, words: wordsOfProduct(index, product, language) }))
  const texts = { DE: inLanguage('DE'), EN: inLanguage('EN') }

  function scoresIn(words: readonly string[], language: Language): Map<string, number> {
    return new Map(
      texts[language].flatMap(({ product, words: found }) => {
        const score = scoreOf(words, found, product.salesCount ?? 0)
        return score === 0 ? [] : [[product.id, score] as const]
      }),
    )
  }

  return {
    scores(query, language) {
      const words = wordsOf(query).slice(0, mostWords)
      if (words.length === 0) return new Map()
      const wanted = scoresIn(words, language)
      return wanted.size > 0 ? wanted : scoresIn(words, language === 'DE' ? 'EN' : 'DE')
    },
  }
}

/** Letters and digits in small letters without accents; everything else stands between words. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function wordsOfProduct(index: MemoryIndex, product: ProductDocument, language: Language): WordsByWeight {
  const text = product.texts[language]
  const categories = (index.categoryPaths.get(product.categoryId ?? '') ?? []).map(
    ({ texts }) => textOf(texts, language, 'name') ?? '',
  )
  const keywords = [
    index.brands.get(product.brandId ?? '')?.name ?? '',
    ...(product.tags ?? []),
    ...categories,
    ...product.variants.map(({ sku }) => sku),
  ]
  // Without a text in this language, its keywords would be found twice and rank it above what has one.
  if (text === undefined) return []
  return [
    [titleWeight, new Set(wordsOf(text.title))],
    [keywordWeight, new Set(keywords.flatMap(wordsOf))],
    [excerptWeight, new Set(wordsOf(text.excerpt ?? ''))],
  ]
}

/** Ten times the sales add 0.23, as in PostgreSQL: among equals the best seller wins. */
function scoreOf(words: readonly string[], found: WordsByWeight, salesCount: number): number {
  const worth = words.map((word) =>
    Math.max(0, ...found.map(([weight, known]) => weight * likeness(word, known))),
  )
  if (worth.includes(0)) return 0
  const sum = worth.reduce((total, one) => total + one, 0)
  return Math.round(1_000_000 * (sum / words.length) * (1 + 0.1 * Math.log(1 + salesCount)))
}

/** 1: the word itself or with another ending, less: a word that begins with it, 0: neither. */
function likeness(word: string, known: ReadonlySet<string>): number {
  if (known.has(word)) return 1
  let best = 0
  for (const other of known) {
    if (differsInEnding(word, other)) return 1
    if (other.startsWith(word)) best = begunWeight
  }
  return best
}

/** Plurals and cases of both languages, roughly: table and tables, Tisch and Tische and Tischen. */
function differsInEnding(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return (
    short.length >= 4 &&
    long.length - short.length <= 2 &&
    long.startsWith(short) &&
    /^(?:e|s|n|es|en|er)$/.test(long.slice(short.length))
  )
}
