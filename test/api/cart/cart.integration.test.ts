import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeCart, createCart } from '../../../api/cart/change-cart.ts'
import { changeLines } from '../../../api/cart/change-lines.ts'
import { readCart } from '../../../api/cart/price-cart.ts'
import { sql } from '../../../api/database/statement.ts'
import { addVariant, openShop, type Shop } from '../shop-fixture.ts'
import {
  address,
  cartOf,
  cartWith,
  changeQuantity,
  deliver,
  freshKey,
  startedOrder,
  readyCart,
} from '../checkout/shopper.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  await shop.close()
})

test('concurrent additions add up', async () => {
  const variant = await addVariant(shop, { amount: 100 })
  const { id } = await cartWith(shop, variant, 1)
  await Promise.all(Array.from({ length: 15 }, () => changeQuantity(shop, id, 'add', variant, 2)))
  expect((await readCart(shop.sql, id))?.lines).toMatchObject([{ quantity: 31 }])
})

test('concurrent additions of different variants lose none', async () => {
  const variants = []
  for (let i = 0; i < 10; i += 1) variants.push(await addVariant(shop, { amount: 100 }))
  const { id } = await cartWith(shop, variants[0] ?? '')
  await Promise.all(variants.map((variant) => changeQuantity(shop, id, 'add', variant, 1)))
  const cart = await readCart(shop.sql, id)
  expect(cart?.lines.map(({ quantity }) => quantity)).toEqual([2, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(cart?.cost).toMatchObject({ subtotal: 1100, shipping: 0, total: 1100 })
})

test('the answer of a change is what is read afterwards', async () => {
  const [one, other] = [
    await addVariant(shop, { amount: 1999 }),
    await addVariant(shop, { amount: 250, taxClass: 'reduced' }),
  ]
  const { id } = await cartWith(shop, other, 3)
  await deliver(shop, id, { email: ' ada@example.com ', address, shippingMethod: 'standard' })
  const changed = cartOf(await changeQuantity(shop, id, 'add', one, 2))
  expect(changed).toEqual(await readCart(shop.sql, id))
  expect(changed).toMatchObject({
    email: 'ada@example.com',
    cost: { subtotal: 4748, shipping: 490, total: 5238, lineTaxes: [49, 638] },
  })
})

test('the same key gives the same answer and adds once; other arguments are refused', async () => {
  const variant = await addVariant(shop, { amount: 100 })
  const { id } = await cartWith(shop, variant)
  const key = freshKey()
  const [first, second] = await Promise.all([
    changeQuantity(shop, id, 'add', variant, 1, key),
    changeQuantity(shop, id, 'add', variant, 1, key),
  ])
  expect(second).toEqual(first)
  expect(cartOf(first).lines).toMatchObject([{ quantity: 2 }])
  await expect(changeQuantity(shop, id, 'add', variant, 5, key)).rejects.toMatchObject({
    extensions: { code: 'IDEMPOTENCY_KEY_REUSED' },
  })
  for (const bad of ['short', 'x'.repeat(129), 'nul\0nul\0nul', '😀😀😀😀']) {
    await expect(changeQuantity(shop, id, 'add', variant, 5, bad)).rejects.toMatchObject({
      extensions: { code: 'IDEMPOTENCY_KEY_INVALID' },
    })
  }
})

test('more than 99 pieces, or more than there are, change nothing', async () => {
  const [endless, scarce] = [
    await addVariant(shop, { amount: 100 }),
    await addVariant(shop, { amount: 100, onHand: 3 }),
  ]
  const { id } = await cartWith(shop, endless, 98)
  expect(await changeQuantity(shop, id, 'add', endless, 2)).toMatchObject({
    __typename: 'InvalidInput',
    path: ['lines', '0', 'quantity'],
  })
  expect(await changeQuantity(shop, id, 'set', scarce, 4)).toMatchObject({
    __typename: 'OutOfStock',
    shortages: [{ requested: 4, available: 3 }],
  })
  expect((await readCart(shop.sql, id))?.lines).toMatchObject([{ quantity: 98 }])
})

test('a cart of more money than the API can tell is refused', async () => {
  const gold = await addVariant(shop, { amount: 100_000_000 })
  const { id } = await cartWith(shop, gold, 21)
  expect(await changeQuantity(shop, id, 'add', gold, 1)).toMatchObject({
    __typename: 'InvalidInput',
    path: ['lines'],
  })
})

test('a refused creation leaves no cart behind', async () => {
  const scarce = await addVariant(shop, { amount: 100, onHand: 0 })
  const carts = () => shop.sql.query(sql('test_carts')`select from cart`)
  const before = (await carts()).length
  const key = freshKey()
  const lines = [{ globalId: scarce, index: 0, variantId: scarce, quantity: 1 }]
  const locale = { language: 'DE', country: 'DE', currency: 'EUR' } as const
  const answer = await createCart(shop.database, { locale, lines, scope: 'test', key, request: 1 })
  expect(answer).toMatchObject({ __typename: 'OutOfStock' })
  expect(await carts()).toHaveLength(before)
})

test('a country that does not buy in the currency is refused', async () => {
  const variant = await addVariant(shop, { amount: 100 })
  const locale = { language: 'DE', country: 'CH', currency: 'EUR' } as const
  expect(
    await createCart(shop.database, { locale, lines: [], scope: 'test', key: freshKey(), request: 1 }),
  ).toMatchObject({ __typename: 'InvalidInput', path: ['country'] })
  const { id } = await cartWith(shop, variant)
  const zurich = { ...address, postalCode: '8001', country: 'CH' }
  expect(await deliver(shop, id, { address: zurich })).toMatchObject({
    __typename: 'InvalidInput',
    path: ['input', 'address', 'country'],
  })
  expect(await deliver(shop, id, { shippingMethod: 'standard-ch' })).toMatchObject({
    __typename: 'InvalidInput',
    path: ['input', 'shippingMethod'],
  })
})

test('the delivery country decides on the VAT', async () => {
  const variant = await addVariant(shop, { amount: 12_000 })
  const { id } = await cartWith(shop, variant)
  expect(await readCart(shop.sql, id)).toMatchObject({ cost: { tax: 1916 } })
  const vienna = { ...address, postalCode: '1010', country: 'AT' }
  expect(cartOf(await deliver(shop, id, { address: vienna })).cost).toMatchObject({
    tax: 2000,
    total: 12_000,
  })
})

test('what is no longer for sale leaves the cart, cannot be added, and can be taken out', async () => {
  const variant = await addVariant(shop, { amount: 100 })
  const { id } = await cartWith(shop, variant)
  await shop.database.transaction((transaction) =>
    transaction.query(sql('test_unpublish')`
      update product set published_at = null where id = (select product_id from variant where id = ${variant}::bigint)`),
  )
  expect(await readCart(shop.sql, id)).toMatchObject({ lines: [], cost: { total: 0 } })
  expect(await changeQuantity(shop, id, 'add', variant, 1)).toMatchObject({ __typename: 'VariantNotFound' })
  expect(await changeQuantity(shop, id, 'set', variant, 0)).toMatchObject({ __typename: 'CartChanged' })
})

test('a cart of somebody else stays closed to guessed ids', async () => {
  const change = { cartId: '00000000-0000-4000-8000-000000000000', key: freshKey(), request: 1 }
  const refuse = () => Promise.reject(new Error('must not be called'))
  expect(await changeCart(shop.database, change, refuse)).toMatchObject({ __typename: 'CartNotFound' })
  expect(await changeCart(shop.database, { ...change, cartId: '1; drop table cart' }, refuse)).toMatchObject({
    __typename: 'CartNotFound',
  })
})

test('pieces that the own order holds can be kept or given up', async () => {
  const variant = await addVariant(shop, { amount: 100, onHand: 3 })
  const cart = await readyCart(shop, variant, 2)
  await startedOrder(shop, cart.id)
  expect(await changeQuantity(shop, cart.id, 'add', variant, 1)).toMatchObject({ __typename: 'CartChanged' })
  expect(await changeQuantity(shop, cart.id, 'add', variant, 1)).toMatchObject({ __typename: 'OutOfStock' })
})

test('a change that fails half way leaves no trace, not even of its key', async () => {
  const variant = await addVariant(shop, { amount: 100 })
  const { id } = await cartWith(shop, variant)
  const key = freshKey()
  const lines = [{ globalId: variant, index: 0, variantId: variant, quantity: 1 }]
  const request = { mode: 'add', variantId: variant, quantity: 1 }
  const dies = changeCart(shop.database, { cartId: id, key, request }, async (transaction, row, contents) => {
    await changeLines(transaction, row, contents, { mode: 'add', lines, path: ['lines'] })
    throw new Error('the process is gone')
  })
  await expect(dies).rejects.toThrow('the process is gone')
  expect(cartOf(await changeQuantity(shop, id, 'add', variant, 1, key)).lines).toMatchObject([
    { quantity: 2 },
  ])
})
