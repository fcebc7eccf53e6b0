import type { StockShortage } from '../inventory/stock.ts'
import type { InvalidInput } from '../schema/invalid-input.ts'
import type { CartRecord } from './cart-record.ts'

/** Result of a cart mutation. JSON, so that it can be stored and given again. */
export type CartAnswer =
  | { readonly __typename: 'CartChanged'; readonly cart: CartRecord }
  | CartNotFound
  | OutOfStock
  | VariantNotFound
  | InvalidInput

export interface CartNotFound {
  readonly __typename: 'CartNotFound'
  readonly code: 'CART_NOT_FOUND'
  readonly message: string
}

export interface OutOfStock {
  readonly __typename: 'OutOfStock'
  readonly code: 'OUT_OF_STOCK'
  readonly message: string
  readonly shortages: readonly StockShortage[]
}

export interface VariantNotFound {
  readonly __typename: 'VariantNotFound'
  readonly code: 'VARIANT_NOT_FOUND'
  readonly message: string
  /** Global id, as the caller gave it. */
  readonly variantId: string
}

export const cartNotFound: CartNotFound = {
  __typename: 'CartNotFound',
  code: 'CART_NOT_FOUND',
  message:
    'There is no open cart with this id: it is unknown, expired, or has become an order. Create a new one.',
}

/** Says how many pieces there are of each variant that is short. */
export function outOfStock(shortages: readonly StockShortage[]): OutOfStock {
  const pieces = shortages.map(({ requested, available }) => `${requested} asked for, ${available} there`)
  return {
    __typename: 'OutOfStock',
    code: 'OUT_OF_STOCK',
    message: `Not enough in stock: ${pieces.join('; ')}. Ask for fewer.`,
    shortages,
  }
}

/** @param variantId the global id that was given */
export function variantNotFound(variantId: string): VariantNotFound {
  return {
    __typename: 'VariantNotFound',
    code: 'VARIANT_NOT_FOUND',
    message: `There is no variant "${variantId.slice(0, 100)}" for sale in the currency of this cart.`,
    variantId,
  }
}
