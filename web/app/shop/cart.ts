import {
  CartCreateDocument,
  CartDocument,
  type CartFragment,
  type CartLineInput,
  CartLinesAddDocument,
  CartLinesSetDocument,
  type CartResultFragment,
} from '../../generated/graphql.ts'
import { ApiError } from '../api/errors.ts'
import { callKey } from '../forms/idempotency-key.ts'
import type { Problem } from '../forms/problem.ts'
import type { PersonalShop } from './shop.ts'

/** What a wish concerning the cart came to. */
export type CartOutcome =
  | { readonly kind: 'changed'; readonly cartId: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly path?: readonly string[] }

interface Shortage {
  readonly available: number
  readonly variant: { readonly title: string; readonly product: { readonly title: string } }
}

/** The first shortage, as the shopper will read it. */
export function shortageProblem(shortages: readonly Shortage[]): Problem {
  const [first] = shortages
  if (first === undefined) return { kind: 'rejected' }
  const { product, title } = first.variant
  return {
    kind: 'shortage',
    title: title === '' ? product.title : `${product.title} (${title})`,
    available: first.available,
  }
}

/** The API's result union as the storefront's outcome; a changed cart is remembered for the header. */
export function cartOutcome(shop: PersonalShop, result: CartResultFragment): CartOutcome {
  switch (result.__typename) {
    case 'CartChanged':
      shop.visit.updateSession({ cartId: result.cart.id, cartQuantity: result.cart.totalQuantity })
      return { kind: 'changed', cartId: result.cart.id }
    case 'CartNotFound':
      return { kind: 'gone' }
    case 'OutOfStock':
      return { kind: 'problem', problem: shortageProblem(result.shortages) }
    case 'VariantNotFound':
      return { kind: 'problem', problem: { kind: 'variant-gone' } }
    case 'InvalidInput':
      shop.log.warn({ path: result.path, reason: result.message }, 'the API rejects an entry')
      return { kind: 'problem', problem: { kind: 'rejected' }, path: result.path }
  }
}

/**
 * Runs a change of the cart; an API that is away or busy becomes a problem that the form can show.
 *
 * @throws ApiError for what trying again cannot mend.
 */
export async function attemptChange(change: () => Promise<CartOutcome>): Promise<CartOutcome> {
  try {
    return await change()
  } catch (error) {
    const isBusy =
      error instanceof ApiError &&
      (error.failure.kind === 'unavailable' || error.failure.kind === 'rate-limited')
    if (isBusy) return { kind: 'problem', problem: { kind: 'busy' } }
    throw error
  }
}

/** The visit's cart; null if it has none, or if that one is expired or ordered, which is then forgotten. */
export async function loadCart(shop: PersonalShop): Promise<CartFragment | null> {
  const { cartId, cartQuantity } = shop.visit.session
  if (cartId === undefined) return null
  const { cart } = await shop.api.personal(CartDocument, { ...shop.locale, id: cartId })
  if (cart === null) shop.visit.updateSession({ cartId: undefined, cartQuantity: undefined })
  else if (cart.totalQuantity !== cartQuantity) shop.visit.updateSession({ cartQuantity: cart.totalQuantity })
  return cart
}

async function createCart(shop: PersonalShop, formKey: string): Promise<CartOutcome> {
  const { cartCreate } = await shop.api.mutate(CartCreateDocument, {
    ...shop.locale,
    idempotencyKey: callKey(formKey, 'create', shop.locale.currency),
  })
  return cartOutcome(shop, cartCreate)
}

async function addLines(
  shop: PersonalShop,
  cartId: string,
  lines: readonly CartLineInput[],
  formKey: string,
): Promise<CartOutcome> {
  const { cartLinesAdd } = await shop.api.mutate(CartLinesAddDocument, {
    ...shop.locale,
    cartId,
    lines: [...lines],
    idempotencyKey: callKey(
      formKey,
      'add',
      cartId,
      ...lines.flatMap((line) => [line.variantId, line.quantity]),
    ),
  })
  return cartOutcome(shop, cartLinesAdd)
}

/**
 * Makes a cart and fills it, in two steps with a key each, so that the form sent twice finds the cart of the first
 * time and adds nothing to it.
 */
export async function fillNewCart(
  shop: PersonalShop,
  lines: readonly CartLineInput[],
  formKey: string,
): Promise<CartOutcome> {
  const created = await createCart(shop, formKey)
  return created.kind === 'changed' ? addLines(shop, created.cartId, lines, formKey) : created
}

/** Adds to the visit's cart, or to a new one if there is none or it is gone. */
export async function addToCart(
  shop: PersonalShop,
  line: CartLineInput,
  formKey: string,
): Promise<CartOutcome> {
  const { cartId } = shop.visit.session
  if (cartId !== undefined) {
    const outcome = await addLines(shop, cartId, [line], formKey)
    if (outcome.kind !== 'gone') return outcome
  }
  return fillNewCart(shop, [line], formKey)
}

/** Sets the quantity of one line; 0 removes it. */
export async function setQuantity(
  shop: PersonalShop,
  line: CartLineInput,
  formKey: string,
): Promise<CartOutcome> {
  const { cartId } = shop.visit.session
  if (cartId === undefined) return { kind: 'gone' }
  const { cartLinesSet } = await shop.api.mutate(CartLinesSetDocument, {
    ...shop.locale,
    cartId,
    lines: [line],
    idempotencyKey: callKey(formKey, 'set', cartId, line.variantId, line.quantity),
  })
  return cartOutcome(shop, cartLinesSet)
}
