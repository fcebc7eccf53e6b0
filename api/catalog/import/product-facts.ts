import { excerptOf, sanitizeProductHtml } from '../product-html.ts'
import type { Categories } from './categories.ts'
import { cell, flagOf, instantOf, wholeNumber } from './cells.ts'
import type { ProductColumns } from './columns.ts'
import type { ProductDocument } from './product-document.ts'
import { CellFault, quoted, type Rejection } from './rejection.ts'
import { slugOf } from './slug.ts'
import type { SeenKeys } from './seen-keys.ts'
import type { Dictionaries } from './translations.ts'

const maximumSales = 1_000_000_000

/** What the rows of a file are read with. */
export interface RowReading {
  readonly columns: ProductColumns
  readonly dictionaries: Dictionaries
  readonly categories: Categories
  readonly reject: (rejection: Rejection) => void
  /** Handles that the file has had. */
  readonly seen: SeenKeys
}

/** What all rows of a product share, as its first row gives it. */
export interface ProductFacts {
  readonly optionNames: readonly string[]
  readonly document: Omit<ProductDocument, 'images' | 'variants' | 'complete'>
}

/** @throws CellFault if the row cannot open a product */
export function productFacts(row: readonly string[], handle: string, reading: RowReading): ProductFacts {
  const { byKey } = reading.columns
  const title = cell(row, byKey.title)
  if (title === '') {
    throw new CellFault(
      heading(reading, 'title'),
      `The title is missing: no row before this one opens the product ${quoted(handle)}.`,
    )
  }
  const slug = slugOf(handle)
  if (slug === '') {
    throw new CellFault(
      heading(reading, 'handle'),
      `The handle ${quoted(handle)} has no letter a to z and no digit.`,
    )
  }
  const description = sanitizeProductHtml(cell(row, byKey.body))
  const brand = cell(row, byKey.vendor) || null
  const type = cell(row, byKey.type)
  const tags = [
    ...new Set(
      cell(row, byKey.tags)
        .split(',')
        .map((tag) => tag.trim()),
    ),
  ].filter((tag) => tag !== '')
  const optionNames = optionNamesOf(row, reading.columns)
  const brandSlug = slugOf(brand ?? '')
  const text = {
    language: 'en',
    slug,
    title,
    descriptionHtml: description,
    excerpt: excerptOf(description),
    seoTitle: cell(row, byKey.seoTitle) || null,
    seoDescription: cell(row, byKey.seoDescription) || null,
    keywords: null,
    words: type,
  }
  const document = {
    id: handle,
    texts: [text],
    brand: brandSlug || null,
    brandName: brand,
    tags,
    videos: null,
    attributes: null,
    collections: null,
    published: flagOf(row, byKey.published, true) && isActive(row, reading.columns),
    publishedAt: instantOf(row, byKey.publishedAt),
    unpublishedAt: null,
    salesCount: salesOf(row, reading.columns),
    options: optionNames.map((name) => inEveryLanguage(name, reading.dictionaries)),
    // Last, so that a category of rejected rows only is not made.
    category: reading.categories.of(cell(row, byKey.category) || type),
  }
  return { optionNames, document }
}

function optionNamesOf(row: readonly string[], { byKey }: ProductColumns): string[] {
  const fourth = byKey.option4Value ?? byKey.option4Name
  if (cell(row, byKey.option4Name) !== '' || cell(row, byKey.option4Value) !== '') {
    throw new CellFault(fourth?.heading ?? null, 'A product has at most three options.')
  }
  const names = [byKey.option1Name, byKey.option2Name, byKey.option3Name].map((column) => cell(row, column))
  // So Shopify marks a product that has no options.
  if (names[0] === 'Title' && cell(row, byKey.option1Value) === 'Default Title') return []
  const gap = names.findIndex(
    (name, index) => name === '' && names.slice(index).some((later) => later !== ''),
  )
  if (gap >= 0) {
    const column = [byKey.option1Name, byKey.option2Name, byKey.option3Name][gap]
    throw new CellFault(column?.heading ?? null, 'An option after this one has a name and this one has none.')
  }
  const given = names.filter((name) => name !== '')
  if (new Set(given).size < given.length) {
    throw new CellFault(
      byKey.option1Name?.heading ?? null,
      `Two options have the same name: ${given.join(', ')}.`,
    )
  }
  return given
}

function inEveryLanguage(name: string, dictionaries: Dictionaries): Record<string, string> {
  const translated: Record<string, string> = { en: name }
  for (const { language, optionNames } of dictionaries.values()) {
    translated[language] = optionNames.get(name) ?? name
  }
  return translated
}

function isActive(row: readonly string[], { byKey }: ProductColumns): boolean {
  const status = cell(row, byKey.status).toLowerCase()
  if (status === '' || status === 'active') return true
  if (status === 'draft' || status === 'archived' || status === 'unlisted') return false
  throw new CellFault(
    byKey.status?.heading ?? null,
    `${quoted(status)} is none of active, draft, archived and unlisted.`,
  )
}

function salesOf(row: readonly string[], { byKey }: ProductColumns): number | null {
  const sales = wholeNumber(row, byKey.salesCount, maximumSales)
  if (sales !== null && sales < 0) {
    throw new CellFault(byKey.salesCount?.heading ?? null, `${sales} is less than nothing sold.`)
  }
  return sales
}

/** The column as the file spells it, for messages. */
export function heading({ columns }: RowReading, key: keyof ProductColumns['byKey']): string | null {
  return columns.byKey[key]?.heading ?? null
}
