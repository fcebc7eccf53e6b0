import type { Readable } from 'node:stream'
import { excerptOf, sanitizeProductHtml } from '../product-html.ts'
import { checkCells, csvRows } from './csv-rows.ts'
import { CellFault, ImportRefused, quoted, type Rejection, shown } from './rejection.ts'

/**
 * Columns of Shopify's translation export (Settings > Languages > Export, or the Translate & Adapt app).
 * Source: help.shopify.com/en/manual/international/languages/translate
 */
const columns = [
  'Type',
  'Identification',
  'Field',
  'Locale',
  'Default content',
  'Translated content',
] as const

/** Languages other than the store's own that the shop speaks; other locales in the file are passed over. */
const languages = new Set(['de'])

/** One translated field of a product, on its way to the staging table. */
export interface ProductTranslation {
  readonly line: number
  readonly language: string
  /** Shopify's id of the product, or its handle. */
  readonly identification: string
  readonly field: string
  readonly defaultContent: string
  readonly content: string
  /** Plain text of a description; empty for other fields. */
  readonly excerpt: string
}

/**
 * Texts that many resources share, by what they translate. The product export has no ids, so options and categories
 * can only be matched by their default content, as a person would.
 */
export interface Dictionary {
  readonly language: string
  readonly optionNames: ReadonlyMap<string, string>
  readonly optionValues: ReadonlyMap<string, string>
  readonly categoryNames: ReadonlyMap<string, string>
  readonly categoryHandles: ReadonlyMap<string, string>
  readonly categoryDescriptions: ReadonlyMap<string, string>
}

interface GrowingDictionary {
  readonly optionNames: Map<string, string>
  readonly optionValues: Map<string, string>
  readonly categoryNames: Map<string, string>
  readonly categoryHandles: Map<string, string>
  readonly categoryDescriptions: Map<string, string>
}

export type Dictionaries = ReadonlyMap<string, Dictionary>

const productFields = new Set(['title', 'body_html', 'handle', 'meta_title', 'meta_description'])

/** Reads a translation export: product texts are yielded, shared texts are collected in `dictionaries`. */
export async function* translationRows(
  input: Readable,
  dictionaries: Map<string, Dictionary>,
  reject: (rejection: Rejection) => void,
): AsyncGenerator<ProductTranslation> {
  const growing = new Map<string, GrowingDictionary>()
  let header: readonly string[] | undefined
  let positions: Record<(typeof columns)[number], number> | undefined
  for await (const { line, cells } of csvRows(input)) {
    if (header === undefined || positions === undefined) {
      header = cells.map((text) => text.trim())
      positions = columnPositions(header)
      continue
    }
    try {
      checkCells(cells, header)
      const translation = translationOf(line, cells, positions)
      if (translation === undefined) continue
      const type = (cells[positions.Type] ?? '').trim().toUpperCase()
      if (type === 'PRODUCT') {
        if (productFields.has(translation.field)) yield cleaned(translation)
      } else {
        learn(growing, dictionaries, type, translation)
      }
    } catch (error) {
      if (!(error instanceof CellFault)) throw error
      const value = error.column === null ? null : shown(cells[header.indexOf(error.column)])
      reject({ file: 'translations', line, column: error.column, value, reason: error.message })
    }
  }
  if (header === undefined) throw new ImportRefused('The translation file is empty.')
}

function columnPositions(header: readonly string[]): Record<(typeof columns)[number], number> {
  const lowerCase = header.map((text) => text.toLowerCase())
  const missing = columns.filter((name) => !lowerCase.includes(name.toLowerCase()))
  if (missing.length > 0) {
    throw new ImportRefused(
      `This is not a translation export of Shopify: the first line lacks the column ${missing.map((name) => `“${name}”`).join(', ')}.`,
    )
  }
  return Object.fromEntries(columns.map((name) => [name, lowerCase.indexOf(name.toLowerCase())])) as Record<
    (typeof columns)[number],
    number
  >
}

function translationOf(
  line: number,
  cells: readonly string[],
  positions: Record<(typeof columns)[number], number>,
): ProductTranslation | undefined {
  const text = (name: (typeof columns)[number]): string => (cells[positions[name]] ?? '').trim()
  const language = text('Locale').split('-')[0]?.toLowerCase() ?? ''
  if (language === '') throw new CellFault('Locale', 'The locale is missing, e.g. de.')
  const content = text('Translated content')
  if (!languages.has(language) || content === '') return undefined
  if (text('Type') === '') throw new CellFault('Type', 'The type is missing, e.g. PRODUCT.')
  // Shopify puts an apostrophe before ids, so that spreadsheets do not round them.
  const identification = text('Identification').replace(/^'/, '')
  if (identification === '') throw new CellFault('Identification', 'The identification is missing.')
  return {
    line,
    language,
    identification,
    field: text('Field').toLowerCase(),
    defaultContent: text('Default content'),
    content,
    excerpt: '',
  }
}

function cleaned(translation: ProductTranslation): ProductTranslation {
  if (translation.field !== 'body_html') return translation
  const content = sanitizeProductHtml(translation.content)
  return { ...translation, content, excerpt: excerptOf(content), defaultContent: '' }
}

function learn(
  growing: Map<string, GrowingDictionary>,
  dictionaries: Map<string, Dictionary>,
  type: string,
  { language, field, defaultContent, content }: ProductTranslation,
): void {
  let dictionary = growing.get(language)
  if (dictionary === undefined) {
    dictionary = {
      optionNames: new Map(),
      optionValues: new Map(),
      categoryNames: new Map(),
      categoryHandles: new Map(),
      categoryDescriptions: new Map(),
    }
    growing.set(language, dictionary)
    dictionaries.set(language, { language, ...dictionary })
  }
  const texts = sharedTexts(dictionary, type, field)
  if (texts === undefined) return
  if (defaultContent === '') {
    throw new CellFault('Default content', `There is nothing that ${quoted(content)} translates.`)
  }
  texts.set(defaultContent, content)
}

function sharedTexts(
  dictionary: GrowingDictionary,
  type: string,
  field: string,
): Map<string, string> | undefined {
  switch (`${type}.${field}`) {
    case 'PRODUCT_OPTION.name':
      return dictionary.optionNames
    case 'PRODUCT_OPTION_VALUE.name':
      return dictionary.optionValues
    case 'COLLECTION.title':
      return dictionary.categoryNames
    case 'COLLECTION.handle':
      return dictionary.categoryHandles
    case 'COLLECTION.body_html':
      return dictionary.categoryDescriptions
    default:
      return undefined
  }
}
