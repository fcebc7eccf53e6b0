import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeGlobalId } from '../../../api/schema/global-id.ts'
import { type CatalogShop, openCatalogShop } from './catalog-shop.ts'
import { seedCategories, seedProducts } from './seed.ts'

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
  await seedCategories(shop, [
    {
      id: 1,
      path: [1],
      texts: { en: { slug: 'living', name: 'Living' }, de: { slug: 'wohnen', name: 'Wohnen' } },
    },
    {
      id: 2,
      path: [1, 2],
      texts: { en: { slug: 'tables', name: 'Tables' }, de: { slug: 'tische', name: 'Tische' } },
    },
    {
      id: 3,
      path: [3],
      position: 1,
      texts: { en: { slug: 'garden', name: 'Garden', description: 'Outside' } },
    },
  ])
  await seedProducts(shop, [
    {
      id: 10,
      categoryId: 2,
      brand: 'Nordholz',
      tags: ['oak', 'new'],
      publishedAt: '2026-03-01T10:00:00.123456Z',
      salesCount: 5,
      images: ['/assets/a.svg', '/assets/b.svg'],
      options: [{ en: 'Size', de: 'Größe' }],
      texts: {
        en: { slug: 'oak-table', title: 'Oak table', html: '<p>Solid <b>oak</b></p>', excerpt: 'Solid oak' },
        de: { slug: 'eichentisch', title: 'Eichentisch' },
      },
      variants: [
        { id: 100, values: { en: ['Small'], de: ['Klein'] }, eur: 9900, chf: 10900, onHand: 3, reserved: 1 },
        { id: 101, values: { en: ['Large'] }, eur: 14900, eurBefore: 19900, onHand: 200 },
        { id: 102, values: { en: ['Extra large'] } },
      ],
    },
    {
      id: 11,
      categoryId: 2,
      salesCount: 9,
      texts: { en: { slug: 'beech-table', title: 'Beech table' } },
      variants: [{ id: 110, eur: 5000, onHand: 0 }],
    },
    {
      id: 12,
      categoryId: 2,
      publishedAt: null,
      texts: { en: { slug: 'secret-table', title: 'Secret table' } },
      variants: [{ id: 120, eur: 5000 }],
    },
    {
      id: 13,
      categoryId: 2,
      texts: { en: { slug: 'priceless', title: 'Priceless' } },
      variants: [{ id: 130 }],
    },
    {
      id: 14,
      texts: { de: { slug: 'nur-deutsch', title: 'Nur deutsch' } },
      variants: [{ id: 140, eur: 700 }],
    },
  ])
})
afterAll(() => shop.close())
beforeEach(() => {
  shop.forgetStatements()
})

const page = /* GraphQL */ `
  query ($slug: String!) {
    product(slug: $slug) {
      id slug title excerpt descriptionHtml brand vendor tags publishedAt availableForSale
      category { name slug parent { name slug } ancestors { name } }
      featuredImage { url alt width height }
      images { url }
      options { name values }
      priceRange { minimum { amount currencyCode } maximum { amount } compareAt { amount } }
      seo { title description }
      alternates { language slug }
      variants {
        id sku title price { amount currencyCode } compareAtPrice { amount } availableForSale quantityAvailable
        selectedOptions { name value } image { url } product { slug }
      }
    }
  }`

interface ProductPage {
  readonly product: { readonly [field: string]: unknown } | null
}

describe('a product page', () => {
  test('shows everything in one statement', async () => {
    const { data, errors } = await shop.ask<ProductPage>(page, { slug: 'oak-table' })
    expect(errors).toBeUndefined()
    expect(data.product).toMatchObject({
      id: encodeGlobalId('Product', '10'),
      title: 'Oak table',
      excerpt: 'Solid oak',
      descriptionHtml: '<p>Solid <b>oak</b></p>',
      brand: 'Nordholz',
      vendor: 'Nordholz',
      tags: ['oak', 'new'],
      publishedAt: '2026-03-01T10:00:00.123Z',
      availableForSale: true,
      category: {
        name: 'Tables',
        slug: 'tables',
        parent: { name: 'Living', slug: 'living' },
        ancestors: [{ name: 'Living' }],
      },
      featuredImage: { url: '/assets/a.svg', alt: 'A picture', width: 800, height: 600 },
      images: [{ url: '/assets/a.svg' }, { url: '/assets/b.svg' }],
      options: [{ name: 'Size', values: ['Small', 'Large'] }],
      priceRange: {
        minimum: { amount: 9900, currencyCode: 'EUR' },
        maximum: { amount: 14900 },
        compareAt: { amount: 19900 },
      },
      seo: { title: 'Oak table', description: 'Solid oak' },
      alternates: [
        { language: 'DE', slug: 'eichentisch' },
        { language: 'EN', slug: 'oak-table' },
      ],
    })
    expect(shop.statements.map(({ name }) => name)).toEqual(['catalog_product_by_slug'])
  })

  test('counts stock less what is reserved, shows at most 99, and leaves out variants without a price', async () => {
    const { data } = await shop.ask<ProductPage>(page, { slug: 'oak-table' })
    expect(data.product?.['variants']).toMatchObject([
      {
        sku: 'SKU-100',
        title: 'Small',
        price: { amount: 9900, currencyCode: 'EUR' },
        compareAtPrice: null,
        quantityAvailable: 2,
        availableForSale: true,
        selectedOptions: [{ name: 'Size', value: 'Small' }],
        image: { url: '/assets/a.svg' },
        product: { slug: 'oak-table' },
      },
      { sku: 'SKU-101', compareAtPrice: { amount: 19900 }, quantityAvailable: 99 },
    ])
  })

  test('falls back to English text by text', async () => {
    const { data } = await shop.ask<ProductPage>(
      page,
      { slug: 'eichentisch' },
      { locale: { language: 'DE' } },
    )
    expect(data.product).toMatchObject({
      slug: 'eichentisch',
      title: 'Eichentisch',
      descriptionHtml: '<p>Solid <b>oak</b></p>',
      category: { name: 'Tische', slug: 'tische' },
      options: [{ name: 'Größe', values: ['Klein', 'Large'] }],
    })
  })

  test('is found by the slug of another language, and tells the slug of this one', async () => {
    const { data } = await shop.ask<ProductPage>(page, { slug: 'oak-table' }, { locale: { language: 'DE' } })
    expect(data.product).toMatchObject({ slug: 'eichentisch', title: 'Eichentisch' })
  })

  test('shows another language rather than nothing where English is missing', async () => {
    const { data } = await shop.ask<ProductPage>(page, { slug: 'nur-deutsch' })
    expect(data.product).toMatchObject({ title: 'Nur deutsch', category: null, featuredImage: null })
  })

  test('has the prices of the currency, and only the variants that have one', async () => {
    const { data } = await shop.ask<ProductPage>(page, { slug: 'oak-table' }, { locale: { currency: 'CHF' } })
    expect(data.product).toMatchObject({
      priceRange: {
        minimum: { amount: 10900, currencyCode: 'CHF' },
        maximum: { amount: 10900 },
        compareAt: null,
      },
      variants: [{ sku: 'SKU-100' }],
    })
  })

  test('says that a sold out product cannot be bought', async () => {
    const { data } = await shop.ask<ProductPage>(page, { slug: 'beech-table' })
    expect(data.product).toMatchObject({ availableForSale: false, variants: [{ quantityAvailable: 0 }] })
  })

  test.each([
    ['unknown', 'no-such-thing'],
    ['not published', 'secret-table'],
    ['without a price', 'priceless'],
    ['no slug', "x'; drop table product; --"],
    ['a NUL byte', 'oak-table\u0000'],
    ['an emoji', '🪑'],
    ['10 kB', 'a'.repeat(10_000)],
  ])('is null if %s', async (_, slug) => {
    expect(await shop.ask<ProductPage>(page, { slug })).toMatchObject({ data: { product: null }, codes: [] })
  })
})

describe('node', () => {
  const node = '{ node(id: "ID") { __typename id } }'
  test.each(['Product:10', 'ProductVariant:100', 'Category:2'])('finds %s', async (key) => {
    const [type = '', id = ''] = key.split(':')
    const globalId = encodeGlobalId(type, id)
    const { data } = await shop.ask<object>(node.replace('ID', globalId))
    expect(data).toEqual({ node: { __typename: type, id: globalId } })
  })

  test.each([
    'Product:12',
    'Product:13',
    'Product:99999999999999999999',
    'Product:x',
    'ProductVariant:120',
    'ProductVariant:102',
  ])('is null for %s, which shoppers do not see', async (key) => {
    const [type = '', id = ''] = key.split(':')
    expect(await shop.ask(node.replace('ID', encodeGlobalId(type, id)))).toMatchObject({
      data: { node: null },
      codes: [],
    })
  })
})

describe('categories', () => {
  test('form a tree in shop order', async () => {
    const { data } = await shop.ask(
      '{ categories { name productCount image { url } children { name parent { name } productCount children { name } } } }',
    )
    expect(data).toEqual({
      categories: [
        {
          name: 'Living',
          productCount: 2,
          image: { url: '/assets/a.svg' },
          children: [{ name: 'Tables', parent: { name: 'Living' }, productCount: 2, children: [] }],
        },
        { name: 'Garden', productCount: 0, image: null, children: [] },
      ],
    })
    // Roots, and then one statement a level.
    expect(shop.statements.map(({ name }) => name)).toEqual([
      'catalog_root_category_ids',
      'catalog_categories_by_ids',
      'catalog_categories_by_ids',
    ])
  })

  test('are found by slugs of any language, and fall back to English', async () => {
    const german = { locale: { language: 'DE' } } as const
    const query =
      'query ($slug: String!) { category(slug: $slug) { slug name description alternates { language slug } } }'
    expect(await shop.ask(query, { slug: 'tables' }, german)).toMatchObject({
      data: {
        category: {
          slug: 'tische',
          name: 'Tische',
          alternates: [
            { language: 'DE', slug: 'tische' },
            { language: 'EN', slug: 'tables' },
          ],
        },
      },
    })
    expect(await shop.ask(query, { slug: 'garden' }, german)).toMatchObject({
      data: { category: { name: 'Garden', description: 'Outside' } },
    })
    expect(await shop.ask(query, { slug: 'nowhere' }, german)).toMatchObject({
      data: { category: null },
      codes: [],
    })
  })
})

describe('related products', () => {
  const query = '{ product(slug: "oak-table") { related { slug } } }'

  test('are best sellers of the same category without the product itself', async () => {
    expect(await shop.ask(query, {}, { flags: ['related-products'] })).toMatchObject({
      data: { product: { related: [{ slug: 'beech-table' }] } },
    })
  })

  test('are empty where the flag is off', async () => {
    expect(await shop.ask(query)).toMatchObject({ data: { product: { related: [] } } })
  })

  test('refuse an impossible number', async () => {
    const { codes } = await shop.ask('{ product(slug: "oak-table") { related(first: 0) { slug } } }')
    expect(codes).toEqual(['BAD_PAGE_SIZE'])
  })
})
