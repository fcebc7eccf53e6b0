import type { Language } from '../../locale.ts'
import { type CatalogReader, languageColumn, type LanguageColumn } from './rows.ts'
import { searchTerms } from './search-terms.ts'

/** What the vocabulary of one language knows of a word; search_interpretation() in migrations/0022_search.sql. */
interface InterpretedWord {
  /** Empty: a stop word. */
  readonly lexemes: readonly string[]
  readonly products: number | null
  readonly matches: number
  readonly begun: readonly string[]
  readonly compounds: readonly string[]
  readonly parts: readonly string[]
  readonly synonyms: readonly string[]
  readonly similar: readonly string[]
}

/** One way to understand what was typed, to be looked up in the documents of one language. */
export interface Question {
  readonly language: LanguageColumn
  /** tsquery of the words as typed: what ranks highest. */
  readonly exact: string
  /** tsquery of all that counts as a match. */
  readonly wide: string
  /** The same, of titles only. */
  readonly titles: string
  /** Whether they are for websearch_to_tsquery, instead of tsqueries as text. */
  readonly isWebSearch: boolean
  /** Products that match at most, as far as the vocabulary knows. */
  readonly matches: number
}

/**
 * Ways to understand a query, in the order in which they are tried; the first that finds something answers. Only as
 * many are asked for as are needed.
 */
export type Questions = readonly (() => Promise<Question | undefined>)[]

/**
 * 1. the words in the shopper's language, 2. in the other one, 3. and 4. the same with misspelt words replaced by
 * similar ones that there are.
 * @param asker.followsPage whether a page of the same search has just asked
 * @returns undefined if there is nothing to search for
 */
export function questionsOf(
  reader: CatalogReader,
  query: string,
  language: Language,
  { followsPage }: { readonly followsPage: boolean },
): Questions | undefined {
  const terms = searchTerms(query)
  if (terms === undefined) return undefined
  const own = languageColumn(language)
  const other = own === 'de' ? 'en' : 'de'
  if (terms.hasOperators) {
    const languages: readonly LanguageColumn[] = [own, other]
    return languages.map((column) => () => {
      const question = {
        language: column,
        exact: terms.text,
        wide: terms.text,
        titles: '',
        isWebSearch: true,
      }
      return Promise.resolve({ ...question, matches: Number.MAX_SAFE_INTEGER })
    })
  }
  const known = new Map<LanguageColumn, Promise<readonly InterpretedWord[]>>()
  const interpreted = (column: LanguageColumn) => {
    const { isOpen } = terms
    const words = known.get(column) ?? interpretation(reader, column, terms.words, { isOpen, followsPage })
    known.set(column, words)
    return words
  }
  const asTyped = (column: LanguageColumn) => async () =>
    typedQuestion(column, terms.words, terms.isOpen, await interpreted(column))
  const corrected = (column: LanguageColumn) => async () =>
    correctedQuestion(column, terms.words, terms.isOpen, await interpreted(column))
  return [asTyped(own), asTyped(other), corrected(own), corrected(other)]
}

/** Milliseconds. A search's count and facets are asked for as soon as its page is there. */
const rememberedFor = 5_000

const mostRemembered = 100

type Interpretation = Promise<readonly InterpretedWord[]>

const recent = new WeakMap<
  CatalogReader,
  Map<string, { readonly words: Interpretation; readonly at: number }>
>()

/**
 * What the vocabulary knows of the words. A page always asks; the count and the facets of the same search take what
 * the page was told, which also makes them understand the query as the page does.
 */
function interpretation(
  reader: CatalogReader,
  language: LanguageColumn,
  words: readonly string[],
  { isOpen, followsPage }: { readonly isOpen: boolean; readonly followsPage: boolean },
): Interpretation {
  const known = recent.get(reader) ?? new Map<string, { words: Interpretation; at: number }>()
  recent.set(reader, known)
  const key = [language, String(isOpen), ...words].join(' ')
  const before = known.get(key)
  if (followsPage && before !== undefined && performance.now() - before.at < rememberedFor)
    return before.words
  const answer = interpretationAsked(reader, language, words, isOpen)
  if (followsPage) return answer
  known.delete(key)
  known.set(key, { words: answer, at: performance.now() })
  const [oldest] = known.keys()
  if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest)
  // Who asks next shall not be told of a fault that is over.
  answer.catch(() => known.delete(key))
  return answer
}

async function interpretationAsked(
  reader: CatalogReader,
  language: LanguageColumn,
  words: readonly string[],
  isOpen: boolean,
): Interpretation {
  const [row] = await reader.read<{ words: readonly InterpretedWord[] }>({
    name: 'catalog_search_interpretation',
    text: 'select search_interpretation($1, $2::text[], $3) as words',
    values: [language, words, isOpen],
  })
  return row?.words ?? []
}

/** @returns undefined if a word is unknown: then the words as typed find nothing */
function typedQuestion(
  language: LanguageColumn,
  words: readonly string[],
  isOpen: boolean,
  interpreted: readonly InterpretedWord[],
): Question | undefined {
  const parts = interpreted.flatMap((word, index) => {
    if (word.lexemes.length === 0) return []
    return [partOf(word, words[index] ?? '', isOpen && index === words.length - 1)]
  })
  if (parts.length === 0 && isOpen) return begunQuestion(language, interpreted.at(-1))
  return parts.every((part) => part !== undefined) ? questionOf(language, parts) : undefined
}

/** Nothing but a stop word, which may be the beginning of another word: "vor" of "Vorhang". */
function begunQuestion(language: LanguageColumn, word: InterpretedWord | undefined): Question | undefined {
  if (word === undefined || word.begun.length === 0) return undefined
  const begun = anyOf(word.begun.map(quoted))
  return questionOf(language, [{ exact: begun, wide: begun, matches: word.matches }])
}

/** @returns undefined if no word is misspelt, or none is like one that there is */
function correctedQuestion(
  language: LanguageColumn,
  words: readonly string[],
  isOpen: boolean,
  interpreted: readonly InterpretedWord[],
): Question | undefined {
  const misspelt: string[] = []
  const parts = interpreted.flatMap((word, index) => {
    if (word.lexemes.length === 0) return []
    const part = partOf(word, words[index] ?? '', isOpen && index === words.length - 1)
    if (part !== undefined) return [part]
    // A word that is like none there is says nothing; the others may.
    misspelt.push(words[index] ?? '')
    if (word.similar.length === 0) return []
    const similar = anyOf(word.similar.map(quoted))
    return [{ exact: similar, wide: similar, matches: word.matches }]
  })
  return misspelt.length > 0 ? questionOf(language, parts) : undefined
}

interface QuestionPart {
  readonly exact: string
  readonly wide: string
  readonly matches: number
}

/** Rarely more than a few products have the same number in their texts. */
const matchesOfNumbers = 100

function partOf(word: InterpretedWord, typed: string, isOpen: boolean): QuestionPart | undefined {
  const exact = allOf(word.lexemes.map(quoted))
  // Numbers, and words with digits, are no part of the vocabulary.
  if (/\p{N}/u.test(typed)) {
    const wide = isOpen ? anyOf([exact, `${quoted(typed)}:*`]) : exact
    return { exact, wide, matches: matchesOfNumbers }
  }
  const wider = [
    ...word.begun.map(quoted),
    ...word.compounds.map(quoted),
    ...word.synonyms.map((synonym) => `(${synonym})`),
    ...(word.parts.length > 0 ? [allOf(word.parts.map(quoted))] : []),
  ]
  if (word.products === null && wider.length === 0) return undefined
  return { exact, wide: anyOf([exact, ...wider]), matches: word.matches }
}

function questionOf(language: LanguageColumn, parts: readonly QuestionPart[]): Question | undefined {
  if (parts.length === 0) return undefined
  const wide = allOf(parts.map((part) => part.wide))
  return {
    language,
    exact: allOf(parts.map(({ exact }) => exact)),
    wide,
    // Weight A of a document: https://www.postgresql.org/docs/17/textsearch-controls.html
    titles: wide.replaceAll(quotedLexeme, (lexeme, prefix: string | undefined) =>
      prefix === undefined ? `${lexeme}:A` : `${lexeme}A`,
    ),
    isWebSearch: false,
    matches: Math.min(...parts.map(({ matches }) => matches)),
  }
}

function anyOf(queries: readonly string[]): string {
  return queries.length === 1 ? (queries[0] ?? '') : `(${[...new Set(queries)].join(' | ')})`
}

function allOf(queries: readonly string[]): string {
  return queries.length === 1 ? (queries[0] ?? '') : `(${queries.join(' & ')})`
}

/** A lexeme as `quoted` makes it, or PostgreSQL where it gives a tsquery as text, perhaps as a prefix. */
const quotedLexeme = /'(?:[^'\\]|''|\\.)*'(:\*)?/gu

/** A lexeme in a tsquery; https://www.postgresql.org/docs/17/datatype-textsearch.html#DATATYPE-TSQUERY */
function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
