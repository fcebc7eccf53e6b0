import { cell, wholeNumber } from './cells.ts'
import { type CsvRow, checkCells } from './csv-rows.ts'
import type { Change } from './change.ts'
import type { ImageDocument, VariantDocument } from './product-document.ts'
import { heading, type ProductFacts, productFacts, type RowReading } from './product-facts.ts'
import { CellFault, quoted, shown } from './rejection.ts'
import { isVariantRow, variantOf } from './variant-row.ts'

/** Limits of Shopify; they bound what one product can hold in memory. */
const maximumVariants = 2048
const maximumImages = 250

interface OpenProduct {
  readonly line: number
  readonly handle: string
  readonly title: string
  readonly facts: ProductFacts['document']
  readonly optionNames: readonly string[]
  readonly images: ImageDocument[]
  readonly variants: VariantDocument[]
  readonly combinations: Set<string>
  rejectedRows: number
  lastLine: number
}

/**
 * Puts the rows of a product export together, a product at a time: the rows of one handle follow each other, the first
 * one holds what they share. Rows that are at fault are handed to `reject`; a product whose first row is at fault is
 * left out with all its rows.
 */
export async function* products(rows: AsyncIterable<CsvRow>, reading: RowReading): AsyncGenerator<Change> {
  let open: OpenProduct | undefined
  let refused: { handle: string; line: number } | undefined
  for await (const row of rows) {
    const handle = cell(row.cells, reading.columns.byKey.handle)
    const continues = open !== undefined && handle === open.handle
    if (!continues) {
      if (open !== undefined) yield* finished(open, reading)
      open = undefined
    }
    if (open !== undefined) open.lastLine = row.line
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
      const { column, message: reason } = error
      const value = column === null ? null : shown(row.cells[reading.columns.headings.indexOf(column)])
      reading.reject({ file: 'products', line: row.line, column, value, reason })
      if (open === undefined) refused = refused?.handle === handle ? refused : { handle, line: row.line }
      else open.rejectedRows += 1
    }
  }
  if (open !== undefined) yield* finished(open, reading)
}

function* finished(open: OpenProduct, { reject, seen, categories }: RowReading): Generator<Change> {
  const { line, handle } = open
  if (open.variants.length === 0) {
    // A rejected row has already said why.
    if (open.rejectedRows === 0) {
      reject({
        file: 'products',
        line,
        column: null,
        value: null,
        reason: `The product ${quoted(handle)} has no variant with a price.`,
      })
    }
    return
  }
  const first = seen.firstLine(handle, line)
  if (first !== undefined) {
    const reason = `The handle “${handle}” already belongs to the product of line ${first}; the rows of one product must follow each other.`
    reject({ file: 'products', line, column: null, value: shown(handle), reason })
    return
  }
  for (const category of categories.fresh()) {
    yield { kind: 'definition', of: 'category', line, id: category.id, document: category, implied: true }
  }
  const { brand, brandName } = open.facts
  if (brand !== null && brandName !== null && seen.firstLine(`brand ${brand}`, line) === undefined) {
    const document = { id: brand, slug: brand, name: brandName }
    yield { kind: 'definition', of: 'brand', line, id: brand, document, implied: true }
  }
  const images = [...open.images]
    .sort((one, other) => one.position - other.position)
    .map((image, index) => ({ ...image, position: index + 1 }))
  yield {
    kind: 'product',
    line,
    lastLine: open.lastLine,
    document: { ...open.facts, images, variants: open.variants, complete: open.rejectedRows === 0 },
    version: null,
    repeatable: false,
  }
}

function openProduct({ line, cells }: CsvRow, handle: string, reading: RowReading): OpenProduct {
  const { optionNames, document } = productFacts(cells, handle, reading)
  return {
    line,
    handle,
    title: cell(cells, reading.columns.byKey.title),
    facts: document,
    optionNames,
    images: [],
    variants: [],
    combinations: new Set(),
    rejectedRows: 0,
    lastLine: line,
  }
}

function addRow(open: OpenProduct, { line, cells: row }: CsvRow, reading: RowReading): void {
  const { columns } = reading
  const title = cell(row, columns.byKey.title)
  if (line !== open.line && title !== '' && title !== open.title) {
    throw new CellFault(
      heading(reading, 'title'),
      `The handle ${quoted(open.handle)} already belongs to the product ${quoted(open.title)} of line ${open.line}.`,
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
  const combination = JSON.stringify(variant.optionValues['en'])
  if (open.combinations.has(combination)) {
    throw new CellFault(null, `The product already has a variant with the option values ${combination}.`)
  }
  open.combinations.add(combination)
  open.variants.push(variant)
}

function addImage(open: OpenProduct, row: readonly string[], url: string, reading: RowReading): void {
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
  open.images.push({
    url,
    position,
    alt: cell(row, byKey.imageAlt),
    altTexts: null,
    width: null,
    height: null,
  })
}
