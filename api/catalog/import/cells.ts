import type { Column } from './columns.ts'
import { CellFault, quoted } from './rejection.ts'

/** `price.amount` is at most this (migrations/0002_pricing.sql). */
const maximumAmount = 100_000_000
const maximumPieces = 1_000_000
const maximumGrams = 10_000_000

/** The column's cell without surrounding white space; an absent column reads as empty. */
export function cell(row: readonly string[], column: Column | undefined): string {
  return column === undefined ? '' : (row[column.index] ?? '').trim()
}

/**
 * A price as Shopify writes it, e.g. `1299.90`.
 *
 * @returns minor units, or null for an empty cell
 */
export function amountOf(row: readonly string[], column: Column | undefined): number | null {
  const text = cell(row, column)
  if (text === '') return null
  const match = /^(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(text)
  const amount = match === null ? NaN : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  if (!(amount <= maximumAmount)) {
    throw new CellFault(
      column?.heading ?? null,
      `The price ${quoted(text)} is not a number from 0 to 1000000 with a point and at most two decimals, e.g. 1299.90.`,
    )
  }
  return amount
}

/** Pieces; a negative stock (oversold in Shopify) counts as none. */
export function piecesOf(row: readonly string[], column: Column | undefined): number | null {
  const pieces = wholeNumber(row, column, maximumPieces)
  return pieces === null ? null : Math.max(0, pieces)
}

/** Shopify always exports grams, whatever unit it displays; decimals occur in old exports. */
export function gramsOf(row: readonly string[], column: Column | undefined): number | null {
  const text = cell(row, column)
  if (text === '') return null
  const grams = /^\d{1,9}(\.\d+)?$/.test(text) ? Math.round(Number(text)) : NaN
  if (!(grams <= maximumGrams)) {
    throw new CellFault(
      column?.heading ?? null,
      `The weight ${quoted(text)} is not a number of grams from 0 to ${maximumGrams}.`,
    )
  }
  return grams
}

/** An integer of at most `maximum`; null for an empty cell. */
export function wholeNumber(
  row: readonly string[],
  column: Column | undefined,
  maximum: number,
): number | null {
  const text = cell(row, column)
  if (text === '') return null
  const number = /^-?\d{1,9}$/.test(text) ? Number(text) : NaN
  if (!(number <= maximum)) {
    throw new CellFault(
      column?.heading ?? null,
      `${quoted(text)} is not a whole number of at most ${maximum}.`,
    )
  }
  return number
}

/** `TRUE` or `FALSE` in any letter case; an empty cell gives `otherwise`. */
export function flagOf(row: readonly string[], column: Column | undefined, otherwise: boolean): boolean {
  const text = cell(row, column).toLowerCase()
  if (text === '') return otherwise
  if (text === 'true') return true
  if (text === 'false') return false
  throw new CellFault(column?.heading ?? null, `${quoted(text)} is neither TRUE nor FALSE.`)
}

/** An ISO 8601 instant, e.g. `2026-03-01T08:00:00Z`; null for an empty cell. */
export function instantOf(row: readonly string[], column: Column | undefined): string | null {
  const text = cell(row, column)
  if (text === '') return null
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : NaN
  if (Number.isNaN(time)) {
    throw new CellFault(
      column?.heading ?? null,
      `${quoted(text)} is not an ISO 8601 time with a zone, e.g. 2026-03-01T08:00:00Z.`,
    )
  }
  return new Date(time).toISOString()
}
