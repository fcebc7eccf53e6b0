import type { RequestContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { createCatalogLoaders } from '../catalog/loaders.ts'
import type { StockShortage } from '../inventory/stock.ts'
import type { CurrencyCode, Language } from '../locale.ts'
import { shippingAmount } from '../pricing/cost.ts'
import { costFields, money } from '../pricing/money.ts'
import type { FeatureModule } from '../schema/feature-module.ts'
import { decodeGlobalId, encodeGlobalId } from '../schema/global-id.ts'
import { invalidByZod, invalidInput } from '../schema/invalid-input.ts'
import type { CartAnswer } from './cart-answer.ts'
import { missingForCheckout, type CartRecord, type ShippingMethodRecord } from './cart-record.ts'
import { shopperOf } from './cart-table.ts'
import { changeCart, createCart, isCartId } from './change-cart.ts'
import { changeLines } from './change-lines.ts'
import { deliveryInput } from './delivery-input.ts'
import { readLines, type LineInput } from './line-input.ts'
import { readCart } from './price-cart.ts'
import { setDelivery } from './set-delivery.ts'

interface CreateArguments {
  readonly input: { readonly lines: readonly LineInput[] }
  readonly idempotencyKey: string
}

interface LinesArguments {
  readonly cartId: string
  readonly lines: readonly LineInput[]
  readonly idempotencyKey: string
}

interface DeliveryArguments {
  readonly cartId: string
  readonly input: unknown
  readonly idempotencyKey: string
}

async function cartById(
  localId: string,
  { application, signal }: RequestContext,
): Promise<CartRecord | null> {
  if (!isCartId(localId)) return null
  // From the writer: a shopper who has just put something in sees it.
  const latest: Queryable = { query: (statement) => application.database.readLatest(statement, { signal }) }
  return (await readCart(latest, localId)) ?? null
}

async function cartCreate(
  _: unknown,
  { input, idempotencyKey: key }: CreateArguments,
  { application, viewer, clientAddress, locale }: RequestContext,
): Promise<CartAnswer> {
  const lines = readLines(input.lines, 'add', ['input', 'lines'])
  if ('__typename' in lines) return lines
  // The answer holds the secret of the cart, so only the same shopper may have it again.
  const scope =
    viewer.kind === 'customer' ? `customer:${viewer.issuer}:${viewer.subject}` : `guest:${clientAddress}`
  const request = { operation: 'cartCreate', input, locale }
  return createCart(application.database, { locale, lines, scope, key, request, shopper: shopperOf(viewer) })
}

function changeLinesBy(mode: 'add' | 'set', operation: string) {
  return async (
    _: unknown,
    { cartId, lines: given, idempotencyKey: key }: LinesArguments,
    { application, viewer }: RequestContext,
  ): Promise<CartAnswer> => {
    const lines = readLines(given, mode, ['lines'])
    if ('__typename' in lines) return lines
    if (lines.length === 0) return invalidInput(['lines'], 'No line is given; at least one is needed.')
    const change = {
      cartId: decodeGlobalId('Cart', cartId),
      key,
      request: { operation, lines: given },
      shopper: shopperOf(viewer),
    }
    return changeCart(application.database, change, (transaction, row, contents) =>
      changeLines(transaction, row, contents, { mode, lines, path: ['lines'] }),
    )
  }
}

async function cartDeliverySet(
  _: unknown,
  { cartId, input, idempotencyKey: key }: DeliveryArguments,
  { application, viewer }: RequestContext,
): Promise<CartAnswer> {
  const delivery = deliveryInput.safeParse(input)
  if (!delivery.success) return invalidByZod(delivery.error, ['input'])
  const change = {
    cartId: decodeGlobalId('Cart', cartId),
    key,
    request: { operation: 'cartDeliverySet', input },
    shopper: shopperOf(viewer),
  }
  return changeCart(application.database, change, (transaction, row, contents) =>
    setDelivery(transaction, row, contents, delivery.data),
  )
}

/** Lines with the variants as the cart's market sees them, in the language of the request, loaded together. */
function cartLines(cart: CartRecord, _: unknown, { application, locale }: RequestContext) {
  const { currency, country } = cart
  const { variants } = createCatalogLoaders(application, { language: locale.language, currency, country })
  return cart.lines.map(({ variantId, quantity, unitAmount }) => ({
    id: encodeGlobalId('CartLine', `${cart.id}.${variantId}`),
    variant: () => variants.load(variantId),
    quantity,
    unitPrice: money(unitAmount, currency),
    total: money(unitAmount * quantity, currency),
  }))
}

/** `ShippingMethod` of the schema, in a language; what lacks a translation comes in English. */
export function shippingMethodFields(
  { code, texts }: Pick<ShippingMethodRecord, 'code' | 'texts'>,
  amount: number,
  currency: CurrencyCode,
  language: Language,
) {
  const text = (language === 'DE' ? texts.de : undefined) ?? texts.en ?? texts.de
  return {
    code,
    name: text?.name ?? code,
    description: text?.description ?? '',
    price: money(amount, currency),
  }
}

function shippingMethods(cart: CartRecord, methods: readonly ShippingMethodRecord[], language: Language) {
  return methods.map((method) =>
    shippingMethodFields(method, shippingAmount(method, cart.cost.subtotal), cart.currency, language),
  )
}

export const { resolvers, nodeResolvers } = {
  resolvers: {
    Query: {
      cart: (_: unknown, { id }: { id: string }, context: RequestContext) =>
        cartById(decodeGlobalId('Cart', id), context),
    },
    Mutation: {
      cartCreate,
      cartLinesAdd: changeLinesBy('add', 'cartLinesAdd'),
      cartLinesSet: changeLinesBy('set', 'cartLinesSet'),
      cartDeliverySet,
    },
    Cart: {
      id: ({ id }: CartRecord) => encodeGlobalId('Cart', id),
      lines: cartLines,
      totalQuantity: ({ lines }: CartRecord) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
      cost: ({ cost, currency }: CartRecord) => costFields(cost, currency),
      shippingMethod: (cart: CartRecord, _: unknown, { locale }: RequestContext) =>
        cart.shippingMethod === null
          ? null
          : shippingMethods(cart, [cart.shippingMethod], locale.language)[0],
      shippingMethods: (cart: CartRecord, _: unknown, { locale }: RequestContext) =>
        shippingMethods(cart, cart.shippingMethods, locale.language),
      missing: missingForCheckout,
    },
    Shortage: {
      variant: ({ variantId }: StockShortage, _: unknown, { application, locale }: RequestContext) =>
        createCatalogLoaders(application, locale).variants.load(variantId),
    },
  },
  nodeResolvers: { Cart: cartById },
} satisfies FeatureModule
