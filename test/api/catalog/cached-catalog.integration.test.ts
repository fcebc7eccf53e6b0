import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Cache } from '../../../api/cache/cache.ts'
import { createCachedCatalog } from '../../../api/catalog/cached-catalog.ts'
import type { CatalogSource } from '../../../api/catalog/catalog-source.ts'
import { wholeCatalogTag } from '../../../api/catalog/catalog-tags.ts'
import { defaultLocale } from '../../../api/locale.ts'
import { encodeGlobalId } from '../../../api/schema/global-id.ts'
import { type Announcer, type ConnectedCache, connectCache, createAnnouncer } from '../cache/connect-cache.ts'
import { type CatalogShop, editor, openCatalogShop } from './catalog-shop.ts'
import { seedCategories, seedProducts } from './seed.ts'

let shop: CatalogShop
let announcer: Announcer
let connected: ConnectedCache

beforeAll(async () => {
  shop = await openCatalogShop()
  await seedCategories(shop, [
    { id: 1, path: [1], texts: { en: { slug: 'chairs', name: 'Chairs' } } },
    { id: 2, path: [1, 2], texts: { en: { slug: 'stools', name: 'Stools' } } },
  ])
  await seedProducts(
    shop,
    [10, 11, 12].map((id) => ({
      id,
      categoryId: 2,
      texts: { en: { slug: `chair-${String(id)}`, title: `Chair ${String(id)}` } },
      variants: [{ id: id * 10, eur: 1000 }],
    })),
  )
})
afterAll(() => shop.close())

let cache: Cache
let source: CatalogSource
beforeEach(async () => {
  // A space of its own: keys of one test must not meet those of another in the shared cluster.
  announcer = createAnnouncer(shop.database)
  connected = await connectCache(inject('local').cacheNodes, announcer)
  cache = connected.cache
  source = createCachedCatalog(shop.source, cache)
  shop.forgetStatements()
})
afterEach(() => connected.close())

/** Waits for what is being stored in the background. */
const stored = () => cache.settle()

const statements = () => shop.statements.map(({ name }) => name)

describe('a cached catalogue', () => {
  test('answers the second time without the source', async () => {
    const calls: ((catalog: CatalogSource) => Promise<unknown>)[] = [
      (catalog) => catalog.productsByIds(['10', '999', '11'], defaultLocale),
      (catalog) => catalog.variantsByIds(['100', '999'], defaultLocale),
      (catalog) => catalog.categoriesByIds(['2', '999'], 'EN'),
      (catalog) => catalog.productBySlug('chair-10', defaultLocale),
      (catalog) => catalog.productBySlug('unknown', defaultLocale),
      (catalog) => catalog.categoryIdBySlug('stools', 'EN'),
      (catalog) => catalog.rootCategoryIds(),
      (catalog) =>
        catalog.listProducts({ first: 2, sort: 'NEWEST', filter: { categoryId: '1' } }, defaultLocale),
      (catalog) => catalog.countProducts({ categoryId: '1' }, defaultLocale),
      (catalog) =>
        catalog.searchProducts({ query: 'chair', first: 2, sort: 'RELEVANCE', filter: {} }, defaultLocale),
      (catalog) => catalog.countSearch('chair', {}, defaultLocale),
      (catalog) => catalog.facets({ query: 'chair', filter: {} }, defaultLocale),
      (catalog) => catalog.collectionIds(),
      (catalog) => catalog.collectionIdBySlug('winter', 'EN'),
      (catalog) => catalog.collectionsByIds(['1', '999'], 'EN'),
      (catalog) => catalog.brandBySlug('nordholz'),
      (catalog) => catalog.suggest('cha', 'EN'),
      (catalog) => catalog.relatedProducts('10', 4, defaultLocale),
    ]
    for (const call of calls) {
      const straight = await call(shop.source)
      expect(await call(source)).toEqual(straight)
      await stored()
      shop.forgetStatements()
      expect(await call(source)).toEqual(straight)
      expect(statements()).toEqual([])
    }
  })

  test('asks only for what is missing, in one statement', async () => {
    await source.productsByIds(['10'], defaultLocale)
    await stored()
    shop.forgetStatements()
    const products = await source.productsByIds(['12', '10', '11', '12'], defaultLocale)
    expect(products.map((product) => product?.id)).toEqual(['12', '10', '11', '12'])
    expect(shop.statements.map(({ name, values }) => [name, values[0]])).toEqual([
      ['catalog_products_by_ids', ['12', '11']],
    ])
  })

  test('keeps languages, currencies and questions apart', async () => {
    const list = (currency: 'EUR' | 'CHF', first: number) =>
      source.listProducts({ first, sort: 'NEWEST', filter: {} }, { ...defaultLocale, currency })
    expect((await list('EUR', 3)).edges).toHaveLength(3)
    await stored()
    expect((await list('CHF', 3)).edges).toHaveLength(0)
    expect((await list('EUR', 1)).edges).toHaveLength(1)
    expect(await source.productsByIds(['10'], { ...defaultLocale, currency: 'CHF' })).toEqual([undefined])
  })

  test.each([
    [
      'a product, by its own tag',
      'product:10',
      (catalog: CatalogSource) => catalog.productsByIds(['10'], defaultLocale),
    ],
    [
      'a product, by its category',
      'category:2',
      (catalog: CatalogSource) => catalog.productsByIds(['10'], defaultLocale),
    ],
    [
      'a product, by an ancestor',
      'category:1',
      (catalog: CatalogSource) => catalog.productsByIds(['10'], defaultLocale),
    ],
    [
      'a variant, by its product',
      'product:10',
      (catalog: CatalogSource) => catalog.variantsByIds(['100'], defaultLocale),
    ],
    [
      'an unknown product, when it comes',
      'product:77',
      (catalog: CatalogSource) => catalog.productsByIds(['77'], defaultLocale),
    ],
    [
      'a category, by its child',
      'category:2',
      (catalog: CatalogSource) => catalog.categoriesByIds(['1'], 'EN'),
    ],
    [
      'a list',
      'catalog',
      (catalog: CatalogSource) =>
        catalog.listProducts({ first: 5, sort: 'NEWEST', filter: {} }, defaultLocale),
    ],
    ['an unknown slug', 'catalog', (catalog: CatalogSource) => catalog.productBySlug('new', defaultLocale)],
    [
      'a search',
      'catalog',
      (catalog: CatalogSource) =>
        catalog.searchProducts({ query: 'chair', first: 5, sort: 'RELEVANCE', filter: {} }, defaultLocale),
    ],
    ['anything, by an import', wholeCatalogTag, (catalog: CatalogSource) => catalog.rootCategoryIds()],
  ])('reads %s again after an invalidation', async (_, tag, call) => {
    await call(source)
    await stored()
    shop.forgetStatements()
    await cache.invalidate(['product:9999', 'category:99'])
    await call(source)
    expect(statements()).toEqual([])
    await cache.invalidate([tag])
    await call(source)
    expect(statements()).not.toEqual([])
  })

  test('serves what it has while the source is away, however old within its time', async () => {
    await source.productsByIds(['10'], defaultLocale)
    await stored()
    connected.wait(5 * 60)
    const away = { ...shop.source, productsByIds: () => Promise.reject(new Error('away')) }
    const [product] = await createCachedCatalog(away, cache).productsByIds(['10'], defaultLocale)
    expect(product?.title).toBe('Chair 10')
    await expect(createCachedCatalog(away, cache).productsByIds(['11'], defaultLocale)).rejects.toThrow(
      'away',
    )
    await stored()
  })
})

test('a price that an editor sets is old until its event is delivered, and never after', async () => {
  const query = `{ products(sort: PRICE_ASCENDING, first: 1) { nodes { priceRange { minimum { amount } } } }
                   product(slug: "chair-11") { variants { price { amount } } } }`
  const priceOf = async () => (await shop.ask(query, {}, { source })).data
  const at = (amount: number) => ({
    products: { nodes: [{ priceRange: { minimum: { amount } } }] },
    product: { variants: [{ price: { amount } }] },
  })
  expect(await priceOf()).toEqual(at(1000))
  await stored()
  announcer.pause()

  const input = { variantId: encodeGlobalId('ProductVariant', '110'), currency: 'EUR', amount: 700 }
  const mutation = `mutation ($input: VariantPriceSetInput!) {
    variantPriceSet(input: $input, idempotencyKey: "price-to-700") { ... on VariantPriceChanged { variant { price { amount } } } } }`
  const { data } = await shop.ask(mutation, { input }, { source, viewer: editor })
  expect(data).toEqual({ variantPriceSet: { variant: { price: { amount: 700 } } } })
  expect(await priceOf()).toEqual(at(1000))

  const events = await shop.run(`select payload->'tags' as tags from outbox where topic = 'catalog.changed'`)
  for (const { tags } of events) await cache.invalidate(tags as string[])
  expect(await priceOf()).toEqual(at(700))
})
