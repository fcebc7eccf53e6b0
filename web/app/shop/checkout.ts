import { redirect } from 'react-router'
import {
  type CartDeliveryInput,
  CartDeliverySetDocument,
  type CartFragment,
  CheckoutCompleteDocument,
  CheckoutStartDocument,
  type CountryCode,
} from '../../generated/graphql.ts'
import { ApiError } from '../api/errors.ts'
import { callKey } from '../forms/idempotency-key.ts'
import type { Problem } from '../forms/problem.ts'
import { type CartOutcome, cartOutcome, loadCart, shortageProblem } from './cart.ts'
import { forPage } from './failures.ts'
import { countries, marketOf } from './locale.ts'
import type { PersonalShop } from './shop.ts'

/** How the test provider can be told to answer. */
export const testPaymentMethods = ['test_approved', 'test_declined', 'test_unavailable'] as const
type TestPaymentMethod = (typeof testPaymentMethods)[number]

/** Countries that a cart of this currency can be sent to. */
export function deliveryCountries(cart: CartFragment): readonly CountryCode[] {
  return countries.filter((country) => marketOf(country).currency === cart.cost.total.currencyCode)
}

/**
 * The cart for a step of the checkout.
 *
 * @throws a redirect to the cart page if there is nothing to buy.
 */
export async function cartToBuy(shop: PersonalShop): Promise<CartFragment> {
  const hadCart = shop.visit.session.cartId !== undefined
  const cart = await forPage(shop, loadCart(shop))
  if (cart === null && hadCart) shop.visit.updateSession({ notice: 'cart-gone' })
  if (cart === null || cart.lines.length === 0) throw redirect(`/${shop.language}/cart`)
  return cart
}

/** Sets what the delivery needs. */
export async function setDelivery(
  shop: PersonalShop,
  input: CartDeliveryInput,
  formKey: string,
): Promise<CartOutcome> {
  const { cartId } = shop.visit.session
  if (cartId === undefined) return { kind: 'gone' }
  const { cartDeliverySet } = await shop.api.mutate(CartDeliverySetDocument, {
    ...shop.locale,
    cartId,
    input,
    idempotencyKey: callKey(formKey, 'delivery', cartId, JSON.stringify(input)),
  })
  return cartOutcome(shop, cartDeliverySet)
}

/** What an attempt to buy came to. */
export type PurchaseOutcome =
  | { readonly kind: 'placed'; readonly orderId: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'reservation-expired' }
  | { readonly kind: 'problem'; readonly problem: Problem }

export interface Purchase {
  readonly cartId: string
  /** The total that the page showed, in minor units. */
  readonly expectedTotal: number
  readonly paymentMethod: TestPaymentMethod
  readonly formKey: string
}

const problem = (kind: Exclude<Problem['kind'], 'shortage'>): PurchaseOutcome => ({
  kind: 'problem',
  problem: { kind },
})

/** Reserves the stock and makes the order; its id, or why not. */
async function start(
  shop: PersonalShop,
  purchase: Purchase,
): Promise<PurchaseOutcome | { kind: 'started'; orderId: string }> {
  const { cartId, expectedTotal, formKey } = purchase
  const { checkoutStart } = await shop.api.mutate(CheckoutStartDocument, {
    ...shop.locale,
    cartId,
    expectedTotal,
    idempotencyKey: callKey(formKey, 'start', cartId, expectedTotal),
  })
  switch (checkoutStart.__typename) {
    case 'CheckoutStarted': {
      const { order, payment } = checkoutStart
      if (payment.provider !== 'test') {
        throw new Error(
          `This storefront has forms for the payment provider "test" only, and the API uses "${payment.provider}".`,
        )
      }
      return { kind: 'started', orderId: order.id }
    }
    case 'CartNotFound':
      return { kind: 'gone' }
    case 'CheckoutIncomplete':
      return problem('incomplete')
    case 'OutOfStock':
      return { kind: 'problem', problem: shortageProblem(checkoutStart.shortages) }
    case 'PriceChanged':
      return problem('price-changed')
    case 'InvalidInput':
      shop.log.warn({ path: checkoutStart.path, reason: checkoutStart.message }, 'checkout rejected')
      return problem('rejected')
  }
}

async function complete(shop: PersonalShop, orderId: string, purchase: Purchase): Promise<PurchaseOutcome> {
  const { paymentMethod, formKey } = purchase
  const { checkoutComplete } = await shop.api.mutate(CheckoutCompleteDocument, {
    ...shop.locale,
    orderId,
    paymentMethod,
    idempotencyKey: callKey(formKey, 'pay', orderId, paymentMethod),
  })
  switch (checkoutComplete.__typename) {
    case 'OrderPlaced':
      return { kind: 'placed', orderId: checkoutComplete.order.id }
    case 'OrderNotFound':
      return { kind: 'gone' }
    case 'PaymentDeclined':
      return problem('declined')
    case 'PaymentUnavailable':
      return problem('payment-unavailable')
    case 'ReservationExpired':
      return { kind: 'reservation-expired' }
    case 'InvalidInput':
      shop.log.warn({ path: checkoutComplete.path, reason: checkoutComplete.message }, 'payment rejected')
      return problem('rejected')
  }
}

/**
 * Buys the cart: reserves, then pays. Both calls bear keys of the form, so a form sent twice, or again after a
 * failure whose outcome is unknown, ends in one order and one charge.
 *
 * @throws ApiError for what trying again cannot mend.
 */
export async function buy(shop: PersonalShop, purchase: Purchase): Promise<PurchaseOutcome> {
  try {
    const started = await start(shop, purchase)
    return started.kind === 'started' ? await complete(shop, started.orderId, purchase) : started
  } catch (error) {
    if (error instanceof ApiError && error.failure.kind === 'unavailable') return problem('busy')
    if (error instanceof ApiError && error.failure.kind === 'rate-limited') return problem('busy')
    throw error
  }
}

/** True if the outcome is not known for sure, so that the next attempt must bear the same keys. */
export function mustKeepKey({ kind }: Problem): boolean {
  return kind === 'busy' || kind === 'payment-unavailable'
}
