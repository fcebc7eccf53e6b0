import { InvalidPosition, type ProductSearchRequest } from '../catalog-source.ts'
import type { CollectionDocument } from './documents.ts'
import type { Sale } from './sale.ts'

/** A product on sale that was searched for or listed. */
export interface Match extends Sale {
  /** How well it matches what was searched for; 0 in lists. A whole number, so that it survives a cursor. */
  readonly score: number
}

type Sort = ProductSearchRequest['sort']

/** One column that a list is sorted by. */
interface SortKey {
  readonly of: (match: Match, collection: CollectionDocument | undefined) => number
  readonly direction: 1 | -1
}

const newest: SortKey = { of: ({ publishedAt }) => Date.parse(publishedAt), direction: -1 }
const price = ({ minimumAmount }: Match): number => minimumAmount

/** The sort keys, each a number; ties are broken by the id, in the direction of the first key. */
const sortKeys: Record<Sort, readonly [SortKey, ...SortKey[]]> = {
  BEST_SELLING: [{ of: ({ product }) => product.salesCount ?? 0, direction: -1 }],
  NEWEST: [newest],
  PRICE_ASCENDING: [{ of: price, direction: 1 }],
  PRICE_DESCENDING: [{ of: price, direction: -1 }],
  RELEVANCE: [{ of: ({ score }) => score, direction: -1 }],
  MANUAL: [{ of: placeByHand, direction: 1 }, newest],
}

/** Members by rule come after all that have a place. */
function placeByHand({ product }: Match, collection: CollectionDocument | undefined): number {
  const place = collection?.productIds?.indexOf(product.id) ?? -1
  return place === -1 ? Number.MAX_SAFE_INTEGER : place
}

/** A match with its place in a list. */
export interface Placed {
  readonly match: Match
  /** Values of the sort keys, then the id. */
  readonly position: readonly string[]
}

/**
 * One page of matches in the order of a sort.
 * @throws InvalidPosition if `after` is no position of this sort
 */
export function pageInOrder(
  matches: readonly Match[],
  { sort, first, after }: Pick<ProductSearchRequest, 'sort' | 'first' | 'after'>,
  collection: CollectionDocument | undefined,
): { placed: Placed[]; hasNextPage: boolean } {
  const keys = sortKeys[sort]
  const idDirection = keys.at(-1)?.direction ?? 1
  const compare = (a: readonly string[], b: readonly string[]): number => {
    for (const [index, { direction }] of keys.entries()) {
      const difference = Number(a[index]) - Number(b[index])
      if (difference !== 0) return difference * direction
    }
    return compareIds(a[keys.length] ?? '', b[keys.length] ?? '') * idDirection
  }
  if (after !== undefined) checkPosition(after, sort, keys.length)
  const rest = matches
    .map((match) => ({
      match,
      position: [...keys.map((key) => String(key.of(match, collection))), match.product.id],
    }))
    .filter(({ position }) => after === undefined || compare(position, after) > 0)
    .sort((a, b) => compare(a.position, b.position))
  return { placed: rest.slice(0, first), hasNextPage: rest.length > first }
}

function checkPosition(after: readonly string[], sort: Sort, keys: number): void {
  const numbers = after.slice(0, keys)
  if (after.length === keys + 1 && numbers.every((text) => /^-?\d{1,16}$/.test(text)) && after[keys] !== '')
    return
  throw new InvalidPosition(
    `[${after.join(', ')}] is no position of the sort ${sort}; use one that a page of it gave.`,
  )
}

/** Whole numbers by their value, so that 10 comes after 9; other ids are in an order of their own, but always the same. */
function compareIds(a: string, b: string): number {
  if (a === b) return 0
  return a.length - b.length || (a < b ? -1 : 1)
}
