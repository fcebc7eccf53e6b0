import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type CatalogSource,
  InvalidPosition,
  type ProductCardRecord,
  type ProductListFilter,
  type ProductPage,
  type ProductSearchRequest,
  type ProductSort,
  UnknownFacet,
} from '../../../../api/catalog/catalog-source.ts'
import type { Locale } from '../../../../api/locale.ts'
import { shelves } from './documents.ts'

export interface OpenSource {
  readonly source: CatalogSource
  close(): Promise<void>
}

const english: Locale = { language: 'EN', country: 'DE', currency: 'EUR' }
const german: Locale = { ...english, language: 'DE' }
const austrian: Locale = { ...german, country: 'AT' }
const swiss: Locale = { language: 'EN', country: 'CH', currency: 'CHF' }

const sorts: ProductSort[] = ['BEST_SELLING', 'NEWEST', 'PRICE_ASCENDING', 'PRICE_DESCENDING']
const inShelves = { categoryId: '6' }

/** Ids that no product has, some of them poisonous. */
const unknownIds = [
  '0',
  '-1',
  '999999',
  '99999999999999999999999',
  'abc',
  "1' or true --",
  '',
  '\u0000',
  '../1',
]

/**
 * What every source of a catalogue must do. `open` brings a source that holds `documents`.
 * Everything that one source may do better than another (typos, stemming) is no part of it.
 */
export function describeCatalogSource(name: string, open: () => Promise<OpenSource>): void {
  describe(name, () => {
    let opened: OpenSource
    let source: CatalogSource
    beforeAll(async () => {
      opened = await open()
      source = opened.source
    })
    afterAll(() => opened.close())

    describe('products', () => {
      test('one has everything that its page shows', async () => {
        const [product] = await source.productsByIds(['101'], german)
        expect(product).toEqual({
          id: '101',
          slug: 'eichentisch',
          slugs: [
            { language: 'DE', slug: 'eichentisch' },
            { language: 'EN', slug: 'oak-table' },
          ],
          title: 'Eichentisch Skogen',
          // Falls back by itself: the German text has none.
          excerpt: 'A solid table for six.',
          descriptionHtml: '<p>Aus <b>Eiche</b>.</p>',
          brand: { id: '1', slug: 'nordwald', name: 'Nordwald', url: null },
          tags: ['oak', 'dining'],
          categoryPath: [
            { id: '1', slug: 'moebel', name: 'Möbel' },
            { id: '2', slug: 'tische', name: 'Tische' },
          ],
          images: [
            { url: '/assets/table.webp', alt: 'Ein Tisch', width: 800, height: 600 },
            { url: '/assets/table-side.webp', alt: 'Its side', width: null, height: null },
          ],
          videos: [
            { url: '/assets/table.mp4', mimeType: 'video/mp4', posterUrl: null, alt: 'Someone builds it' },
          ],
          attributes: [
            {
              code: 'material',
              name: 'Werkstoff',
              unit: null,
              values: [{ type: 'text', code: 'oak', label: 'Eiche' }],
            },
            {
              code: 'colour',
              name: 'Farbe',
              unit: null,
              values: [
                { type: 'colour', code: 'natural', label: 'Natur', colour: '#d8b98a' },
                { type: 'colour', code: 'black', label: 'Black', colour: '#000000' },
              ],
            },
            { code: 'width', name: 'Breite', unit: 'cm', values: [{ type: 'number', value: 160.5 }] },
            { code: 'foldable', name: 'Klappbar', unit: null, values: [{ type: 'boolean', value: false }] },
            {
              code: 'launched',
              name: 'Erschienen',
              unit: null,
              values: [{ type: 'date', value: '2026-03-01' }],
            },
            {
              code: 'care',
              name: 'Care',
              unit: null,
              values: [{ type: 'text', code: 'wipe', label: 'Wipe with a cloth' }],
            },
          ],
          options: [{ name: 'Breite', values: ['160 Zentimeter', '200 cm'] }],
          variants: [
            {
              id: '1011',
              productId: '101',
              sku: 'TABLE-160',
              title: '160 Zentimeter',
              selectedOptions: [{ name: 'Breite', value: '160 Zentimeter' }],
              currency: 'EUR',
              amount: 49_900,
              compareAtAmount: 59_900,
              lowestRecentAmount: 52_900,
              tiers: [
                { minQuantity: 5, amount: 47_000 },
                { minQuantity: 10, amount: 45_000 },
              ],
              taxIncluded: true,
              available: 3,
              image: { url: '/assets/table-side.webp', alt: 'Its side', width: null, height: null },
              barcode: '4006381333931',
              weightGrams: 31_000,
              taxClass: 'standard',
            },
            {
              id: '1012',
              productId: '101',
              sku: 'TABLE-200',
              title: '200 cm',
              selectedOptions: [{ name: 'Breite', value: '200 cm' }],
              currency: 'EUR',
              amount: 64_900,
              compareAtAmount: null,
              lowestRecentAmount: null,
              tiers: [],
              taxIncluded: true,
              available: 0,
              image: { url: '/assets/table.webp', alt: 'Ein Tisch', width: 800, height: 600 },
              barcode: null,
              weightGrams: null,
              taxClass: 'reduced',
            },
          ],
          seoTitle: 'Table of oak',
          seoDescription: null,
          publishedAt: '2026-02-01T10:00:00.000Z',
        })
      })

      test('answers come in the order of the ids, with gaps where there is nothing', async () => {
        const ids = ['202', '999999', '101', '202', '0', '109']
        const found = await source.productsByIds(ids, english)
        expect(found.map((product) => product?.id)).toEqual([
          '202',
          undefined,
          '101',
          '202',
          undefined,
          '109',
        ])
        expect(await source.productsByIds([], english)).toEqual([])
      })

      test.each(unknownIds)('the id %j is unknown', async (id) => {
        expect(await source.productsByIds([id], english)).toEqual([undefined])
        expect(await source.variantsByIds([id], english)).toEqual([undefined])
        expect(await source.categoriesByIds([id], 'EN')).toEqual([undefined])
        expect(await source.collectionsByIds([id], 'EN')).toEqual([undefined])
        expect(await source.relatedProducts(id, 4, english)).toEqual([])
      })

      test('more ids than a page has are answered at once', async () => {
        const ids = Array.from({ length: 250 }, (_, index) => shelves[index % shelves.length]?.id ?? '')
        const found = await source.productsByIds(ids, english)
        expect(found.map((product) => product?.id)).toEqual(ids)
      })

      test.each([
        ['104', 'published tomorrow'],
        ['105', 'no longer published'],
        ['106', 'never published'],
        ['107', 'without a price'],
        ['108', 'with a price in another currency only'],
      ])('%s, %s, is not seen', async (id) => {
        expect(await source.productsByIds([id], english)).toEqual([undefined])
        expect(await source.variantsByIds([`${id}1`], english)).toEqual([undefined])
      })

      test('a text in the other language is better than none', async () => {
        const [lamp] = await source.productsByIds(['102'], german)
        expect(lamp).toMatchObject({ slug: 'brass-lamp', title: 'Brass lamp Ljus' })
        const [stool] = await source.productsByIds(['109'], english)
        expect(stool).toMatchObject({
          slug: 'hocker-birk',
          title: 'Hocker Birk',
          excerpt: '',
          descriptionHtml: '',
        })
      })

      test.each([
        ['oak-table', english, 'oak-table'],
        ['eichentisch', german, 'eichentisch'],
        ['eichentisch', english, 'oak-table'],
        ['old-oak-table', english, 'oak-table'],
        ['old-oak-table', german, 'eichentisch'],
      ])('the slug %s in %o leads to %s', async (slug, locale, expected) => {
        expect(await source.productBySlug(slug, locale)).toMatchObject({ id: '101', slug: expected })
      })

      test.each([
        'unknown',
        'tomorrow',
        'yesterday',
        'draft',
        'priceless',
        'swiss',
        'Oak-Table',
        '',
        '%',
        '\u0000',
      ])('the slug %j leads nowhere', async (slug) => {
        expect(await source.productBySlug(slug, english)).toBeUndefined()
      })
    })

    describe('prices', () => {
      test('of the country, and of the general list where it has none', async () => {
        const [small, large] = await source.variantsByIds(['1011', '1012'], austrian)
        expect(small).toMatchObject({
          amount: 48_900,
          compareAtAmount: null,
          lowestRecentAmount: null,
          tiers: [],
        })
        expect(large).toMatchObject({ amount: 64_900, currency: 'EUR' })
      })

      test('of the currency; variants without one are not seen', async () => {
        const [product] = await source.productsByIds(['101'], swiss)
        expect(product?.variants.map(({ sku, amount, currency }) => [sku, amount, currency])).toEqual([
          ['TABLE-160', 52_000, 'CHF'],
        ])
        expect(await source.variantsByIds(['1012'], swiss)).toEqual([undefined])
      })

      test('for a while take the place of lasting ones, and other times change nothing', async () => {
        const [variant] = await source.variantsByIds(['1101'], english)
        expect(variant).toMatchObject({ amount: 1_500, compareAtAmount: 2_000, lowestRecentAmount: 2_000 })
      })

      test('stock that is not counted is null', async () => {
        const [lamp, chair] = await source.variantsByIds(['1021', '1031'], english)
        expect([lamp?.available, chair?.available]).toEqual([null, 0])
      })
    })

    describe('categories, collections and brands', () => {
      test('a category knows what is above and below it', async () => {
        const [furniture, tables] = await source.categoriesByIds(['1', '2'], 'DE')
        expect(furniture).toMatchObject({
          id: '1',
          slug: 'moebel',
          name: 'Möbel',
          description: 'To live with.',
          seoTitle: 'Furniture online',
          seoDescription: null,
          ancestors: [],
          children: [
            { id: '2', slug: 'tische', name: 'Tische' },
            { id: '3', slug: 'chairs', name: 'Chairs' },
          ],
          slugs: [
            { language: 'DE', slug: 'moebel' },
            { language: 'EN', slug: 'furniture' },
          ],
          productCount: 3,
        })
        expect(furniture?.image?.url).toBe('/assets/table.webp')
        expect(tables?.ancestors).toEqual([{ id: '1', slug: 'moebel', name: 'Möbel' }])
      })

      test('an empty category is one', async () => {
        const [empty] = await source.categoriesByIds(['5'], 'EN')
        expect(empty).toMatchObject({ name: 'Empty', productCount: 0, children: [], image: null })
      })

      test('the roots come in shop order', async () => {
        expect(await source.rootCategoryIds()).toEqual(['1', '4', '5', '6'])
      })

      test.each([
        ['tables', 'EN', '2'],
        ['tische', 'EN', '2'],
        ['desks', 'EN', '2'],
        ['desks', 'DE', '2'],
        ['unknown', 'EN', undefined],
      ] as const)('the category slug %s in %s is %s', async (slug, language, id) => {
        expect(await source.categoryIdBySlug(slug, language)).toBe(id)
      })

      test('public collections come in shop order, with their texts', async () => {
        expect(await source.collectionIds()).toEqual(['1', '2'])
        expect(await source.collectionsByIds(['2', '1'], 'DE')).toMatchObject([
          { id: '2', name: 'Every third', image: null },
          {
            id: '1',
            slug: 'winter-de',
            slugs: [
              { language: 'DE', slug: 'winter-de' },
              { language: 'EN', slug: 'winter' },
            ],
            name: 'Winterzeit',
            description: 'Warm.',
            seoTitle: 'Winter things',
            seoDescription: 'All.',
            image: { url: '/assets/winter.webp' },
          },
        ])
      })

      test.each([
        ['winter', 'EN', '1'],
        ['winter', 'DE', '1'],
        ['winterschlaf', 'DE', '1'],
        ['secret', 'EN', undefined],
        ['last-year', 'EN', undefined],
      ] as const)('the collection slug %s in %s is %s', async (slug, language, id) => {
        expect(await source.collectionIdBySlug(slug, language)).toBe(id)
      })

      test('a collection that is not public is not seen', async () => {
        expect(await source.collectionsByIds(['3', '4'], 'EN')).toEqual([undefined, undefined])
      })

      test('brands are found by their slug', async () => {
        expect(await source.brandBySlug('alba-soehne')).toEqual({
          id: '2',
          slug: 'alba-soehne',
          name: 'Alba & Söhne',
          url: 'https://alba.example/',
        })
        expect(await source.brandBySlug('unknown')).toBeUndefined()
      })

      test('related products are the best sellers of the category, without itself', async () => {
        const related = await source.relatedProducts('103', 4, english)
        expect(related.map(({ id }) => id)).toEqual(['109'])
        expect(await source.relatedProducts('101', 4, english)).toEqual([])
        expect((await source.relatedProducts('203', 2, english)).map(({ id }) => id)).toEqual(['224', '221'])
      })
    })

    describe('lists', () => {
      test('a card has all that a list shows', async () => {
        const { edges } = await source.listProducts(
          { first: 1, sort: 'NEWEST', filter: { tags: ['oak'] } },
          german,
        )
        expect(edges.map(({ card }) => card)).toEqual([
          {
            id: '101',
            slug: 'eichentisch',
            title: 'Eichentisch Skogen',
            excerpt: 'A solid table for six.',
            brand: 'Nordwald',
            tags: ['oak', 'dining'],
            category: { id: '2', slug: 'tische', name: 'Tische' },
            image: { url: '/assets/table.webp', alt: 'Ein Tisch', width: 800, height: 600 },
            currency: 'EUR',
            minimumAmount: 49_900,
            maximumAmount: 64_900,
            compareAtAmount: 59_900,
            lowestRecentAmount: 52_900,
            available: true,
            publishedAt: '2026-02-01T10:00:00.000Z',
          } satisfies ProductCardRecord,
        ])
      })

      test.each(sorts.flatMap((sort) => [1, 4, 7, 24, 100].map((first) => [sort, first] as const)))(
        '%s by %i shows every product once, in order',
        async (sort, first) => {
          const ids = await walk((after) =>
            source.listProducts({ first, sort, filter: inShelves, ...after }, english),
          )
          expect(ids).toEqual(shelvesIn(sort))
        },
      )

      test('a page that holds exactly the rest has no next one', async () => {
        const page = await source.listProducts({ first: 24, sort: 'NEWEST', filter: inShelves }, english)
        expect(page.edges).toHaveLength(24)
        expect(page.hasNextPage).toBe(false)
      })

      test('collections are in their order by hand; by rule, newest first', async () => {
        const list = (collectionId: string, first: number) =>
          walk((after) =>
            source.listProducts({ first, sort: 'MANUAL', filter: { collectionId }, ...after }, english),
          )
        const thirds = shelvesIn('NEWEST').filter((id) => (Number(id) - 201) % 3 === 0)
        expect(await list('1', 100)).toEqual(['103', '205', '101', '202'])
        expect(await list('1', 1)).toEqual(['103', '205', '101', '202'])
        expect(await list('2', 100)).toEqual(thirds)
        expect(await list('2', 3)).toEqual(thirds)
      })

      test.each<[string, ProductListFilter, readonly string[]]>([
        ['category and below', { categoryId: '1' }, ['101', '103', '109']],
        ['category without any', { categoryId: '5' }, []],
        ['unknown category', { categoryId: '999' }, []],
        ['id that is none', { categoryId: "1' or true" }, []],
        ['unknown collection', { collectionId: '999' }, []],
        ['brand', { brands: ['nordwald'] }, ['101', '103']],
        ['one of two brands', { brands: ['nordwald', 'alba-soehne', 'unknown'] }, ['101', '102', '103']],
        ['unknown brand', { brands: ["'; --"] }, []],
        ['tag', { tags: ['dining'] }, ['101', '103']],
        ['two tags', { tags: ['dining', 'oak'] }, ['101']],
        ['price', { categoryId: '1', priceFrom: 12_900, priceUntil: 49_900 }, ['101', '103']],
        ['price from', { categoryId: '1', priceFrom: 12_901 }, ['101']],
        ['reversed price', { categoryId: '1', priceFrom: 2, priceUntil: 1 }, []],
        ['available', { categoryId: '1', available: true }, ['101', '109']],
        [
          'text attribute',
          { attributes: [{ code: 'material', kind: 'options', options: ['oak'] }] },
          ['101'],
        ],
        [
          'one of two options',
          { attributes: [{ code: 'material', kind: 'options', options: ['oak', 'steel', 'none'] }] },
          ['101', '103'],
        ],
        ['colour', { attributes: [{ code: 'colour', kind: 'options', options: ['black'] }] }, ['101']],
        ['number', { attributes: [{ code: 'width', kind: 'number', from: 45, until: 160.4 }] }, ['103']],
        ['number from', { attributes: [{ code: 'width', kind: 'number', from: 160.5 }] }, ['101']],
        ['date', { attributes: [{ code: 'launched', kind: 'date', until: '2025-12-24' }] }, ['103']],
        ['boolean', { attributes: [{ code: 'foldable', kind: 'boolean', value: false }] }, ['101']],
        [
          'two attributes',
          {
            attributes: [
              { code: 'material', kind: 'options', options: ['steel'] },
              { code: 'width', kind: 'number', from: 100 },
            ],
          },
          [],
        ],
        [
          'all at once',
          { categoryId: '3', brands: ['nordwald'], tags: ['dining'], available: false },
          ['103'],
        ],
        ['collection', { collectionId: '1', priceFrom: 10_000 }, ['101', '103']],
      ])('filtered by %s', async (_, filter, expected) => {
        const { edges } = await source.listProducts({ first: 100, sort: 'NEWEST', filter }, english)
        expect(edges.map(({ card }) => card.id).sort()).toEqual(expected)
        expect(await source.countProducts(filter, english)).toBe(expected.length)
      })

      test('a list is of the prices of its country', async () => {
        const filter = { priceFrom: 48_900, priceUntil: 48_900 }
        const { edges } = await source.listProducts({ first: 9, sort: 'PRICE_ASCENDING', filter }, austrian)
        expect(edges.map(({ card }) => [card.id, card.minimumAmount])).toEqual([['101', 48_900]])
        expect(await source.countProducts(filter, english)).toBe(0)
        expect(await source.countProducts({}, swiss)).toBe(2)
      })

      test.each([
        [[]],
        [['']],
        [['x']],
        [['1']],
        [['1; drop table product', '2']],
        [['1', '2', '3', '4', '5']],
      ])('the position %j is refused', async (after) => {
        for (const sort of sorts) {
          await expect(source.listProducts({ first: 2, after, sort, filter: {} }, english)).rejects.toThrow(
            InvalidPosition,
          )
        }
        await expect(
          source.searchProducts({ query: 'shelf', first: 2, after, sort: 'RELEVANCE', filter: {} }, english),
        ).rejects.toThrow(InvalidPosition)
      })

      test.each<[string, ProductListFilter]>([
        ['an unknown attribute', { attributes: [{ code: 'taste', kind: 'options', options: ['sweet'] }] }],
        [
          'an attribute that is no facet',
          { attributes: [{ code: 'care', kind: 'options', options: ['wipe'] }] },
        ],
        ['a number as text', { attributes: [{ code: 'width', kind: 'options', options: ['45'] }] }],
        ['a text as number', { attributes: [{ code: 'material', kind: 'number', from: 1 }] }],
        ['a boolean as date', { attributes: [{ code: 'foldable', kind: 'date', from: '2026-01-01' }] }],
        ['a date as boolean', { attributes: [{ code: 'launched', kind: 'boolean', value: true }] }],
      ])('a filter by %s is refused', async (_, filter) => {
        const list = { first: 2, filter }
        await expect(source.listProducts({ ...list, sort: 'NEWEST' }, english)).rejects.toThrow(UnknownFacet)
        await expect(
          source.searchProducts({ ...list, query: 'oak', sort: 'RELEVANCE' }, english),
        ).rejects.toThrow(UnknownFacet)
        await expect(source.facets({ filter }, english)).rejects.toThrow(UnknownFacet)
      })
    })

    describe('search', () => {
      const search = (query: string, locale: Locale, rest: Partial<ProductSearchRequest> = {}) =>
        source.searchProducts({ query, first: 100, sort: 'RELEVANCE', filter: {}, ...rest }, locale)
      const idsOf = (page: ProductPage) => page.edges.map(({ card }) => card.id)

      test.each([
        ['oak', english, '101'],
        ['OAK table', english, '101'],
        ['Eichentisch', german, '101'],
        // The words of the other language, shown in the shopper's own.
        ['Eichentisch', english, '101'],
        ['steel chair', german, '103'],
        ['fatolj', english, '103'],
        ['Fåtölj', german, '103'],
        ['nordwald', english, '103'],
        ['lam', english, '102'],
      ])('%s in %o finds %s', async (query, locale, expected) => {
        expect(idsOf(await search(query, locale))).toContain(expected)
      })

      test('a match in the title comes before one in the text', async () => {
        expect(idsOf(await search('table', english))).toEqual(['101', '102'])
      })

      test('what is not for sale is not found', async () => {
        for (const query of ['tomorrow', 'yesterday', 'draft', 'priceless', 'swiss']) {
          expect(idsOf(await search(query, english))).toEqual([])
        }
      })

      test.each(['', ' ', '!', '---', 'qqqqzzzzxxxx', '🙂'])('%j finds nothing', async (query) => {
        expect(await search(query, english)).toEqual({ edges: [], hasNextPage: false })
        expect(await source.countSearch(query, {}, english)).toBe(0)
      })

      test.each([
        "oak'; drop table product; --",
        'oak & | ! <-> :*',
        '"oak',
        'oak:*',
        '(oak',
        '\\',
        '%',
        '_',
        'oak\u0000',
        '\u202eoak',
        'טבלה',
        '<script>alert(1)</script>',
        'a '.repeat(5_000),
      ])('%.30j is only text', async (query) => {
        await expect(search(query, english)).resolves.toHaveProperty('edges')
        await expect(source.countSearch(query, {}, english)).resolves.toBeTypeOf('number')
        await expect(source.suggest(query, 'EN')).resolves.toBeInstanceOf(Array)
        await expect(source.facets({ query, filter: {} }, english)).resolves.toBeInstanceOf(Array)
      })

      test.each(
        (['RELEVANCE', ...sorts] as const).flatMap((sort) =>
          [1, 7, 100].map((first) => [sort, first] as const),
        ),
      )('%s by %i shows every match once', async (sort, first) => {
        const ids = await walk((after) => search('shelf', english, { sort, first, ...after }))
        const expected = sort === 'RELEVANCE' ? shelvesIn('NEWEST') : shelvesIn(sort)
        if (sort === 'RELEVANCE') expect(ids.toSorted()).toEqual(expected.toSorted())
        else expect(ids).toEqual(expected)
        expect(idsOf(await search('shelf', english, { sort }))).toEqual(ids)
      })

      test('filters narrow a search and its count', async () => {
        const filter = { tags: ['third'], available: true }
        const expected = shelves.filter((_, index) => index % 3 === 0 && index % 4 > 0).map(({ id }) => id)
        expect(idsOf(await search('shelf', english, { filter })).sort()).toEqual(expected)
        expect(await source.countSearch('shelf', filter, english)).toBe(expected.length)
      })

      test('suggestions go on where the shopper stopped', async () => {
        expect(await source.suggest('oak', 'EN')).toEqual(['Oak table Skogen'])
        expect(await source.suggest('eich', 'DE')).toEqual(['Eichentisch Skogen'])
        expect(await source.suggest('shel', 'EN')).toHaveLength(8)
        expect(await source.suggest('', 'EN')).toEqual([])
        expect(await source.suggest('draf', 'EN')).not.toContain('draft')
      })
    })

    describe('facets', () => {
      const facetsOf = async (filter: ProductListFilter, locale = english, query?: string) =>
        new Map(
          (await source.facets({ filter, ...(query === undefined ? {} : { query }) }, locale)).map(
            (facet) => [facet.code, facet],
          ),
        )
      const counts = (facet: Awaited<ReturnType<CatalogSource['facets']>>[number] | undefined) =>
        Object.fromEntries((facet?.options ?? []).map(({ value, count }) => [value, count]))

      test('say what there is, by type', async () => {
        const facets = await facetsOf({ categoryId: '1' }, german)
        expect(facets.get('material')).toMatchObject({
          name: 'Werkstoff',
          kind: 'options',
          isEstimate: false,
        })
        expect(facets.get('material')?.options).toContainEqual({
          value: 'oak',
          label: 'Eiche',
          colour: null,
          count: 1,
        })
        expect(facets.get('colour')?.options).toContainEqual({
          value: 'natural',
          label: 'Natur',
          colour: '#d8b98a',
          count: 1,
        })
        expect(facets.get('width')).toMatchObject({
          kind: 'range',
          unit: 'cm',
          minimum: '45',
          maximum: '160.5',
          options: [],
        })
        expect(facets.get('launched')).toMatchObject({
          kind: 'range',
          minimum: '2025-12-24',
          maximum: '2026-03-01',
        })
        expect(facets.get('foldable')?.kind).toBe('boolean')
        expect(counts(facets.get('foldable'))).toEqual({ true: 1, false: 1 })
        expect(facets.get('price')).toMatchObject({ kind: 'range', minimum: '3900', maximum: '49900' })
        expect(counts(facets.get('brand'))).toEqual({ nordwald: 2 })
        expect(counts(facets.get('availability'))).toEqual({ true: 2, false: 1 })
        expect(facets.has('care')).toBe(false)
      })

      test('attributes come in shop order', async () => {
        const codes = [...(await facetsOf({ categoryId: '1' })).keys()]
        const attributes = ['material', 'colour', 'width', 'foldable', 'launched']
        expect(codes.filter((code) => attributes.includes(code))).toEqual(attributes)
      })

      test('a facet is not narrowed by its own selection, the others are', async () => {
        const facets = await facetsOf({
          categoryId: '1',
          attributes: [{ code: 'material', kind: 'options', options: ['steel'] }],
        })
        expect(counts(facets.get('material'))).toEqual({ oak: 1, steel: 1 })
        expect(facets.get('width')).toMatchObject({ minimum: '45', maximum: '45' })
        expect(facets.has('colour')).toBe(false)
      })

      test('of what was searched for', async () => {
        const facets = await facetsOf({}, english, 'shelf')
        expect(counts(facets.get('availability'))).toEqual({ true: 18, false: 6 })
        expect(facets.get('price')).toMatchObject({ minimum: '1000', maximum: '1400' })
        expect(facets.has('material')).toBe(false)
        expect(await source.facets({ query: 'qqqqzzzzxxxx', filter: {} }, english)).toEqual([])
      })
    })
  })
}

/** Ids of all products of a list, page by page. */
async function walk(
  page: (after: { readonly after?: readonly string[] }) => Promise<ProductPage>,
): Promise<string[]> {
  const ids: string[] = []
  let after: { readonly after?: readonly string[] } = {}
  for (let pages = 0; pages < 100; pages += 1) {
    const { edges, hasNextPage } = await page(after)
    ids.push(...edges.map(({ card }) => card.id))
    const last = edges.at(-1)
    if (!hasNextPage || last === undefined) return ids
    after = { after: last.position }
  }
  throw new Error('The walk does not end.')
}

/** The order that a sort promises; ties by id, in the direction of the sort. */
function shelvesIn(sort: ProductSort): string[] {
  const direction = sort === 'PRICE_ASCENDING' ? 1 : -1
  const keyOf = (product: (typeof shelves)[number]) => {
    if (sort === 'NEWEST') return Date.parse(product.publishedAt ?? '')
    return sort === 'BEST_SELLING' ? (product.salesCount ?? 0) : (product.variants[0]?.prices[0]?.amount ?? 0)
  }
  return shelves
    .toSorted((a, b) => direction * (keyOf(a) - keyOf(b) || Number(a.id) - Number(b.id)))
    .map(({ id }) => id)
}
