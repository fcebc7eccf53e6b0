import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPriceList } from '../../../../api/catalog/jobs/open-price-list.ts'
import { refreshDue } from '../../../../api/catalog/jobs/refresh-due.ts'
import { encodeGlobalId } from '../../../../api/schema/global-id.ts'
import { type CatalogShop, editor, openCatalogShop } from '../catalog-shop.ts'
import { seedProducts } from '../seed.ts'
import { edit, expectNoTrace, keepSeedIds, variantId } from './editing.ts'

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
  await keepSeedIds(shop)
})
afterAll(() => shop.close())
beforeEach(async () => {
  await shop.run('truncate product, customer, customer_group, outbox, audit_log, idempotency_key cascade')
  await shop.run(
    `insert into price_list (id, code, currency) overriding system value values (1, 'eur', 'EUR'), (2, 'chf', 'CHF')`,
  )
  await seedProducts(shop, [
    {
      id: 10,
      texts: { en: { slug: 'chair', title: 'Chair' } },
      variants: [
        { id: 100, eur: 10_000 },
        { id: 101, eur: 20_000 },
      ],
    },
  ])
})

const set = (input: object) => edit(shop, 'priceSet', { variantId: variantId(100), list: 'eur', ...input })

const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

const variant = async (country: 'DE' | 'AT' = 'DE', viewer?: typeof editor) => {
  const { data } = await shop.ask<{ product: { priceRange: unknown; variants: unknown[] } | null }>(
    `{ product(slug: "chair") {
      priceRange { minimum { amount } maximum { amount } }
      variants { price { amount } compareAtPrice { amount } lowestRecentPrice { amount } priceTiers { minQuantity price { amount } }
        viewerPrice { price { amount currencyCode } taxIncluded priceTiers { minQuantity price { amount } } } } } }`,
    {},
    { locale: { country }, ...(viewer === undefined ? {} : { viewer }) },
  )
  return { ...data.product, first: data.product?.variants[0] }
}

describe('priceSet', () => {
  test('sets price, tiers and schedule, and leaves what is left out', async () => {
    const schedule = [
      { amount: 8000, from: at(24), until: at(48) },
      { amount: 7000, from: at(48), until: at(72) },
    ]
    expect(
      await set({
        amount: 9000,
        compareAtAmount: 12_000,
        tiers: [{ minQuantity: 5, amount: 8500 }],
        schedule,
      }),
    ).toMatchObject({
      price: { amount: 9000 },
      tiers: [{ minQuantity: 5, price: { amount: 8500 } }],
      schedule: [{ price: { amount: 8000 } }, { price: { amount: 7000 } }],
    })
    expect(await variant()).toMatchObject({
      priceRange: { minimum: { amount: 9000 }, maximum: { amount: 20_000 } },
      first: {
        price: { amount: 9000 },
        compareAtPrice: { amount: 12_000 },
        lowestRecentPrice: { amount: 10_000 },
        priceTiers: [{ minQuantity: 5, price: { amount: 8500 } }],
      },
    })
    expect(await set({ amount: 9500 })).toMatchObject({ tiers: [{}], schedule: [{}, {}] })
    expect(await set({ amount: 9500, tiers: [], schedule: schedule.slice(1) })).toMatchObject({
      tiers: [],
      schedule: [{ price: { amount: 7000 } }],
    })
  })

  test('what is scheduled begins and ends by the worker', async () => {
    await set({ amount: 10_000, schedule: [{ amount: 6000, from: at(1), until: at(2) }] })
    const shift = async (minutes: number) => {
      await shop.run(
        `update scheduled_price set valid = tstzrange(lower(valid) - make_interval(mins => $1), upper(valid) - make_interval(mins => $1))`,
        [minutes],
      )
      await shop.run(`update product_due set due_at = due_at - make_interval(mins => $1)`, [minutes])
    }
    const cheapest = async () =>
      (await shop.run('select minimum_amount::integer as n from product_listing'))[0]?.['n']
    expect(await refreshDue(shop.database)).toBe(0)
    await shift(90)
    expect(await refreshDue(shop.database)).toBe(1)
    expect(await cheapest()).toBe(6000)
    expect(await variant()).toMatchObject({
      first: { price: { amount: 6000 }, compareAtPrice: { amount: 10_000 } },
    })
    await shift(60)
    expect(await refreshDue(shop.database)).toBe(1)
    expect(await cheapest()).toBe(10_000)
    expect(await shop.run('select from product_due')).toEqual([])
  })

  test('null takes a price out of the list', async () => {
    await set({ amount: null })
    expect(await variant()).toMatchObject({ priceRange: { minimum: { amount: 20_000 } } })
    expect(await shop.run('select from price_tier')).toEqual([])
  })

  test('two prices of one product at once both reach its range', async () => {
    await Promise.all([set({ amount: 100 }), set({ variantId: variantId(101), amount: 70_000 })])
    expect(await variant()).toMatchObject({
      priceRange: { minimum: { amount: 100 }, maximum: { amount: 70_000 } },
    })
  })

  test.each([
    ['a price of 0', { amount: 0 }, ['input', 'amount']],
    ['a negative price', { amount: -5 }, ['input', 'amount']],
    ['too high a price', { amount: 100_000_001 }, ['input', 'amount']],
    ['a price before that is lower', { amount: 100, compareAtAmount: 100 }, ['input', 'compareAtAmount']],
    [
      'a tier of one piece',
      { amount: 100, tiers: [{ minQuantity: 1, amount: 90 }] },
      ['input', 'tiers', '0', 'minQuantity'],
    ],
    ['a tier that costs more', { amount: 100, tiers: [{ minQuantity: 2, amount: 100 }] }, ['input', 'tiers']],
    [
      'tiers out of order',
      {
        amount: 100,
        tiers: [
          { minQuantity: 5, amount: 90 },
          { minQuantity: 2, amount: 80 },
        ],
      },
      ['input', 'tiers'],
    ],
    [
      'a tier dearer than the one before',
      {
        amount: 100,
        tiers: [
          { minQuantity: 2, amount: 80 },
          { minQuantity: 5, amount: 90 },
        ],
      },
      ['input', 'tiers'],
    ],
    [
      'a reversed schedule',
      {
        amount: 100,
        schedule: [{ amount: 90, from: '2027-01-02T00:00:00Z', until: '2027-01-01T00:00:00Z' }],
      },
      ['input', 'schedule', '0', 'until'],
    ],
    ['an unknown list', { amount: 100, list: 'usd' }, ['input', 'list']],
    ['tiers without a price', { amount: null, tiers: [{ minQuantity: 2, amount: 80 }] }, ['input', 'amount']],
  ])('refuses %s', async (_, input, path) => {
    expect(await set(input)).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT', path })
    await expectNoTrace(shop)
  })

  test('refuses scheduled prices that overlap', async () => {
    const schedule = [
      { amount: 90, from: at(1), until: at(3) },
      { amount: 80, from: at(2), until: at(4) },
    ]
    expect(await set({ amount: 100, schedule })).toMatchObject({
      code: 'SCHEDULE_OVERLAPS',
      path: ['input', 'schedule'],
    })
    await expectNoTrace(shop)
  })
})

describe('price lists', () => {
  const list = (input: object) =>
    edit(shop, 'priceListSet', {
      code: 'austria',
      currency: 'EUR',
      country: 'AT',
      taxIncluded: true,
      ...input,
    })

  test("a country buys from its list when it is filled, and from the currency's until then", async () => {
    expect(await list({})).toEqual({ __typename: 'CatalogEdited', code: 'austria' })
    expect(await set({ list: 'austria', amount: 11_000 })).toMatchObject({ price: { amount: 11_000 } })
    expect(await variant('AT')).toMatchObject({ first: { price: { amount: 10_000 } } })
    const [event] = await shop.run(
      `select payload ->> 'priceListId' as id from outbox where topic = 'price_list.created'`,
    )
    await openPriceList(shop.database, event?.['id'] as string)
    await openPriceList(shop.database, event?.['id'] as string)
    expect(await variant('AT')).toMatchObject({
      priceRange: { minimum: { amount: 11_000 }, maximum: { amount: 20_000 } },
      first: { price: { amount: 11_000 } },
    })
    expect(await variant('DE')).toMatchObject({ first: { price: { amount: 10_000 } } })
    await set({ list: 'austria', amount: null })
    expect(await variant('AT')).toMatchObject({ first: { price: { amount: 10_000 } } })
  })

  test('a market has one list, and a list one market', async () => {
    await list({})
    expect(await list({ code: 'another' })).toMatchObject({ code: 'MARKET_TAKEN' })
    expect(await list({ country: 'DE' })).toMatchObject({ code: 'LIST_HAS_MARKET' })
    expect(await list({})).toMatchObject({ __typename: 'CatalogEdited' })
    expect(await list({ taxIncluded: false })).toMatchObject({ path: ['input', 'taxIncluded'] })
    expect(await list({ code: 'swiss', country: 'CH' })).toMatchObject({ path: ['input', 'country'] })
    expect(await list({ code: 'x y' })).toMatchObject({ path: ['input', 'code'] })
    expect(await list({ code: 'trade', country: null, customerGroup: 'nobody' })).toMatchObject({
      path: ['input', 'customerGroup'],
    })
  })
})

describe('customer groups', () => {
  const customer = async (email = 'ada@example.com') => {
    const id = randomUUID()
    await shop.run(`insert into customer (id, issuer, subject, email) values ($1, $2, $3, $4)`, [
      id,
      editor.issuer,
      editor.subject + id,
      email,
    ])
    return { id, viewer: { ...editor, subject: editor.subject + id, permissions: new Set<never>() } }
  }

  test('a customer of a group sees its net price, and the public one where that is lower', async () => {
    const { id, viewer } = await customer()
    await edit(shop, 'customerGroupSet', { code: 'trade', name: 'Trade' })
    await edit(shop, 'priceListSet', {
      code: 'trade',
      currency: 'EUR',
      customerGroup: 'trade',
      taxIncluded: false,
    })
    await set({ list: 'trade', amount: 7000, tiers: [{ minQuantity: 10, amount: 6000 }] })
    const see = async () => (await variant('DE', viewer)).first

    expect(await see()).toMatchObject({ viewerPrice: null })
    expect(
      await edit(shop, 'customerGroupAssign', { customerId: encodeGlobalId('Customer', id), group: 'trade' }),
    ).toMatchObject({ __typename: 'CatalogEdited' })
    expect(await see()).toMatchObject({
      price: { amount: 10_000 },
      viewerPrice: {
        price: { amount: 7000, currencyCode: 'EUR' },
        taxIncluded: false,
        priceTiers: [{ minQuantity: 10, price: { amount: 6000 } }],
      },
    })
    expect((await variant('DE')).first).toMatchObject({ viewerPrice: null })
    await set({ amount: 8000 })
    expect(await see()).toMatchObject({ viewerPrice: { price: { amount: 8000 }, taxIncluded: true } })
    await edit(shop, 'customerGroupAssign', { email: 'ADA@example.com', group: null })
    expect(await see()).toMatchObject({ viewerPrice: null })
  })

  test('prices of many variants are two statements', async () => {
    const { id, viewer } = await customer()
    await edit(shop, 'customerGroupSet', { code: 'trade', name: 'Trade' })
    await edit(shop, 'customerGroupAssign', { customerId: encodeGlobalId('Customer', id), group: 'trade' })
    const names: string[] = []
    const read = shop.database.read.bind(shop.database)
    const spying = { ...shop.database }
    Object.assign(shop.database, {
      read: (...[statement, options]: Parameters<typeof read>) => {
        names.push(statement.name)
        return read(statement, options)
      },
    })
    await variant('DE', viewer)
    Object.assign(shop.database, spying)
    expect(names.filter((one) => one === 'viewer_group' || one === 'offers')).toEqual([
      'viewer_group',
      'offers',
    ])
  })

  test('refuses what is not there, or not clear', async () => {
    await customer('twins@example.com')
    await customer('Twins@example.com')
    const assign = (input: object) => edit(shop, 'customerGroupAssign', { group: null, ...input })
    expect(await assign({ email: 'twins@example.com' })).toMatchObject({ code: 'EMAIL_AMBIGUOUS' })
    expect(await assign({ email: 'nobody@example.com' })).toMatchObject({ code: 'CUSTOMER_NOT_FOUND' })
    expect(await assign({ customerId: encodeGlobalId('Customer', 'x') })).toMatchObject({
      code: 'CUSTOMER_NOT_FOUND',
    })
    expect(await assign({})).toMatchObject({ code: 'INVALID_INPUT' })
    const { id } = await customer()
    expect(await assign({ customerId: encodeGlobalId('Customer', id), group: 'nope' })).toMatchObject({
      code: 'CUSTOMER_GROUP_NOT_FOUND',
    })
    expect(await edit(shop, 'customerGroupSet', { code: 'x', name: 'x'.repeat(10_000) })).toMatchObject({
      path: ['input', 'name'],
    })
  })
})
