import { amountOf, cell, flagOf, gramsOf, piecesOf } from './cells.ts'
import type { MarketColumns, ProductColumns } from './columns.ts'
import type { PriceDocument, VariantDocument } from './product-document.ts'
import { CellFault, quoted } from './rejection.ts'
import { slugOf } from './slug.ts'
import type { Dictionaries } from './translations.ts'

/** Price list of the plain price columns: the store's own currency. */
export const defaultPriceList = 'eur'

/** Shopify's export has one column of quantities, those of all locations. */
const defaultWarehouse = 'main'

/** A row with none of these cells filled only adds a picture. */
export function isVariantRow(row: readonly string[], columns: ProductColumns): boolean {
  const { sku, price, option1Value } = columns.byKey
  return [sku, price, option1Value].some((column) => cell(row, column) !== '')
}

/**
 * Reads the variant part of a row.
 *
 * @throws CellFault if the row cannot be sold as it is
 */
export function variantOf(
  row: readonly string[],
  columns: ProductColumns,
  product: { handle: string; optionNames: readonly string[]; position: number; line: number },
  dictionaries: Dictionaries,
): VariantDocument {
  const values = optionValues(row, columns, product.optionNames)
  const sku =
    cell(row, columns.byKey.sku) || [product.handle, slugOf(values.join(' '))].filter(Boolean).join('-')
  return {
    line: product.line,
    position: product.position,
    sku,
    optionValues: inEveryLanguage(values, dictionaries),
    imageUrl: cell(row, columns.byKey.variantImage) || null,
    barcode: cell(row, columns.byKey.barcode).replace(/^'/, '') || null,
    weightGrams: gramsOf(row, columns.byKey.grams),
    taxClass: null,
    stock: stockOf(row, columns),
    prices: pricesOf(row, columns),
  }
}

function optionValues(
  row: readonly string[],
  { byKey }: ProductColumns,
  names: readonly string[],
): readonly string[] {
  const cells = [byKey.option1Value, byKey.option2Value, byKey.option3Value]
  const values = cells.map((column) => cell(row, column))
  const withoutName =
    names.length === 0 ? -1 : values.findIndex((value, index) => value !== '' && index >= names.length)
  if (withoutName >= 0) {
    throw new CellFault(
      cells[withoutName]?.heading ?? null,
      `The product has ${names.length} options (${names.join(', ')}), so ${quoted(values[withoutName] ?? '')} belongs to none.`,
    )
  }
  const missing = names.findIndex((_, index) => values[index] === '')
  if (missing >= 0) {
    throw new CellFault(
      cells[missing]?.heading ?? null,
      `The value of the option ${quoted(names[missing] ?? '')} is missing.`,
    )
  }
  return values.slice(0, names.length)
}

function inEveryLanguage(
  values: readonly string[],
  dictionaries: Dictionaries,
): Record<string, readonly string[]> {
  const translated: Record<string, readonly string[]> = { en: values }
  for (const { language, optionValues: texts } of dictionaries.values()) {
    translated[language] = values.map((value) => texts.get(value) ?? value)
  }
  return translated
}

/** Null if Shopify does not count the pieces or sells on when they are gone; undefined if the file has no quantities. */
function stockOf(
  row: readonly string[],
  { byKey }: ProductColumns,
): Record<string, number> | null | undefined {
  const pieces = piecesOf(row, byKey.inventoryQuantity)
  const policy = cell(row, byKey.inventoryPolicy).toLowerCase()
  if (!['', 'deny', 'continue', 'true', 'false'].includes(policy)) {
    throw new CellFault(
      byKey.inventoryPolicy?.heading ?? null,
      `${quoted(policy)} is neither “deny” nor “continue” (or FALSE or TRUE).`,
    )
  }
  const counted = byKey.inventoryTracker === undefined || cell(row, byKey.inventoryTracker) !== ''
  if (byKey.inventoryQuantity === undefined) return undefined
  if (!counted || policy === 'continue' || policy === 'true' || pieces === null) return null
  return { [defaultWarehouse]: pieces }
}

function pricesOf(row: readonly string[], columns: ProductColumns): PriceDocument[] {
  const { price, compareAtPrice } = columns.byKey
  const amount = amountOf(row, price)
  if (amount === null) throw new CellFault(price?.heading ?? null, 'The price is missing.')
  return [
    priceDocument(defaultPriceList, amount, amountOf(row, compareAtPrice)),
    ...columns.markets.flatMap((market) => marketPrice(row, market)),
  ]
}

function marketPrice(row: readonly string[], market: MarketColumns): PriceDocument[] {
  const amount = amountOf(row, market.price)
  if (amount === null || !flagOf(row, market.included, true)) return []
  return [priceDocument(market.priceList, amount, amountOf(row, market.compareAtPrice))]
}

/** Shopify allows a price before reduction that is no higher than the price and does not show it; nor do we. */
function priceDocument(list: string, amount: number, compareAt: number | null): PriceDocument {
  return {
    list,
    amount,
    compareAtAmount: compareAt !== null && compareAt > amount ? compareAt : null,
    lowestRecentAmount: null,
    tiers: null,
    schedules: null,
  }
}
