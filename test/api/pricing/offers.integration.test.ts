import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCart, changeCart } from '../../../api/cart/change-cart.ts'
import { changeLines } from '../../../api/cart/change-lines.ts'
import { readCart } from '../../../api/cart/price-cart.ts'
import { startCheckout } from '../../../api/checkout/start-checkout.ts'
import type { Database, Queryable } from '../../../api/database/database.ts'
import { type Buyer, offersOf, unitAmountOf } from '../../../api/pricing/offer.ts'
import { addVariant, openShop, type Shop } from '../shop-fixture.ts'
import { address, cartOf, changeQuantity, deliver, freshKey, readyCart } from '../checkout/shopper.ts'

let shop: Shop
let variant: string
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(async () => {
  await run(`delete from price where price_list_id > 2`)
  await run(`delete from price_list where id > 2`)
  variant = await addVariant(shop, { amount: 1000 })
})

const run = (text: string, values: readonly unknown[] = []) =>
  shop.database.transaction((transaction) => transaction.query({ name: 'test', text, values }))

const berlin: Buyer = { currency: 'EUR', country: 'DE', customerGroupId: null }

async function unitAmount(buyer: Partial<Buyer> = {}, quantity = 1): Promise<number | undefined> {
  const full = { ...berlin, ...buyer }
  const offer = (await offersOf(shop.sql, [variant], full)).get(variant)
  return offer === undefined ? undefined : unitAmountOf(offer, quantity, full.country)
}

async function addList(columns: {
  country?: string
  groupId?: string
  taxIncluded?: boolean
}): Promise<string> {
  const [list] = await run(
    `insert into price_list (code, currency, country, customer_group_id, inherits_from_id, tax_included)
     select $1, 'EUR', $2, $3, id, $4 from price_list where code = 'eur' returning id::text as id`,
    [randomUUID(), columns.country ?? null, columns.groupId ?? null, columns.taxIncluded ?? true],
  )
  return (list as { id: string }).id
}

const price = (listId: string, amount: number) =>
  run(
    `insert into price (variant_id, price_list_id, amount) values ($1, $2, $3)
       on conflict (variant_id, price_list_id) do update set amount = excluded.amount`,
    [variant, listId, amount],
  )

const schedule = (listId: string, amount: number, from: string, until: string) =>
  run(
    `insert into scheduled_price (variant_id, price_list_id, amount, valid)
     values ($1, $2, $3, tstzrange(now() + $4::interval, now() + $5::interval))`,
    [variant, listId, amount, from, until],
  )

async function addGroup(): Promise<string> {
  const code = randomUUID()
  const [group] = await run(
    `insert into customer_group (code, name) values ($1, 'Trade') returning id::text as id`,
    [code],
  )
  return (group as { id: string }).id
}

async function addCustomer(groupId: string | null) {
  const person = { id: randomUUID(), issuer: 'https://login.example', subject: randomUUID() }
  await run(
    `insert into customer (id, issuer, subject, email, customer_group_id) values ($1, $2, $3, 'ada@example.com', $4)`,
    [person.id, person.issuer, person.subject, groupId],
  )
  return person
}

describe('offers', () => {
  test('a country buys from its own list, and from the currency where that has no price', async () => {
    const austria = await addList({ country: 'AT' })
    expect(await unitAmount({ country: 'AT' })).toBe(1000)
    await price(austria, 1100)
    expect(await unitAmount({ country: 'AT' })).toBe(1100)
    expect(await unitAmount({ country: 'DE' })).toBe(1000)
    expect(await unitAmount({ country: 'CH', currency: 'CHF' })).toBe(1000)
  })

  test('a group buys from its own list, others do not; the net of it becomes gross by country and class', async () => {
    const groupId = await addGroup()
    const list = await addList({ groupId, taxIncluded: false })
    await price(list, 500)
    expect(await unitAmount({ customerGroupId: groupId })).toBe(595)
    expect(await unitAmount({ customerGroupId: groupId, country: 'AT' })).toBe(600)
    expect(await unitAmount({ customerGroupId: await addGroup() })).toBe(1000)
    expect(await unitAmount()).toBe(1000)
    await run(`update variant set tax_class = 'reduced' where id = $1`, [variant])
    expect(await unitAmount({ customerGroupId: groupId })).toBe(535)
  })

  test('a list of a group in a country goes before the one of the group anywhere', async () => {
    const groupId = await addGroup()
    await price(await addList({ groupId }), 900)
    await price(await addList({ groupId, country: 'AT' }), 800)
    expect(await unitAmount({ customerGroupId: groupId, country: 'AT' })).toBe(800)
    expect(await unitAmount({ customerGroupId: groupId, country: 'DE' })).toBe(900)
  })

  test('a scheduled price counts while its time runs, also for who inherits it', async () => {
    await addList({ country: 'AT' })
    await schedule('1', 700, '2 hours', '3 hours')
    expect(await unitAmount()).toBe(1000)
    await schedule('1', 600, '-1 hour', '1 hour')
    expect(await unitAmount()).toBe(600)
    expect(await unitAmount({ country: 'AT' })).toBe(600)
    await run(
      `update scheduled_price set valid = tstzrange(now() - interval '3 hours', now() - interval '1 hour')
               where variant_id = $1 and amount = 600`,
      [variant],
    )
    expect(await unitAmount()).toBe(1000)
  })

  test('tiers count from their quantity on', async () => {
    await run(`insert into price_tier values ($1, 1, 5, 900), ($1, 1, 10, 800)`, [variant])
    expect(await unitAmount({}, 4)).toBe(1000)
    expect(await unitAmount({}, 5)).toBe(900)
    expect(await unitAmount({}, 99)).toBe(800)
  })

  test('what is not published yet, or no more, is not for sale', async () => {
    const window = (from: string, until: string | null) =>
      run(
        `update product set published_at = now() + $2::interval, unpublished_at = now() + $3::interval
         where id = (select product_id from variant where id = $1)`,
        [variant, from, until],
      )
    await window('1 minute', null)
    expect(await unitAmount()).toBeUndefined()
    await window('-2 minutes', '-1 minute')
    expect(await unitAmount()).toBeUndefined()
    await window('-2 minutes', '1 minute')
    expect(await unitAmount()).toBe(1000)
  })

  test('lists that contradict themselves cannot be', async () => {
    const child = await addList({ country: 'AT' })
    const insert = (columns: string, values: string) =>
      run(`insert into price_list (code, currency, ${columns}) values ('x', ${values})`)
    await expect(insert('country, inherits_from_id', `'EUR', 'DE', ${child}`)).rejects.toThrow(
      'cannot inherit',
    )
    await expect(insert('country, inherits_from_id', `'CHF', 'CH', 1`)).rejects.toThrow('cannot inherit')
    await expect(insert('country, inherits_from_id, tax_included', `'EUR', 'DE', 1, false`)).rejects.toThrow(
      'cannot inherit',
    )
    await expect(insert('country', `'EUR', 'DE'`)).rejects.toThrow('price_list_inherits')
    await expect(insert('tax_included', `'EUR', true`)).rejects.toThrow('price_list_market')
  })
})

/** The shop's database, with a list of the statements that a transaction makes. */
function noting(names: string[]): Database {
  return {
    ...shop.database,
    transaction: (work, options) =>
      shop.database.transaction((transaction) => {
        const query: Queryable['query'] = (statement) => {
          names.push(statement.name)
          return transaction.query(statement)
        }
        return work({ ...transaction, query })
      }, options),
  }
}

describe('carts', () => {
  test('a line costs by its quantity', async () => {
    await run(`insert into price_tier values ($1, 1, 5, 900)`, [variant])
    const { id } = await readyCart(shop, variant, 4)
    expect(await readCart(shop.sql, id)).toMatchObject({ cost: { subtotal: 4000 } })
    const more = cartOf(await changeQuantity(shop, id, 'add', variant, 1))
    expect(more).toMatchObject({ lines: [{ unitAmount: 900 }], cost: { subtotal: 4500 } })
    expect(await readCart(shop.sql, id)).toEqual(more)
  })

  test('the delivery country decides on the list', async () => {
    await price(await addList({ country: 'AT' }), 1100)
    const { id } = await readyCart(shop, variant)
    const vienna = { ...address, postalCode: '1010', country: 'AT' }
    expect(cartOf(await deliver(shop, id, { address: vienna }))).toMatchObject({ cost: { subtotal: 1100 } })
  })

  test('a price that begins between cart and checkout is told before it is charged', async () => {
    const cart = await readyCart(shop, variant)
    await schedule('1', 1200, '-1 second', '1 hour')
    const start = (expectedTotal: number) =>
      startCheckout(shop, { cartId: cart.id, expectedTotal, customerId: null, key: freshKey() })
    expect(await start(cart.cost.total)).toMatchObject({
      __typename: 'PriceChanged',
      cart: { cost: { subtotal: 1200 } },
    })
    expect(await start(cart.cost.total + 200)).toMatchObject({ __typename: 'CheckoutStarted' })
  })

  test('a customer of a group sees its prices, with no statement more than anybody else', async () => {
    const groupId = await addGroup()
    await price(await addList({ groupId, taxIncluded: false }), 500)
    const { issuer, subject } = await addCustomer(groupId)
    const names: string[] = []
    const database = noting(names)
    const locale = { language: 'EN', country: 'DE', currency: 'EUR' } as const
    const lines = [{ globalId: variant, index: 0, variantId: variant, quantity: 1 }]
    const create = async (shopper: object) => {
      const key = freshKey()
      return cartOf(await createCart(database, { locale, lines, scope: key, key, request: key, shopper }))
    }
    const cart = await create({ issuer, subject })
    expect(cart).toMatchObject({ cost: { subtotal: 595, tax: 95 } })
    const ofCustomer = names.splice(0)
    expect(await create({})).toMatchObject({ cost: { subtotal: 1000 } })
    expect(names.splice(0)).toEqual(ofCustomer)
    expect(ofCustomer).toEqual([
      'idempotency_claim',
      'cart_insert',
      'cart_contents',
      'offers',
      'stock_available',
      'cart_lines_add',
      'idempotency_answer',
    ])
    expect(await readCart(shop.sql, cart.id)).toEqual(cart)
  })

  test('who signs in pays by their group from the next change on; who signs out does not', async () => {
    const groupId = await addGroup()
    await price(await addList({ groupId }), 500)
    const { issuer, subject } = await addCustomer(groupId)
    const { id } = await readyCart(shop, variant)
    const lines = [{ globalId: variant, index: 0, variantId: variant, quantity: 1 }]
    const add = (shopper: object) =>
      changeCart(
        shop.database,
        { cartId: id, key: freshKey(), request: 1, shopper },
        (transaction, row, contents) =>
          changeLines(transaction, row, contents, { mode: 'add', lines, path: ['lines'] }),
      )
    expect(cartOf(await add({ issuer, subject }))).toMatchObject({ cost: { subtotal: 1000 } })
    expect(cartOf(await add({}))).toMatchObject({ cost: { subtotal: 3000 } })
  })

  test('checkout prices for who checks out, and tells the difference before it is charged', async () => {
    const groupId = await addGroup()
    await price(await addList({ groupId }), 500)
    const customer = await addCustomer(groupId)
    const cart = await readyCart(shop, variant)
    const start = (customerId: string | null, expectedTotal: number) =>
      startCheckout(shop, { cartId: cart.id, expectedTotal, customerId, key: freshKey() })
    expect(await start(customer.id, cart.cost.total)).toMatchObject({
      __typename: 'PriceChanged',
      cart: { cost: { subtotal: 500 } },
    })
    expect(await readCart(shop.sql, cart.id)).toMatchObject({ cost: { subtotal: 500 } })
    const started = await start(customer.id, cart.cost.total - 500)
    expect(started).toMatchObject({ __typename: 'CheckoutStarted' })
    expect(await start(customer.id, cart.cost.total - 500)).toMatchObject({
      orderId: (started as { orderId: string }).orderId,
    })
    // A guest with the cart's id gets neither the price nor the order of the group's customer.
    expect(await start(null, cart.cost.total - 500)).toMatchObject({ __typename: 'PriceChanged' })
    expect(await start(null, cart.cost.total)).toMatchObject({ __typename: 'CheckoutStarted' })
  })
})
