import { randomUUID } from 'node:crypto'
// The build that Node itself loads; Vite would pick another one, whose classes are not the schema's.
import { graphql, type GraphQLSchema } from 'graphql/index.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RequestContext } from '../../../api/context.ts'
import { createPostgresCatalog } from '../../../api/catalog/postgres/catalog.ts'
import { sql } from '../../../api/database/statement.ts'
import { features } from '../../../api/features.ts'
import { createSchema } from '../../../api/schema.ts'
import { encodeGlobalId } from '../../../api/schema/global-id.ts'
import type { Permission, Viewer } from '../../../api/security/viewer.ts'
import { addVariant, openShop, type Shop, stock } from '../shop-fixture.ts'

let shop: Shop
let schema: GraphQLSchema
beforeAll(async () => {
  shop = await openShop()
  schema = createSchema(features)
})
afterAll(async () => {
  await shop.close()
})

const guest: Viewer = { kind: 'guest' }

function customer(subject: string, permissions: readonly Permission[] = []): Viewer {
  const email = `${subject}@example.com`
  return {
    kind: 'customer',
    issuer: 'https://id',
    subject,
    email,
    name: subject,
    permissions: new Set(permissions),
  }
}

/** Data of an operation as a viewer gets it, and the codes of its errors. */
async function ask(viewer: Viewer, source: string, variableValues: Record<string, unknown>) {
  const contextValue: Partial<RequestContext> = {
    application: {
      ...shop,
      catalog: createPostgresCatalog(shop.database),
    } as unknown as RequestContext['application'],
    requestId: 'request-1',
    viewer,
    clientAddress: '192.0.2.1',
    locale: { language: 'EN', country: 'DE', currency: 'EUR' },
    signal: new AbortController().signal,
    keepPrivate: () => undefined,
  }
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue })
  // JSON, as a client gets it: without prototypes.
  return {
    data: JSON.parse(JSON.stringify(data ?? {})) as Record<string, unknown>,
    codes: errors?.map(({ extensions, message }) => extensions['code'] ?? message),
  }
}

const cart = `cart { id totalQuantity missing lines { id quantity total { amount } variant { sku product { title } } }
  cost { subtotal { amount currencyCode } shipping { amount } tax { amount } total { amount } }
  shippingMethod { code } shippingMethods { code name price { amount } } deliveryAddress { city extra } email }`
const order = `order { id number status lines { title sku quantity total { amount } productSlug image { url } }
  cost { total { amount } } deliveryAddress { country } shippingMethod { name price { amount } } placedAt }`

const operations = {
  create: `mutation ($lines: [CartLineInput!]!, $key: ID!) { result: cartCreate(input: { lines: $lines }, idempotencyKey: $key) {
    __typename ... on CartChanged { ${cart} } ... on Failure { code message } } }`,
  deliver: `mutation ($cartId: ID!, $input: CartDeliveryInput!, $key: ID!) {
    result: cartDeliverySet(cartId: $cartId, input: $input, idempotencyKey: $key) {
    __typename ... on CartChanged { ${cart} } ... on InvalidInput { path } } }`,
  add: `mutation ($cartId: ID!, $lines: [CartLineInput!]!, $key: ID!) {
    result: cartLinesAdd(cartId: $cartId, lines: $lines, idempotencyKey: $key) {
    __typename ... on CartChanged { ${cart} }
    ... on OutOfStock { shortages { requested available variant { id } } } ... on VariantNotFound { variantId } } }`,
  start: `mutation ($cartId: ID!, $total: Int, $key: ID!) {
    result: checkoutStart(cartId: $cartId, expectedTotal: $total, idempotencyKey: $key) {
    __typename ... on CheckoutStarted { ${order} payment { provider clientSecret } reservedUntil } ... on Failure { code } } }`,
  complete: `mutation ($orderId: ID!, $key: ID!) {
    result: checkoutComplete(orderId: $orderId, paymentMethod: "test_approved", idempotencyKey: $key) {
    __typename ... on OrderPlaced { ${order} } ... on Failure { code } } }`,
}

/** The parts of a result that a test goes on with; the rest is compared as a whole. */
interface Result {
  readonly cart: { readonly id: string; readonly cost: { readonly total: { readonly amount: number } } }
  readonly order: { readonly id: string; readonly number: string }
}

async function mutate(viewer: Viewer, name: keyof typeof operations, variables: Record<string, unknown>) {
  const { data, codes } = await ask(viewer, operations[name], { key: randomUUID(), ...variables })
  expect(codes).toBeUndefined()
  return data['result'] as Result
}

const address = { name: 'Ada', street: 'Straße 1', postalCode: '10115', city: 'Berlin', country: 'DE' }

async function buy(viewer: Viewer, variant: string): Promise<string> {
  const lines = [{ variantId: encodeGlobalId('ProductVariant', variant), quantity: 2 }]
  const { cart: made } = await mutate(viewer, 'create', { lines })
  const input = { email: 'ada@example.com', address, shippingMethod: 'standard' }
  const { cart: ready } = await mutate(viewer, 'deliver', { cartId: made.id, input })
  const begun = await mutate(viewer, 'start', { cartId: made.id, total: ready.cost.total.amount })
  const done = await mutate(viewer, 'complete', { orderId: begun.order.id })
  expect(done).toMatchObject({ __typename: 'OrderPlaced', order: { status: 'PLACED' } })
  return done.order.id
}

test('a purchase through the API, from the empty cart to the confirmation', async () => {
  const variant = await addVariant(shop, { amount: 1990, onHand: 5 })
  const lines = [{ variantId: encodeGlobalId('ProductVariant', variant), quantity: 2 }]
  const { cart: made } = await mutate(guest, 'create', { lines })
  expect(made).toMatchObject({
    totalQuantity: 2,
    missing: ['EMAIL', 'DELIVERY_ADDRESS', 'SHIPPING_METHOD'],
    lines: [{ quantity: 2, total: { amount: 3980 }, variant: { product: { title: 'Oak table' } } }],
    cost: { subtotal: { amount: 3980, currencyCode: 'EUR' }, shipping: { amount: 0 }, tax: { amount: 635 } },
    shippingMethods: [
      { code: 'standard', name: 'Standard delivery', price: { amount: 490 } },
      { code: 'express', price: { amount: 1290 } },
    ],
  })
  expect(await mutate(guest, 'start', { cartId: made.id })).toEqual({
    __typename: 'CheckoutIncomplete',
    code: 'CHECKOUT_INCOMPLETE',
  })
  const input = { email: 'ada@example.com', address, shippingMethod: 'standard' }
  const { cart: ready } = await mutate(guest, 'deliver', { cartId: made.id, input })
  expect(ready).toMatchObject({
    missing: [],
    cost: { total: { amount: 4470 } },
    deliveryAddress: { extra: null },
  })

  const begun = await mutate(guest, 'start', { cartId: made.id, total: 4470 })
  expect(begun).toMatchObject({
    __typename: 'CheckoutStarted',
    payment: { provider: 'test', clientSecret: null },
    order: { status: 'AWAITING_PAYMENT', placedAt: null, cost: { total: { amount: 4470 } } },
  })
  const done = await mutate(guest, 'complete', { orderId: begun.order.id })
  expect(done.order).toMatchObject({
    id: begun.order.id,
    number: begun.order.number,
    status: 'PLACED',
    lines: [{ title: 'Oak table', quantity: 2, total: { amount: 3980 }, image: null }],
    shippingMethod: { name: 'Standard delivery', price: { amount: 490 } },
    deliveryAddress: { country: 'DE' },
  })
  expect(await stock(shop, variant)).toEqual({ onHand: 3, reserved: 0 })
  const gone = await ask(guest, `query ($id: ID!) { cart(id: $id) { id } }`, { id: made.id })
  expect(gone.data).toEqual({ cart: null })
})

test('shortages and unknown variants are members of the union', async () => {
  const variant = await addVariant(shop, { amount: 1990, onHand: 1 })
  const { cart: made } = await mutate(guest, 'create', { lines: [] })
  const variantId = encodeGlobalId('ProductVariant', variant)
  expect(await mutate(guest, 'add', { cartId: made.id, lines: [{ variantId, quantity: 2 }] })).toEqual({
    __typename: 'OutOfStock',
    shortages: [{ requested: 2, available: 1, variant: { id: variantId } }],
  })
  const unknown = encodeGlobalId('ProductVariant', '999999')
  expect(
    await mutate(guest, 'add', { cartId: made.id, lines: [{ variantId: unknown, quantity: 1 }] }),
  ).toEqual({
    __typename: 'VariantNotFound',
    variantId: unknown,
  })
})

test('an order of a customer is theirs alone, an order of a guest opens by its id', async () => {
  const variant = await addVariant(shop, { amount: 1990 })
  const [ofAda, ofGuest] = [await buy(customer('ada'), variant), await buy(guest, variant)]
  const see = async (viewer: Viewer, id: string) => {
    const query = `query ($id: ID!) { order(id: $id) { id } node(id: $id) { id __typename } }`
    const { data } = await ask(viewer, query, { id })
    return data
  }
  const visible = (id: string) => ({ order: { id }, node: { id, __typename: 'Order' } })
  expect(await see(customer('ada'), ofAda)).toEqual(visible(ofAda))
  expect(await see(customer('eve'), ofAda)).toEqual({ order: null, node: null })
  expect(await see(guest, ofAda)).toEqual({ order: null, node: null })
  expect(await see(customer('clerk', ['ORDER_READ']), ofAda)).toEqual(visible(ofAda))
  expect(await see(guest, ofGuest)).toEqual(visible(ofGuest))
})

test('somebody else cannot pay for an order of a customer', async () => {
  const variant = await addVariant(shop, { amount: 1990 })
  const lines = [{ variantId: encodeGlobalId('ProductVariant', variant), quantity: 1 }]
  const { cart: made } = await mutate(customer('ada'), 'create', { lines })
  await mutate(customer('ada'), 'deliver', {
    cartId: made.id,
    input: { email: 'a@example.com', address, shippingMethod: 'express' },
  })
  const begun = await mutate(customer('ada'), 'start', { cartId: made.id })
  expect(await mutate(guest, 'complete', { orderId: begun.order.id })).toMatchObject({
    code: 'ORDER_NOT_FOUND',
  })
})

interface Page {
  readonly orders: { readonly pageInfo: { readonly endCursor: string } }
}

test('a customer pages through their orders, newest first', async () => {
  const variant = await addVariant(shop, { amount: 100 })
  const bob = customer('bob')
  const made = []
  for (let i = 0; i < 3; i += 1) {
    made.unshift(await buy(bob, variant))
    shop.advance(1)
  }
  const query = `query ($after: String, $first: Int!) { viewer { email permissions orders(first: $first, after: $after) {
    nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`
  const page = async (variables: Record<string, unknown>) => {
    const { data, codes } = await ask(bob, query, variables)
    return { viewer: data['viewer'] as Page, codes }
  }
  const { viewer: first } = await page({ first: 2 })
  expect(first).toMatchObject({
    email: 'bob@example.com',
    permissions: [],
    orders: {
      nodes: [{ id: made[0] }, { id: made[1] }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    },
  })
  const { viewer: second } = await page({ first: 2, after: first.orders.pageInfo.endCursor })
  expect(second.orders).toMatchObject({
    nodes: [{ id: made[2] }],
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
  })
  expect((await page({ first: 0 })).codes).toEqual(['BAD_PAGE_SIZE'])
  expect((await page({ first: 1, after: 'forged' })).codes).toEqual(['BAD_CURSOR'])
  expect((await ask(guest, `{ viewer { id } }`, {})).data).toEqual({ viewer: null })
})

test('a count of stock needs the permission, is audited, and cannot take what is reserved', async () => {
  const variant = await addVariant(shop, { amount: 100, onHand: 2 })
  const mutation = `mutation ($variantId: ID!, $onHand: Int!, $key: ID!) {
    result: stockLevelSet(input: { variantId: $variantId, onHand: $onHand }, idempotencyKey: $key) {
    __typename ... on StockLevelChanged { onHand reserved variant { availableForSale } } ... on StockReserved { reserved }
    ... on Failure { code } } }`
  const set = (viewer: Viewer, onHand: number) =>
    ask(viewer, mutation, { variantId: encodeGlobalId('ProductVariant', variant), onHand, key: randomUUID() })
  const clerk = customer('clerk', ['INVENTORY_WRITE'])
  expect((await set(guest, 5)).codes).toEqual(['UNAUTHENTICATED'])
  expect((await set(customer('ada'), 5)).codes).toEqual(['FORBIDDEN'])
  expect((await set(clerk, -1)).data).toMatchObject({ result: { code: 'INVALID_INPUT' } })
  expect((await set(clerk, 0)).data).toEqual({
    result: { __typename: 'StockLevelChanged', onHand: 0, reserved: 0, variant: { availableForSale: false } },
  })
  const [listing] = await shop.sql.query(sql('test_listing_read')`
    select l.available from product_listing l join variant v using (product_id) where v.id = ${variant}::bigint`)
  expect(listing).toEqual({ available: false })

  await set(clerk, 9)
  const lines = [{ variantId: encodeGlobalId('ProductVariant', variant), quantity: 4 }]
  const { cart: made } = await mutate(guest, 'create', { lines })
  await mutate(guest, 'deliver', {
    cartId: made.id,
    input: { email: 'a@example.com', address, shippingMethod: 'express' },
  })
  await mutate(guest, 'start', { cartId: made.id })
  expect((await set(clerk, 3)).data).toEqual({
    result: { __typename: 'StockReserved', reserved: 4, code: 'STOCK_RESERVED' },
  })
  expect(await stock(shop, variant)).toEqual({ onHand: 9, reserved: 4 })
  const audit = await shop.sql.query(sql('test_audit')`
    select actor, request_id, details->'after' as after from audit_log
    where action = 'stock_level_set' and details->>'variantId' = ${variant} order by id`)
  expect(audit).toEqual([
    { actor: 'customer:https://id:clerk', request_id: 'request-1', after: 0 },
    { actor: 'customer:https://id:clerk', request_id: 'request-1', after: 9 },
  ])
})
