import { cartNotFound, outOfStock } from '../cart/cart-answer.ts'
import { missingForCheckout, type CartRecord } from '../cart/cart-record.ts'
import { bindCart, cartContents, findCart, lockCart } from '../cart/cart-table.ts'
import { isCartId } from '../cart/change-cart.ts'
import { priceCart } from '../cart/price-cart.ts'
import type { ApplicationContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { idempotently } from '../idempotency.ts'
import { announceStock } from '../inventory/announce.ts'
import { lockStock, reserve, stockOf, type StockShortage } from '../inventory/stock.ts'
import type { OrderRecord } from '../order/order-record.ts'
import { deleteOrder, insertOrder, lockOrder, type NewOrder } from '../order/order-table.ts'
import { offersOf } from '../pricing/offer.ts'
import { cancelOrder } from './cancel-order.ts'
import type { CheckoutStartAnswer } from './checkout-answer.ts'
import { orderedVariants, orderLines, VariantNotLoaded, type OrderedVariant } from './ordered-lines.ts'

/** Minutes that stock is held for a shopper who is paying: long enough to find a card, short enough to sell on. */
const reservationMinutes = 15

export interface CheckoutStart {
  /** The cart's own id, not the global one. */
  readonly cartId: string
  /** Total that the shopper saw, in minor units. */
  readonly expectedTotal: number | undefined
  /** Set if the shopper is signed in. */
  readonly customerId: string | null
  readonly key: string
}

/**
 * Makes an order of a cart and holds its stock, in one transaction. The catalogue, which may be another system, is
 * asked before it; prices and stock come from inside it.
 */
export async function startCheckout(
  application: Pick<ApplicationContext, 'database' | 'catalog' | 'clock'>,
  start: CheckoutStart,
): Promise<CheckoutStartAnswer> {
  if (!isCartId(start.cartId)) return cartNotFound
  const { cartId, key, expectedTotal } = start
  const request = { operation: 'checkoutStart', cartId, expectedTotal }
  for (let attempt = 1; ; attempt += 1) {
    const variants = await variantsOfCart(application, cartId)
    try {
      return await application.database.transaction((transaction) =>
        idempotently<CheckoutStartAnswer>(transaction, { scope: `cart:${cartId}`, key, request }, () =>
          startLocked(transaction, start, variants, application.clock()),
        ),
      )
    } catch (error) {
      // A line was added after the catalogue was asked. Rolled back; ask about the new line as well.
      if (!(error instanceof VariantNotLoaded) || attempt === 3) throw error
    }
  }
}

async function variantsOfCart(
  { database, catalog }: Pick<ApplicationContext, 'database' | 'catalog'>,
  cartId: string,
): Promise<ReadonlyMap<string, OrderedVariant>> {
  const latest: Queryable = { query: (statement) => database.readLatest(statement) }
  const row = await findCart(latest, cartId)
  if (row === undefined) return new Map()
  const { lines } = await cartContents(latest, row)
  return orderedVariants(
    catalog,
    lines.map(({ variantId }) => variantId),
    row,
  )
}

async function startLocked(
  transaction: Queryable,
  { cartId, expectedTotal, customerId }: CheckoutStart,
  variants: ReadonlyMap<string, OrderedVariant>,
  now: Date,
): Promise<CheckoutStartAnswer> {
  const row = await lockCart(transaction, cartId, { customerId })
  if (row?.status !== 'open') return cartNotFound
  const contents = await cartContents(transaction, row)
  const { awaitingOrderId } = contents
  // Entitled to a group's prices is who is signed in now, whoever filled the cart.
  const sameCustomer = row.customerId === row.pricedForCustomerId
  if (!sameCustomer) await bindCart(transaction, row)
  const earlier = awaitingOrderId === null ? undefined : await lockOrder(transaction, awaitingOrderId)
  if (earlier !== undefined && contents.inPayment) return started(earlier, now)
  if (sameCustomer && earlier?.cartVersion === row.version && isGood(earlier, expectedTotal, now))
    return started(earlier, now)

  const variantIds = contents.lines.map(({ variantId }) => variantId)
  const cart = priceCart(row, contents, await offersOf(transaction, variantIds, row))
  const order = newOrder(cart, variants, customerId, now)
  if (order === undefined) return incomplete(cart)
  if (expectedTotal !== undefined && expectedTotal !== cart.cost.total)
    return priceChanged(cart, expectedTotal)

  const shortages = await shortagesNow(transaction, cart, awaitingOrderId)
  if (shortages.length > 0) return outOfStock(shortages)
  if (earlier !== undefined) await replace(transaction, earlier, variantIds)
  return placeReservation(transaction, order, now)
}

/** Whether an order of the same cart can simply be given again. */
function isGood(order: OrderRecord, expectedTotal: number | undefined, now: Date): boolean {
  if (order.reservedUntil === null || order.reservedUntil <= now) return false
  return expectedTotal === undefined || expectedTotal === order.total
}

/**
 * Cancels an order that the cart has outgrown. The stock of both orders is locked first and in one go: the old one's
 * is about to be released and the new one's to be reserved.
 */
async function replace(
  transaction: Queryable,
  earlier: OrderRecord,
  variantIds: readonly string[],
): Promise<void> {
  const earlierIds = earlier.lines.flatMap(({ variantId }) => variantId ?? [])
  await lockStock(transaction, [...new Set([...earlierIds, ...variantIds])])
  await cancelOrder(transaction, earlier.id, 'replaced')
}

/** A look without locks, so that the crowd before an empty shelf leaves without queueing for it. */
async function shortagesNow(
  transaction: Queryable,
  cart: CartRecord,
  ownOrderId: string | null,
): Promise<StockShortage[]> {
  const stock = await stockOf(
    transaction,
    cart.lines.map(({ variantId }) => variantId),
    ownOrderId,
  )
  return cart.lines.flatMap(({ variantId, quantity }) => {
    const available = stock.get(variantId)
    return available === undefined || available >= quantity
      ? []
      : [{ variantId, requested: quantity, available }]
  })
}

/** Reserves last, because from here on others may wait for these stock rows until the commit. */
async function placeReservation(
  transaction: Queryable,
  draft: NewOrder,
  now: Date,
): Promise<CheckoutStartAnswer> {
  const order = await insertOrder(transaction, draft, now)
  const pieces = draft.lines.flatMap(({ variantId, quantity }) =>
    variantId === null ? [] : [{ variantId, quantity }],
  )
  const reserved = await reserve(transaction, order.id, pieces)
  if (reserved.kind === 'short') {
    await deleteOrder(transaction, order.id)
    return outOfStock(reserved.shortages)
  }
  const flips = reserved.moves.filter(({ flipped }) => flipped)
  await announceStock(transaction, flips)
  return started(order, now)
}

/** Undefined if the cart lacks something. */
function newOrder(
  cart: CartRecord,
  variants: ReadonlyMap<string, OrderedVariant>,
  customerId: string | null,
  now: Date,
): NewOrder | undefined {
  const { email, deliveryAddress, shippingMethod, cost } = cart
  if (cart.lines.length === 0 || email === null || deliveryAddress === null || shippingMethod === null)
    return undefined
  return {
    cartId: cart.id,
    cartVersion: cart.version,
    customerId,
    currency: cart.currency,
    language: cart.language,
    email,
    deliveryAddress,
    shippingMethod: { code: shippingMethod.code, texts: shippingMethod.texts },
    subtotal: cost.subtotal,
    shipping: cost.shipping,
    tax: cost.tax,
    total: cost.total,
    lines: orderLines(cart, variants),
    reservedUntil: new Date(now.getTime() + reservationMinutes * 60_000),
  }
}

function started(order: OrderRecord, now: Date): CheckoutStartAnswer {
  const reservedUntil = order.reservedUntil ?? now
  return { __typename: 'CheckoutStarted', orderId: order.id, reservedUntil: reservedUntil.toISOString() }
}

function incomplete(cart: CartRecord): CheckoutStartAnswer {
  const missing = missingForCheckout(cart)
  return {
    __typename: 'CheckoutIncomplete',
    code: 'CHECKOUT_INCOMPLETE',
    message: `The cart lacks ${missing.join(', ')}. Add them and start checkout again.`,
    missing,
  }
}

function priceChanged(cart: CartRecord, expectedTotal: number): CheckoutStartAnswer {
  return {
    __typename: 'PriceChanged',
    code: 'PRICE_CHANGED',
    message: `The cart costs ${cart.cost.total} minor units now, not ${expectedTotal}. Show the new total and start again.`,
    cart,
  }
}
