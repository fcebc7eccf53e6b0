import { afterAll, beforeEach, beforeAll, describe, expect, test } from 'vitest'
import { encodeGlobalId } from '../../../../api/schema/global-id.ts'
import type { Viewer } from '../../../../api/security/viewer.ts'
import { type Answer, type CatalogShop, editor, openCatalogShop } from '../catalog-shop.ts'
import { seedCategories, seedProducts } from '../seed.ts'

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
})
afterAll(() => shop.close())
beforeEach(async () => {
  await shop.run('truncate product, category, outbox, audit_log, idempotency_key cascade')
  await seedCategories(shop, [
    {
      id: 1,
      path: [1],
      texts: { en: { slug: 'chairs', name: 'Chairs' }, de: { slug: 'stuehle', name: 'Stühle' } },
    },
  ])
  await seedProducts(shop, [
    {
      id: 10,
      categoryId: 1,
      brand: 'Nordholz',
      tags: ['oak'],
      texts: { en: { slug: 'chair', title: 'Chair', html: '<p>Old</p>', excerpt: 'Old' } },
      variants: [
        { id: 100, eur: 9900 },
        { id: 101, eur: 12900 },
      ],
    },
  ])
})

const productId = encodeGlobalId('Product', '10')
const variantId = encodeGlobalId('ProductVariant', '100')

const updateMutation = /* GraphQL */ `
  mutation ($input: ProductUpdateInput!, $key: ID! = "key-00001") {
    productUpdate(input: $input, idempotencyKey: $key) {
      __typename
      ... on ProductUpdated { product { slug title descriptionHtml excerpt } }
      ... on ProductNotFound { code message }
      ... on InvalidInput { code path message }
    }
  }`

const priceMutation = /* GraphQL */ `
  mutation ($input: VariantPriceSetInput!, $key: ID! = "key-00001") {
    variantPriceSet(input: $input, idempotencyKey: $key) {
      __typename
      ... on VariantPriceChanged { variant { price { amount currencyCode } compareAtPrice { amount } } }
      ... on VariantNotFound { code variantId }
      ... on InvalidInput { code path message }
    }
  }`

interface Updated {
  readonly productUpdate: Record<string, unknown>
}
interface Priced {
  readonly variantPriceSet: Record<string, unknown>
}

const update = (input: object, key?: string): Promise<Answer<Updated>> =>
  shop.ask(
    updateMutation,
    { input: { productId, language: 'EN', ...input }, ...(key === undefined ? {} : { key }) },
    { viewer: editor },
  )

const setPrice = (input: object, key?: string): Promise<Answer<Priced>> =>
  shop.ask(
    priceMutation,
    { input: { variantId, currency: 'EUR', amount: 4900, ...input }, ...(key === undefined ? {} : { key }) },
    { viewer: editor },
  )

async function nothingChanged(): Promise<void> {
  expect(await shop.run('select from outbox')).toEqual([])
  expect(await shop.run('select from audit_log')).toEqual([])
  expect(await shop.run('select title from product_text')).toEqual([{ title: 'Chair' }])
  expect(await shop.run('select amount from price order by variant_id')).toEqual([
    { amount: '9900' },
    { amount: '12900' },
  ])
}

describe('productUpdate', () => {
  test('changes texts, cleans the description and keeps the slug', async () => {
    const { data, errors } = await update({
      title: '  Oak\n chair ',
      descriptionHtml: '<p onclick="x()">New &amp; solid</p><script>steal()</script>',
    })
    expect(errors).toBeUndefined()
    expect(data.productUpdate).toEqual({
      __typename: 'ProductUpdated',
      product: {
        slug: 'chair',
        title: 'Oak chair',
        descriptionHtml: '<p>New &amp; solid</p>',
        excerpt: 'New & solid',
      },
    })
  })

  test('tells the caches, and the audit log who did it', async () => {
    await update({ title: 'Oak chair' })
    expect(await shop.run('select topic, payload from outbox')).toEqual([
      { topic: 'catalog.changed', payload: { tags: ['product:10', 'catalog'] } },
    ])
    expect(await shop.run('select actor, action, details, request_id from audit_log')).toMatchObject([
      {
        actor: 'https://login.example editor-1',
        action: 'productUpdate',
        details: { productId: '10', title: 'Oak chair', language: 'EN' },
        request_id: 'request-1',
      },
    ])
  })

  test('is found by its new words at once', async () => {
    await update({ title: 'Throne' })
    expect((await shop.ask('{ search(query: "throne") { nodes { title } } }')).data).toEqual({
      search: { nodes: [{ title: 'Throne' }] },
    })
  })

  test('adds the first text of a language, with a slug and keywords for the search', async () => {
    await update({ language: 'DE', title: 'Stuhl Größe 1' })
    expect(await shop.run(`select slug, title, keywords from product_text where language = 'de'`)).toEqual([
      { slug: 'stuhl-groesse-1-10', title: 'Stuhl Größe 1', keywords: 'Nordholz oak Stühle' },
    ])
  })

  test('refuses a first description without a title', async () => {
    const { data } = await update({ language: 'DE', descriptionHtml: '<p>Neu</p>' })
    expect(data.productUpdate).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'title'] })
    expect(await shop.run('select from outbox')).toEqual([])
  })

  test('hides a product and shows it again', async () => {
    expect((await update({ published: false })).data.productUpdate).toEqual({
      __typename: 'ProductUpdated',
      product: null,
    })
    const list = '{ products { nodes { slug } totalCount } product(slug: "chair") { slug } }'
    expect((await shop.ask(list)).data).toEqual({ products: { nodes: [], totalCount: 0 }, product: null })
    await update({ published: true }, 'key-00002')
    expect((await shop.ask(list)).data).toEqual({
      products: { nodes: [{ slug: 'chair' }], totalCount: 1 },
      product: { slug: 'chair' },
    })
  })

  test('does the same request once and gives the same answer', async () => {
    const first = await update({ title: 'Oak chair' })
    await update({ title: 'Beech chair' }, 'key-00002')
    expect((await update({ title: 'Oak chair' })).data).toEqual(first.data)
    expect(await shop.run('select title from product_text')).toEqual([{ title: 'Beech chair' }])
    expect(await shop.run('select from outbox')).toHaveLength(2)
  })

  test('refuses the same key for another request, and a key that is too short', async () => {
    await update({ title: 'Oak chair' })
    expect((await update({ title: 'Beech chair' })).codes).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect((await update({ title: 'Beech chair' }, 'short')).codes).toEqual(['IDEMPOTENCY_KEY_INVALID'])
    expect(await shop.run('select title from product_text')).toEqual([{ title: 'Oak chair' }])
  })

  test.each([
    [{ title: '' }, ['input', 'title']],
    [{ title: ' \u0000\n' }, ['input', 'title']],
    [{ title: 'x'.repeat(256) }, ['input', 'title']],
    [{ descriptionHtml: 'x'.repeat(100_001) }, ['input', 'descriptionHtml']],
    [{}, ['input']],
    [{ title: null, descriptionHtml: null, published: null }, ['input']],
  ])('refuses bad input %#', async (input, path) => {
    const { data } = await update(input)
    expect(data.productUpdate).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT', path })
    await nothingChanged()
  })

  test.each(['11', 'x', '99999999999999999999'])('does not know the product %s', async (id) => {
    const { data } = await update({ productId: encodeGlobalId('Product', id), title: 'Oak chair' })
    expect(data.productUpdate).toMatchObject({ __typename: 'ProductNotFound', code: 'PRODUCT_NOT_FOUND' })
    await nothingChanged()
  })

  test('refuses an id of something else', async () => {
    expect((await update({ productId: variantId, title: 'Oak chair' })).codes).toEqual(['BAD_ID'])
  })
})

describe('variantPriceSet', () => {
  test('sets a price in one currency, and the lists sort by it', async () => {
    const { data } = await setPrice({ amount: 4900, compareAtAmount: 9900 })
    expect(data.variantPriceSet).toEqual({
      __typename: 'VariantPriceChanged',
      variant: { price: { amount: 4900, currencyCode: 'EUR' }, compareAtPrice: { amount: 9900 } },
    })
    const filter =
      '{ products(filter: { priceUntil: 5000 }) { nodes { priceRange { minimum { amount } } } } }'
    expect((await shop.ask(filter)).data).toEqual({
      products: { nodes: [{ priceRange: { minimum: { amount: 4900 } } }] },
    })
  })

  test('brings a variant into another price list', async () => {
    const { data } = await setPrice({ currency: 'CHF', amount: 5900 })
    expect(data.variantPriceSet).toMatchObject({ variant: { price: { amount: 5900, currencyCode: 'CHF' } } })
    const { data: list } = await shop.ask('{ products { totalCount } }', {}, { locale: { currency: 'CHF' } })
    expect(list).toEqual({ products: { totalCount: 1 } })
  })

  test('removes the price before a reduction', async () => {
    await setPrice({ amount: 4900, compareAtAmount: 9900 })
    await setPrice({ amount: 4900, compareAtAmount: null }, 'key-00002')
    expect(await shop.run('select compare_at_amount from price where variant_id = 100')).toEqual([
      { compare_at_amount: null },
    ])
  })

  test('answers without the variant if its product is not published', async () => {
    await update({ published: false }, 'key-00002')
    expect((await setPrice({})).data.variantPriceSet).toEqual({
      __typename: 'VariantPriceChanged',
      variant: null,
    })
  })

  test('two prices of one product at once both reach its price range', async () => {
    const other = encodeGlobalId('ProductVariant', '101')
    await Promise.all([setPrice({ amount: 100 }), setPrice({ variantId: other, amount: 70000 }, 'key-00002')])
    expect(await shop.run('select minimum_amount, maximum_amount from product_listing')).toEqual([
      { minimum_amount: '100', maximum_amount: '70000' },
    ])
  })

  test.each([
    [{ amount: 0 }, 'amount'],
    [{ amount: -1 }, 'amount'],
    [{ amount: 100_000_001 }, 'amount'],
    [{ amount: 500, compareAtAmount: 500 }, 'compareAtAmount'],
    [{ amount: 500, compareAtAmount: 100_000_001 }, 'compareAtAmount'],
  ])('refuses %o', async (input, field) => {
    const { data } = await setPrice(input)
    expect(data.variantPriceSet).toMatchObject({ code: 'INVALID_INPUT', path: ['input', field] })
    await nothingChanged()
  })

  test('does not know the variant', async () => {
    const unknown = encodeGlobalId('ProductVariant', '999')
    expect((await setPrice({ variantId: unknown })).data.variantPriceSet).toEqual({
      __typename: 'VariantNotFound',
      code: 'VARIANT_NOT_FOUND',
      variantId: unknown,
    })
    await nothingChanged()
  })
})

test.each<[string, Viewer, string]>([
  ['a guest', { kind: 'guest' }, 'UNAUTHENTICATED'],
  ['a customer', { ...editor, permissions: new Set() }, 'FORBIDDEN'],
])('%s may change nothing', async (_, viewer, code) => {
  const input = { productId, language: 'EN', title: 'Mine' }
  expect((await shop.ask(updateMutation, { input }, { viewer })).codes).toEqual([code])
  const price = { variantId, currency: 'EUR', amount: 1 }
  expect((await shop.ask(priceMutation, { input: price }, { viewer })).codes).toEqual([code])
  await nothingChanged()
})
