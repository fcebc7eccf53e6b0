import type { CartNotFound, OutOfStock } from '../cart/cart-answer.ts'
import type { CartRecord, CheckoutRequirement } from '../cart/cart-record.ts'
import type { InvalidInput } from '../schema/invalid-input.ts'

/** Result of checkoutStart. JSON, so that it can be stored and given again; the order itself is read anew. */
export type CheckoutStartAnswer =
  | { readonly __typename: 'CheckoutStarted'; readonly orderId: string; readonly reservedUntil: string }
  | CartNotFound
  | {
      readonly __typename: 'CheckoutIncomplete'
      readonly code: 'CHECKOUT_INCOMPLETE'
      readonly message: string
      readonly missing: readonly CheckoutRequirement[]
    }
  | OutOfStock
  | {
      readonly __typename: 'PriceChanged'
      readonly code: 'PRICE_CHANGED'
      readonly message: string
      readonly cart: CartRecord
    }
  | InvalidInput

/** Result of checkoutComplete. */
export type CheckoutCompleteAnswer =
  | { readonly __typename: 'OrderPlaced'; readonly orderId: string }
  | Refusal<'OrderNotFound', 'ORDER_NOT_FOUND'>
  | Refusal<'PaymentDeclined', 'PAYMENT_DECLINED'>
  | Refusal<'PaymentUnavailable', 'PAYMENT_UNAVAILABLE'>
  | Refusal<'ReservationExpired', 'RESERVATION_EXPIRED'>
  | InvalidInput

interface Refusal<Name extends string, Code extends string> {
  readonly __typename: Name
  readonly code: Code
  readonly message: string
}

export const orderNotFound = {
  __typename: 'OrderNotFound',
  code: 'ORDER_NOT_FOUND',
  message: 'There is no order with this id, or it belongs to somebody else. Start checkout from the cart.',
} as const

export const paymentUnavailable = {
  __typename: 'PaymentUnavailable',
  code: 'PAYMENT_UNAVAILABLE',
  message:
    'The payment provider has not told yet what became of the payment. Try again with the same idempotency key: it is never charged twice.',
} as const

export const reservationExpired = {
  __typename: 'ReservationExpired',
  code: 'RESERVATION_EXPIRED',
  message:
    'The order was cancelled, because its stock was held too long or its cart was changed. Start checkout again from the cart.',
} as const

/** @param reason as the provider gave it */
export function paymentDeclined(reason: string | null) {
  return {
    __typename: 'PaymentDeclined',
    code: 'PAYMENT_DECLINED',
    message: `The payment was declined (${reason ?? 'no reason given'}). The order still awaits payment; try another method.`,
  } as const
}
