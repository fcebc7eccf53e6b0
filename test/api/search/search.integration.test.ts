import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Asker, type CatalogShop, openCatalogShop } from '../catalog/catalog-shop.ts'
import { seedProducts, type SeedProduct } from '../catalog/seed.ts'

const german: Asker = { locale: { language: 'DE' } }

function product(
  id: number,
  en: string | undefined,
  de: string | undefined,
  more: Partial<SeedProduct> & { excerpt?: string; keywords?: string } = {},
): SeedProduct {
  const { excerpt = '', keywords = '', ...rest } = more
  const slug = `p${String(id)}`
  return {
    id,
    texts: {
      ...(en === undefined ? {} : { en: { slug, title: en, excerpt, keywords } }),
      ...(de === undefined ? {} : { de: { slug, title: de } }),
    },
    variants: [{ id, eur: 1000 }],
    ...rest,
  }
}

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
  await seedProducts(shop, [
    product(1, 'Oak dining table', 'Esstisch aus Eiche', { salesCount: 50 }),
    product(2, 'Walnut coffee table', 'Couchtisch aus Nussbaum', { salesCount: 5 }),
    product(3, 'Rocking chairs for the garden', 'Schaukelstühle für den Garten'),
    product(4, 'Table lamp', undefined, { excerpt: 'Warm light' }),
    product(5, 'Linen curtain', 'Vorhang aus Leinen', {
      excerpt: 'Goes well with any table',
      salesCount: 1000,
    }),
    product(6, 'Wardrobe', 'Kleiderschrank', { keywords: 'Nordholz solid-wood' }),
    product(7, 'Secret table', 'Geheimer Tisch', { publishedAt: null }),
    product(8, 'Priceless table', undefined, { variants: [{ id: 8 }] }),
    product(9, 'Glass 100% recycled_glass', undefined),
    product(20, 'Stoolwax polish', undefined, { salesCount: 100 }),
    product(21, 'Perch', undefined, { keywords: 'Nordholz Stools Seating' }),
    product(10, "Children's bookshelf", 'Bücherregal für Kinder'),
    ...Array.from({ length: 30 }, (_, index) =>
      product(100 + index, `Cushion ${String(index)}`, undefined, { salesCount: index % 3 }),
    ),
  ])
})
afterAll(() => shop.close())
beforeEach(() => {
  shop.forgetStatements()
})

const searchQuery = /* GraphQL */ `
  query ($query: String!, $first: Int! = 24, $after: String) {
    search(query: $query, first: $first, after: $after) {
      nodes { title }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }`

interface Found {
  readonly search: {
    readonly nodes: readonly { title: string }[]
    readonly pageInfo: { hasNextPage: boolean; endCursor: string | null }
    readonly totalCount: number
  }
}

async function find(query: string, asker?: Asker): Promise<string[]> {
  const { data, errors } = await shop.ask<Found>(searchQuery, { query }, asker)
  expect(errors).toBeUndefined()
  expect(data.search.totalCount).toBe(data.search.nodes.length)
  return data.search.nodes.map(({ title }) => title)
}

describe('search', () => {
  test('ranks a word of the title above one of the text, and a best seller above its equals', async () => {
    expect(await find('table')).toEqual([
      'Oak dining table',
      'Walnut coffee table',
      'Table lamp',
      'Linen curtain',
    ])
  })

  test.each([
    ['tables', 'Oak dining table'],
    ['TABLE', 'Oak dining table'],
    ['rocking chair', 'Rocking chairs for the garden'],
    ['solid-wood', 'Wardrobe'],
    ['nordholz solid', 'Wardrobe'],
    ['"dining table"', 'Oak dining table'],
    ['oak or walnut', 'Oak dining table'],
  ])('knows English: %s', async (query, first) => {
    expect((await find(query))[0]).toBe(first)
  })

  test.each([
    ['Schaukelstuhl', 'Schaukelstühle für den Garten'],
    ['schaukelstuhle', 'Schaukelstühle für den Garten'],
    ['Vorhänge', 'Vorhang aus Leinen'],
    ['buecherregal', 'Bücherregal für Kinder'],
    ['Bücherregale', 'Bücherregal für Kinder'],
  ])('knows German: %s', async (query, first) => {
    expect((await find(query, german))[0]).toBe(first)
  })

  test.each([
    ['Tisch', ['Esstisch aus Eiche', 'Couchtisch aus Nussbaum']],
    ['Stühle', ['Schaukelstühle für den Garten']],
    ['Gartenvorhang', []],
    ['Eichenesstisch', ['Esstisch aus Eiche']],
  ])('knows German compounds: %s', async (query, titles) => {
    expect(await find(query, german)).toEqual(titles)
  })

  test('finds what is called by a synonym', async () => {
    await shop.run(`insert into search_synonym (language, words) values ('en', '{wardrobe,closet}')`)
    expect(await find('closet')).toEqual(['Wardrobe'])
    expect(await find('armoire')).toEqual([])
  })

  test('leaves out what is excluded by a minus', async () => {
    expect(await find('"table" -walnut -lamp')).toEqual(['Oak dining table', 'Linen curtain'])
  })

  test.each([
    ['tab', 'Oak dining table'],
    ['dining ta', 'Oak dining table'],
    ['wardr', 'Wardrobe'],
  ])('takes the last word as begun: %s', async (query, first) => {
    expect((await find(query))[0]).toBe(first)
  })

  test('ranks a whole word, even of the category, above one that only begins so', async () => {
    expect(await find('stool')).toEqual(['Perch', 'Stoolwax polish'])
  })

  test('falls back to the other language', async () => {
    expect(await find('curtain', german)).toEqual(['Vorhang aus Leinen'])
    expect(await find('Nussbaum')).toEqual(['Walnut coffee table'])
  })

  test('finds products without a translation by their English words', async () => {
    expect(await find('lamp', german)).toEqual(['Table lamp'])
  })

  test.each([
    ['wardorbe', 'Wardrobe'],
    ['wadrobe', 'Wardrobe'],
    ['curtian', 'Linen curtain'],
    ['rockign chiar', 'Rocking chairs for the garden'],
    ['cofee tabel', 'Walnut coffee table'],
  ])('forgives the typo %s', async (query, first) => {
    expect((await find(query))[0]).toBe(first)
  })

  test('forgives a German typo', async () => {
    expect((await find('Kleiderschrnak', german))[0]).toBe('Kleiderschrank')
  })

  test.each(['', ' ', '\u0000', '🪑', '& | ! <-> ( ) :*', '"', '\\', '---', 'qqqzzzxxx', '%', '_'])(
    'finds nothing by %j, and does not fail',
    async (query) => {
      expect(await find(query)).toEqual([])
    },
  )

  test.each([
    "table'; drop table product; --",
    'table & !',
    'table:*',
    '!table',
    'table <-> (',
    'ta\u0000ble table',
    'table 🪑',
    '\u202Etable\u202C',
    'طاولة table',
    '"table',
    "children's",
    'x'.repeat(200),
    'table '.repeat(33),
    '𝔱𝔞𝔟𝔩𝔢'.repeat(20),
  ])('takes %j as words', async (query) => {
    const { errors } = await shop.ask(searchQuery, { query })
    expect(errors).toBeUndefined()
  })

  test.each([201, 10_240])('refuses %i characters', async (length) => {
    const { codes, errors } = await shop.ask(searchQuery, { query: 'x'.repeat(length) })
    expect(codes).toEqual(['BAD_SEARCH'])
    expect(errors?.[0]?.message).toContain(String(length))
    expect(shop.statements).toEqual([])
  })

  test('refuses a bad page size and a cursor of another search', async () => {
    expect((await shop.ask(searchQuery, { query: 'table', first: 0 })).codes).toEqual(['BAD_PAGE_SIZE'])
    const { data } = await shop.ask<Found>(searchQuery, { query: 'table', first: 1 })
    const after = data.search.pageInfo.endCursor
    expect((await shop.ask(searchQuery, { query: 'oak', after })).codes).toEqual(['BAD_CURSOR'])
    expect((await shop.ask(searchQuery, { query: 'table', after }, german)).codes).toEqual(['BAD_CURSOR'])
  })

  test('takes two statements', async () => {
    await shop.ask('{ search(query: "table") { nodes { title featuredImage { url } category { name } } } }')
    expect(shop.statements.map(({ name }) => name)).toEqual([
      'catalog_search_interpretation',
      'catalog_search',
    ])
  })

  test('understands the query once for the page, its facets and its count', async () => {
    const { errors } = await shop.ask(
      '{ search(query: "oak table") { nodes { title } totalCount facets { code } } }',
    )
    expect(errors).toBeUndefined()
    expect(shop.statements.map(({ name }) => name).sort()).toEqual([
      'catalog_count_search',
      'catalog_search',
      'catalog_search_facets',
      'catalog_search_interpretation',
    ])
  })

  test.each([
    [1, 'cushion'],
    [4, 'cushion'],
    [7, 'cushoin'],
  ])('shows every match once, by pages of %i, for %s', async (first, query) => {
    const titles: string[] = []
    let after: string | null = null
    do {
      const answer: { data: Found } = await shop.ask<Found>(searchQuery, { query, first, after })
      const { nodes, pageInfo, totalCount } = answer.data.search
      titles.push(...nodes.map(({ title }) => title))
      expect(totalCount).toBe(30)
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    expect(titles).toHaveLength(30)
    expect(new Set(titles).size).toBe(30)
  })
})

describe('suggestions', () => {
  async function suggest(prefix: string, asker?: Asker): Promise<string[]> {
    const { data, errors } = await shop.ask<{ searchSuggestions: string[] }>(
      'query ($prefix: String!) { searchSuggestions(prefix: $prefix) }',
      { prefix },
      asker,
    )
    expect(errors).toBeUndefined()
    return data.searchSuggestions
  }

  test.each([
    ['ta', ['Table lamp', 'Oak dining table', 'Walnut coffee table']],
    ['OAK DIN', ['Oak dining table']],
    ['100%', ['Glass 100% recycled_glass']],
    ['recycled_', ['Glass 100% recycled_glass']],
    ['wardorbe', ['Wardrobe']],
    ['secret', []],
    ['qqqzzz', []],
    ['', []],
    ['🪑', []],
    ["'; --", []],
  ])('for %j', async (prefix, titles) => {
    expect(await suggest(prefix)).toEqual(titles)
  })

  test('are in the language of the shopper, and at most eight', async () => {
    expect(await suggest('Vor', german)).toEqual(['Vorhang aus Leinen'])
    expect(await suggest('cushion')).toHaveLength(8)
  })

  test('refuse 201 characters', async () => {
    const { codes } = await shop.ask('query ($prefix: String!) { searchSuggestions(prefix: $prefix) }', {
      prefix: 'x'.repeat(201),
    })
    expect(codes).toEqual(['BAD_SEARCH'])
  })
})
