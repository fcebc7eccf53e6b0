import type { ProductPage } from './catalog-source.ts'

/** A row of a page: a product and the value that it was sorted by. */
export interface PositionedRow {
  readonly id: string
  readonly key: string
}

/** @param rows one more than `first`, if there is a next page */
export function pageOf(rows: readonly PositionedRow[], first: number): ProductPage {
  return {
    edges: rows.slice(0, first).map(({ id, key }) => ({ productId: id, position: [key, id] })),
    hasNextPage: rows.length > first,
  }
}

/** Whether a text is an integer from 0 to `largest`; positions come from outside. */
export function isInteger(text: string, largest: number): boolean {
  return /^\d{1,16}$/.test(text) && Number(text) <= largest
}

/** Whether a text is an instant that exists, e.g. 2026-11-22T16:20:31.000123Z. */
export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return false
  const instant = new Date(text)
  // Date rolls 30 February over into March, PostgreSQL refuses it.
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === text.slice(0, 19)
}
