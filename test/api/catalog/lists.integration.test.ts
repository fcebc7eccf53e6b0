import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ProductSort } from '../../../api/catalog/catalog-source.ts'
import { type Asker, type CatalogShop, openCatalogShop } from './catalog-shop.ts'
import { seedCategories, seedProducts, type SeedProduct } from './seed.ts'

/** Few values for many rows, so that every page ends among equals. */
const products = Array.from({ length: 43 }, (_, index): SeedProduct => {
  const id = index + 1
  return {
    id,
    categoryId: 2 + (index % 2),
    tags: [index % 3 === 0 ? 'third' : 'other'],
    publishedAt: `2026-01-0${String(1 + (index % 4))}T00:00:00.000001Z`,
    salesCount: index % 3,
    images: [`/assets/${String(id)}.svg`],
    texts: { en: { slug: `product-${String(id)}`, title: `Product ${String(id)}` } },
    variants: [{ id, eur: 1000 + (index % 5) * 100, onHand: index % 4 }],
  }
})

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
  await seedCategories(shop, [
    { id: 1, path: [1], texts: { en: { slug: 'all', name: 'All' } } },
    {
      id: 2,
      path: [1, 2],
      texts: { en: { slug: 'even', name: 'Even' }, de: { slug: 'gerade', name: 'Gerade' } },
    },
    { id: 3, path: [1, 3], texts: { en: { slug: 'odd', name: 'Odd' } } },
    { id: 4, path: [4], texts: { en: { slug: 'empty', name: 'Empty' } } },
  ])
  await seedProducts(shop, [
    ...products,
    {
      id: 90,
      categoryId: 2,
      publishedAt: null,
      texts: { en: { slug: 'hidden', title: 'Hidden' } },
      variants: [{ id: 90, eur: 1000 }],
    },
    {
      id: 91,
      categoryId: 2,
      texts: { en: { slug: 'priceless', title: 'Priceless' } },
      variants: [{ id: 91 }],
    },
  ])
})
afterAll(() => shop.close())
beforeEach(() => {
  shop.forgetStatements()
})

const list = /* GraphQL */ `
  query ($first: Int! = 24, $after: String, $sort: ProductSort! = NEWEST, $filter: ProductFilter) {
    products(first: $first, after: $after, sort: $sort, filter: $filter) {
      edges { cursor node { slug } }
      nodes { slug }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    }
  }`

interface List {
  readonly products: {
    readonly edges: readonly { cursor: string; node: { slug: string } }[]
    readonly nodes: readonly { slug: string }[]
    readonly pageInfo: {
      hasNextPage: boolean
      hasPreviousPage: boolean
      startCursor: string | null
      endCursor: string | null
    }
    readonly totalCount: number
  }
}

async function walk(variables: Record<string, unknown>, asker?: Asker): Promise<string[]> {
  const slugs: string[] = []
  let after: string | null = null
  for (let pages = 0; pages < 100; pages += 1) {
    const { data, errors }: { data: List; errors?: unknown } = await shop.ask<List>(
      list,
      { ...variables, after },
      asker,
    )
    expect(errors).toBeUndefined()
    slugs.push(...data.products.nodes.map(({ slug }) => slug))
    if (!data.products.pageInfo.hasNextPage) return slugs
    after = data.products.pageInfo.endCursor
  }
  throw new Error('The walk does not end.')
}

const keyOf = (product: SeedProduct, sort: ProductSort): number | string =>
  sort === 'NEWEST'
    ? (product.publishedAt ?? '')
    : sort === 'BEST_SELLING'
      ? (product.salesCount ?? 0)
      : (product.variants?.[0]?.eur ?? 0)

function expectedOrder(sort: ProductSort): string[] {
  const direction = sort === 'PRICE_ASCENDING' ? 1 : -1
  return [...products]
    .sort((a, b) => {
      const [left, right] = [keyOf(a, sort), keyOf(b, sort)]
      return direction * (left < right ? -1 : left > right ? 1 : a.id - b.id)
    })
    .map(({ texts }) => texts.en?.slug ?? '')
}

describe('pages', () => {
  const sorts: ProductSort[] = ['NEWEST', 'BEST_SELLING', 'PRICE_ASCENDING', 'PRICE_DESCENDING']
  test.each(sorts.flatMap((sort) => [1, 4, 7, 100].map((first) => [sort, first] as const)))(
    '%s by %i show every product once, in order',
    async (sort, first) => {
      expect(await walk({ sort, first })).toEqual(expectedOrder(sort))
    },
  )

  test('go on in their place when products come and go in between', async () => {
    const { data } = await shop.ask<List>(list, { first: 20, sort: 'BEST_SELLING' })
    const order = expectedOrder('BEST_SELLING')
    await seedProducts(shop, [
      {
        id: 95,
        salesCount: 1000,
        texts: { en: { slug: 'newcomer', title: 'Newcomer' } },
        variants: [{ id: 95, eur: 1 }],
      },
    ])
    const next = await shop.ask<List>(list, {
      first: 20,
      sort: 'BEST_SELLING',
      after: data.products.pageInfo.endCursor,
    })
    await shop.run('delete from product where id = 95')
    expect(next.data.products.nodes.map(({ slug }) => slug)).toEqual(order.slice(20, 40))
  })

  test('tell where they are', async () => {
    const { data } = await shop.ask<List>(list, { first: 40 })
    const { edges, pageInfo, totalCount } = data.products
    expect(pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges.at(0)?.cursor,
      endCursor: edges.at(-1)?.cursor,
    })
    expect(totalCount).toBe(products.length)
    const rest = await shop.ask<List>(list, { first: 40, after: pageInfo.endCursor })
    expect(rest.data.products.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    expect(rest.data.products.edges).toHaveLength(3)
  })

  test('keep a cursor of any row', async () => {
    const { data } = await shop.ask<List>(list, { first: 10 })
    const { data: rest } = await shop.ask<List>(list, { first: 3, after: data.products.edges[4]?.cursor })
    expect(rest.products.nodes).toEqual(data.products.nodes.slice(5, 8))
  })
})

describe('filters', () => {
  const slugs = (matches: (product: SeedProduct, index: number) => boolean) =>
    products.filter(matches).map(({ texts }) => texts.en?.slug ?? '')
  const price = (product: SeedProduct) => product.variants?.[0]?.eur ?? 0

  test.each<[string, object, (product: SeedProduct, index: number) => boolean]>([
    ['nothing', {}, () => true],
    ['only nulls', { category: null, tag: null, priceFrom: null, available: null }, () => true],
    ['a category', { category: 'even' }, (_, index) => index % 2 === 0],
    ['a category with subcategories', { category: 'all' }, () => true],
    ['a category by its slug in another language', { category: 'gerade' }, (_, index) => index % 2 === 0],
    ['an empty category', { category: 'empty' }, () => false],
    ['an unknown category', { category: 'no-such' }, () => false],
    ['a category that is no slug', { category: `\u0000'🪑` }, () => false],
    ['a tag', { tag: 'third' }, (_, index) => index % 3 === 0],
    ['an unknown tag', { tag: '\u0000{third},"' }, () => false],
    ['a lowest price', { priceFrom: 1300 }, (product) => price(product) >= 1300],
    ['a highest price', { priceUntil: 1100 }, (product) => price(product) <= 1100],
    ['one price', { priceFrom: 1200, priceUntil: 1200 }, (product) => price(product) === 1200],
    ['what is in stock', { available: true }, (_, index) => index % 4 !== 0],
    ['what need not be in stock', { available: false }, () => true],
    [
      'all of it',
      { category: 'even', tag: 'third', priceFrom: 1000, priceUntil: 1300, available: true },
      (product, index) => index % 2 === 0 && index % 3 === 0 && index % 4 !== 0 && price(product) <= 1300,
    ],
  ])('by %s', async (_, filter, matches) => {
    const found = await walk({ filter, first: 5 })
    expect(found.toSorted()).toEqual(slugs(matches).toSorted())
    const { data } = await shop.ask<List>(list, { filter })
    expect(data.products.totalCount).toBe(found.length)
  })

  test('show nothing in a currency without prices', async () => {
    expect(await walk({}, { locale: { currency: 'CHF' } })).toEqual([])
  })
})

describe('bad arguments', () => {
  test.each([0, -1, 101, 10_000])('refuse a page of %i', async (first) => {
    const { codes, errors } = await shop.ask(list, { first })
    expect(codes).toEqual(['BAD_PAGE_SIZE'])
    expect(errors?.[0]?.message).toContain(String(first))
    expect(shop.statements).toEqual([])
  })

  test.each([{ priceFrom: 2, priceUntil: 1 }, { priceFrom: -1 }, { priceUntil: -5 }])(
    'refuse the price range %o',
    async (filter) => {
      expect((await shop.ask(list, { filter })).codes).toEqual(['BAD_FILTER'])
      expect(shop.statements).toEqual([])
    },
  )

  test.each<[string, object]>([
    ['an unknown facet', { attributes: [{ code: 'no-such', options: ['x'] }] }],
    [
      'an attribute twice',
      {
        attributes: [
          { code: 'a', boolean: true },
          { code: 'a', boolean: false },
        ],
      },
    ],
    ['an attribute without a value', { attributes: [{ code: 'a' }] }],
    ['an attribute with two', { attributes: [{ code: 'a', boolean: true, options: ['x'] }] }],
    ['no options', { attributes: [{ code: 'a', options: [] }] }],
    ['a reversed range', { attributes: [{ code: 'a', number: { from: 2, until: 1 } }] }],
    ['an open range', { attributes: [{ code: 'a', number: {} }] }],
    ['a day that is none', { attributes: [{ code: 'a', date: { from: '2026-02-30' } }] }],
    ['a reversed time', { attributes: [{ code: 'a', date: { from: '2026-02-02', until: '2026-02-01' } }] }],
    ['51 brands', { brands: Array.from({ length: 51 }, (_, n) => `brand-${String(n)}`) }],
    ['11 tags', { tags: Array.from({ length: 11 }, (_, n) => `tag-${String(n)}`) }],
    [
      '21 attributes',
      { attributes: Array.from({ length: 21 }, (_, n) => ({ code: `a${String(n)}`, boolean: true })) },
    ],
  ])('refuse a filter by %s', async (_, filter) => {
    expect((await shop.ask(list, { filter })).codes).toEqual(['BAD_FILTER'])
  })

  test('refuse the order by hand without a collection', async () => {
    expect((await shop.ask(list, { sort: 'MANUAL' })).codes).toEqual(['BAD_FILTER'])
    expect(shop.statements).toEqual([])
  })

  test.each([['unknown'], [`'; drop table product; --`], ['🪑'], ['\u0000']])(
    'find nothing by the brand or collection %j',
    async (name) => {
      expect(await walk({ filter: { brands: [name] } })).toEqual([])
      expect(await walk({ filter: { collection: name } })).toEqual([])
      expect(await walk({ filter: { collection: name }, sort: 'MANUAL' })).toEqual([])
    },
  )

  const forged = (...position: unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url')
  test.each([
    ['of another sort', { sort: 'BEST_SELLING' }],
    ['of another filter', { filter: { tag: 'third' } }],
  ])('refuse a cursor %s', async (_, variables) => {
    const { data } = await shop.ask<List>(list, { first: 1 })
    const after = data.products.pageInfo.endCursor
    expect((await shop.ask(list, { ...variables, after })).codes).toEqual(['BAD_CURSOR'])
  })

  test('refuse a cursor of another currency', async () => {
    const { data } = await shop.ask<List>(list, { first: 1 })
    const after = data.products.pageInfo.endCursor
    expect((await shop.ask(list, { after }, { locale: { currency: 'CHF' } })).codes).toEqual(['BAD_CURSOR'])
  })

  test.each(['', 'x', '\u0000', '🪑', forged(), forged('a', 'b'), forged({}), 'a'.repeat(10_000)])(
    'refuse the made-up cursor %#',
    async (after) => {
      expect((await shop.ask(list, { after })).codes).toEqual(['BAD_CURSOR'])
    },
  )

  test.each<[ProductSort, string[]]>([
    ['NEWEST', ['2026-02-30T00:00:00.000000Z', '1']],
    ['NEWEST', ['yesterday', '1']],
    ['NEWEST', ['2026-01-01T00:00:00.000000Z', '99999999999999999999']],
    ['BEST_SELLING', ['2147483648', '1']],
    ['PRICE_ASCENDING', ['1', "1'; drop table product"]],
    ['PRICE_DESCENDING', ['1', '1', '1']],
    ['PRICE_DESCENDING', []],
  ])('refuse a cursor with the right signature and an impossible position: %s %j', async (sort, position) => {
    const { data } = await shop.ask<List>(list, { sort, first: 1 })
    const cursor = data.products.pageInfo.endCursor ?? ''
    const [signature] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    expect((await shop.ask(list, { sort, after: forged(signature, ...position) })).codes).toEqual([
      'BAD_CURSOR',
    ])
  })
})

describe('statements', () => {
  const cards = `products(first: 24) { nodes {
    slug title excerpt brand featuredImage { url } category { name slug } availableForSale
    priceRange { minimum { amount } compareAt { amount } lowestRecent { amount } } } }`

  test('a list of cards takes one', async () => {
    const { errors } = await shop.ask(`{ ${cards} }`)
    expect(errors).toBeUndefined()
    expect(shop.statements.map(({ name }) => name)).toEqual(['catalog_list_newest'])
  })

  test('what only the page shows takes one more for all cards, and so do their categories', async () => {
    const { errors } = await shop.ask(`{ products { nodes {
      descriptionHtml variants { title product { slug } } category { ancestors { name slug } } } } }`)
    expect(errors).toBeUndefined()
    expect(shop.statements.map(({ name }) => name)).toEqual([
      'catalog_list_newest',
      'catalog_products_by_ids',
      'catalog_categories_by_ids',
    ])
  })

  test('what a card does not show of its category takes one more, for all cards', async () => {
    await shop.ask('{ products(first: 24) { nodes { category { productCount image { url } } } } }')
    expect(shop.statements.map(({ name }) => name)).toEqual([
      'catalog_list_newest',
      'catalog_categories_by_ids',
    ])
  })

  test('a count is only made if it is asked for', async () => {
    await shop.ask('{ products { pageInfo { hasNextPage } } }')
    expect(shop.statements.map(({ name }) => name)).toEqual(['catalog_list_newest'])
  })
})

describe('facets', () => {
  interface Facets {
    readonly products: {
      readonly facets: readonly { code: string; kind: string; options: { value: string; count: number }[] }[]
    }
  }
  const facets = `query ($filter: ProductFilter) { products(filter: $filter, first: 1) {
    facets { code kind isEstimate minimum maximum options { value label count } } } }`

  test('count what a filter finds, and are asked for only if they are selected', async () => {
    const { data, errors } = await shop.ask<Facets>(facets, { filter: { category: 'even', available: true } })
    expect(errors).toBeUndefined()
    const counts = (code: string) =>
      Object.fromEntries(
        data.products.facets.find((facet) => facet.code === code)?.options.map((o) => [o.value, o.count]) ??
          [],
      )
    const even = products.filter((_, index) => index % 2 === 0)
    const availableEven = even.filter((product) => (product.variants?.[0]?.onHand ?? 1) > 0)
    expect(counts('availability')).toEqual({
      true: availableEven.length,
      false: even.length - availableEven.length,
    })
    expect(counts('category')['even']).toBe(availableEven.length)
    expect(shop.statements.map(({ name }) => name)).toEqual([
      'catalog_category_id_by_slug',
      'catalog_list_newest',
      'catalog_facets',
    ])
  })

  test('refuse what a list refuses', async () => {
    const filter = { attributes: [{ code: 'no-such', boolean: true }] }
    expect((await shop.ask(facets, { filter })).codes).toEqual(['BAD_FILTER'])
  })
})
