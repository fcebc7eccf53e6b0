import { excerptOf, sanitizeProductHtml } from '../product-html.ts'
import type { Categories } from './categories.ts'
import { cell, flagOf, instantOf, wholeNumber } from './cells.ts'
import type { ProductColumns } from './columns.ts'
import { type CsvRow, checkCells } from './csv-rows.ts'
import type { ImageDocument, ProductDocument, VariantDocument } from './product-document.ts'
import { CellFault, quoted, type Rejection } from './rejection.ts'
import { slugOf } from './slug.ts'
import type { Dictionaries } from './translations.ts'
import { isVariantRow, variantOf } from './variant-row.ts'

/** Limits of Shopify; they bound what one product can hold in memory. */
const maximumVariants = 2048
const maximumImages = 250
const maximumSales = 1_000_000_000

export interface ReadProduct {
  readonly line: number
  readonly handle: string
  readonly document: ProductDocument
}

interface OpenProduct {
  readonly line: number
  readonly handle: string
  readonly facts: Omit<ProductDocument, 'images' | 'variants' | 'complete'>
  readonly optionNames: readonly string[]
  readonly images: ImageDocument[]
  readonly variants: VariantDocument[]
  readonly combinations: Set<string>
  rejectedRows: number
}

interface Reading {
  readonly columns: ProductColumns
  readonly dictionaries: Dictionaries
  readonly categories: Categories
  readonly reject: (rejection: Rejection) => void
}

/**
 * Puts the rows of a product export together, a product at a time: the rows of one handle follow each other, the first
 * one holds what they share. Rows that are at fault are handed to `reject`; a product whose first row is at fault is
 * left out with all its rows.
 */
export async function* products(rows: AsyncIterable<CsvRow>, reading: Reading): AsyncGenerator<ReadProduct> {
  let open: OpenProduct | undefined
  let refused: { handle: string; line: number } | undefined
  for await (const row of rows) {
    const handle = cell(row.cells, reading.columns.byKey.handle)
    const continues = open !== undefined && handle === open.handle
    if (!continues) {
      if (open !== undefined) yield* finished(open, reading)
      open = undefined
    }
    try {
      checkCells(row.cells, reading.columns.headings)
      if (handle === '') throw new CellFault(heading(reading, 'handle'), 'The handle is missing.')
      if (refused?.handle === handle) {
        throw new CellFault(
          null,
          `The first row of ${quoted(handle)}, on line ${refused.line}, was rejected.`,
        )
      }
      open ??= openProduct(row, handle, reading)
      addRow(open, row, reading)
    } catch (error) {
      if (!(error instanceof CellFault)) throw error
      reading.reject({ file: 'products', line: row.line, column: error.column, reason: error.message })
      if (open === undefined) refused = refused?.handle === handle ? refused : { handle, line: row.line }
      else open.rejectedRows += 1
    }
  }
  if (open !== undefined) yield* finished(open, reading)
}

function* finished(open: OpenProduct, { reject }: Reading): Generator<ReadProduct> {
  const { line, handle } = open
  if (open.variants.length === 0) {
    // A rejected row has already said why.
    if (open.rejectedRows === 0) {
      reject({
        file: 'products',
        line,
        column: null,
        reason: `The product ${quoted(handle)} has no variant with a price.`,
      })
    }
    return
  }
  const images = [...open.images]
    .sort((one, other) => one.position - other.position)
    .map((image, index) => ({ ...image, position: index + 1 }))
  yield {
    line,
    handle,
    document: { ...open.facts, images, variants: open.variants, complete: open.rejectedRows === 0 },
  }
}

function openProduct({ line, cells: row }: CsvRow, handle: string, reading: Reading): OpenProduct {
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
  const facts = {
    slug,
    title,
    description_html: description,
    excerpt: excerptOf(description),
    seo_title: cell(row, byKey.seoTitle) || null,
    seo_description: cell(row, byKey.seoDescription) || null,
    keywords: [brand, type, ...tags].filter((text) => text !== null && text !== '').join(' '),
    brand,
    tags,
    published: flagOf(row, byKey.published, true) && isActive(row, reading.columns),
    published_at: instantOf(row, byKey.publishedAt),
    sales_count: salesOf(row, reading.columns),
    options: optionNames.map((name) => inEveryLanguage(name, reading.dictionaries)),
    // Last, so that a category of rejected rows only is not made.
    category: reading.categories.of(cell(row, byKey.category) || type),
  }
  return {
    line,
    handle,
    facts,
    optionNames,
    images: [],
    variants: [],
    combinations: new Set(),
    rejectedRows: 0,
  }
}

function addRow(open: OpenProduct, { line, cells: row }: CsvRow, reading: Reading): void {
  const { columns } = reading
  const title = cell(row, columns.byKey.title)
  if (line !== open.line && title !== '' && title !== open.facts.title) {
    throw new CellFault(
      heading(reading, 'title'),
      `The handle ${quoted(open.handle)} already belongs to the product ${quoted(open.facts.title)} of line ${open.line}.`,
    )
  }
  const url = cell(row, columns.byKey.imageUrl)
  if (url !== '') addImage(open, row, url, reading)
  if (!isVariantRow(row, columns)) {
    if (url === '' && line !== open.line) {
      throw new CellFault(null, 'The row holds neither a variant (option value, SKU or price) nor a picture.')
    }
    return
  }
  if (open.variants.length === maximumVariants) {
    throw new CellFault(null, `A product has at most ${maximumVariants} variants.`)
  }
  const variant = variantOf(
    row,
    columns,
    { handle: open.handle, optionNames: open.optionNames, position: open.variants.length + 1, line },
    reading.dictionaries,
  )
  const combination = JSON.stringify(variant.option_values['en'])
  if (open.combinations.has(combination)) {
    throw new CellFault(null, `The product already has a variant with the option values ${combination}.`)
  }
  open.combinations.add(combination)
  open.variants.push(variant)
}

function addImage(open: OpenProduct, row: readonly string[], url: string, reading: Reading): void {
  const { byKey } = reading.columns
  if (!/^(https?:\/\/|\/[^/])/.test(url)) {
    throw new CellFault(
      heading(reading, 'imageUrl'),
      `${quoted(url)} is not an address that begins with https:// or with one /.`,
    )
  }
  if (open.images.some((image) => image.url === url)) return
  if (open.images.length === maximumImages) {
    throw new CellFault(heading(reading, 'imageUrl'), `A product has at most ${maximumImages} pictures.`)
  }
  const position = wholeNumber(row, byKey.imagePosition, 10_000) ?? open.images.length + 1
  open.images.push({ url, position, alt: cell(row, byKey.imageAlt) })
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

function heading({ columns }: Reading, key: keyof ProductColumns['byKey']): string | null {
  return columns.byKey[key]?.heading ?? null
}
