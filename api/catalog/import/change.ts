import type { PriceDocument, ProductDocument } from './product-document.ts'

/** What a file says, one after the other: the state of something, or what becomes of it. */
export type Change = DefinitionChange | ProductChange | ProductDeletion | PriceChange | StockChange

/** Things that products refer to, and that stand before them. */
export type DefinitionKind =
  | 'customerGroup'
  | 'priceList'
  | 'brand'
  | 'attribute'
  | 'category'
  | 'collection'
  | 'collectionDeletion'

export interface DefinitionChange {
  readonly kind: 'definition'
  readonly of: DefinitionKind
  readonly line: number
  readonly id: string
  /** As the statements of merge-definitions.ts read it. */
  readonly document: object
  /**
   * Made by the import of what products say (a path of categories, a vendor's name). An address that is taken gives way,
   * and what exists keeps its own.
   */
  readonly implied: boolean
}

export interface ProductChange {
  readonly kind: 'product'
  readonly line: number
  /** Line of its last row; the same, where a line holds all of it. */
  readonly lastLine: number
  readonly document: ProductDocument
  /** Older ones than the newest known are passed over; null: never. */
  readonly version: number | null
  /** May come again in the same file, as changes do; the state of a product may not. */
  readonly repeatable: boolean
}

export interface ProductDeletion {
  readonly kind: 'deletion'
  readonly line: number
  readonly id: string
  readonly version: number | null
}

export interface PriceChange {
  readonly kind: 'price'
  readonly line: number
  readonly sku: string
  readonly list: string
  /** Null: the list has no price of its own any more. */
  readonly price: PriceDocument | null
  readonly version: number | null
}

export interface StockChange {
  readonly kind: 'stock'
  readonly line: number
  readonly sku: string
  readonly warehouse: string
  /** Null: sold without counting. */
  readonly onHand: number | null
  readonly version: number | null
}
