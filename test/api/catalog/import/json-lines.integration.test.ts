import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type JsonLinesShop, type Line, openJsonLinesShop, product, variant } from './json-lines-shop.ts'

let shop: JsonLinesShop
beforeAll(async () => {
  shop = await openJsonLinesShop()
})
afterAll(() => shop.close())
beforeEach(() => shop.clear())

const texts = (name: string, slug: string) => ({
  en: { name, slug },
  de: { name: `${name} (de)`, slug: `${slug}-de` },
})
const definitions: readonly Line[] = [
  { type: 'catalogue', formatVersion: 1 },
  { type: 'customerGroup', code: 'trade', name: 'Trade' },
  { type: 'priceList', code: 'eur-at', currency: 'EUR', country: 'AT', inherits: 'eur' },
  { type: 'brand', id: 'B1', slug: 'hollund', name: 'Hollund' },
  {
    type: 'attribute',
    code: 'material',
    valueType: 'text',
    facet: true,
    names: { en: 'Material', de: 'Material' },
    options: [
      { code: 'oak', names: { en: 'Oak', de: 'Eiche' } },
      { code: 'ash', names: { en: 'Ash', de: 'Esche' } },
    ],
  },
  { type: 'attribute', code: 'width', valueType: 'number', unit: 'cm', names: { en: 'Width' } },
  { type: 'attribute', code: 'foldable', valueType: 'boolean', names: { en: 'Foldable' } },
  { type: 'attribute', code: 'released', valueType: 'date', names: { en: 'Released' } },
  { type: 'category', id: 'C1', texts: texts('Furniture', 'furniture') },
  { type: 'category', id: 'C2', parent: 'C1', texts: texts('Tables', 'tables') },
  { type: 'collection', id: 'K1', publishedAt: '2026-01-01T00:00:00Z', texts: texts('Choice', 'choice') },
  {
    type: 'collection',
    id: 'K2',
    rule: { all: [{ field: 'tag', is: 'sale' }] },
    publishedAt: '2026-01-01T00:00:00Z',
    texts: texts('Sale', 'sale'),
  },
]
const table = product('table', {
  category: 'C2',
  brand: 'B1',
  tags: ['sale'],
  salesCount: 7,
  texts: {
    en: { title: 'Table', slug: 'table', descriptionHtml: '<p onclick="x()">Heavy</p><script>x</script>' },
    de: { title: 'Tisch', slug: 'tisch' },
  },
  attributes: { material: ['oak', 'ash'], width: 160.5, foldable: false, released: '2026-03-01' },
  options: [{ en: 'Colour', de: 'Farbe' }],
  images: [{ url: '/a.svg', alt: 'A', altTexts: { de: 'Ä' }, width: 8, height: 6 }],
  videos: [{ url: 'https://cdn.example/v.mp4', mimeType: 'video/mp4' }],
  collections: [{ id: 'K1', position: 3 }],
  variants: [
    variant('T-1', {
      optionValues: { en: ['Natural'], de: ['Natur'] },
      image: '/a.svg',
      prices: [
        {
          list: 'eur',
          amount: 4000,
          compareAtAmount: 5000,
          lowestRecentAmount: 4500,
          tiers: [{ minQuantity: 10, amount: 3500 }],
          schedules: [{ amount: 3000, from: '2030-01-01T00:00:00Z', until: '2030-02-01T00:00:00Z' }],
        },
        { list: 'eur-at', amount: 4100 },
      ],
    }),
    variant('T-2', { optionValues: { en: ['Black'], de: ['Schwarz'] }, stock: null }),
  ],
})

describe('a catalogue', () => {
  test('goes in with all that it has, and a second time changes nothing', async () => {
    const result = await shop.run([...definitions, table])
    expect(result).toMatchObject({ created: 1, rejected: 0, definitions: 11, rejections: [] })
    expect(
      await shop.rows(`select brand, b.slug, c.external_id as category, description_html, keywords, sales_count
        from product p join brand b on b.id = brand_id join category c on c.id = category_id
        join product_text t on t.product_id = p.id and t.language = 'en'`),
    ).toEqual([
      {
        brand: 'Hollund',
        slug: 'hollund',
        category: 'C2',
        description_html: '<p>Heavy</p>',
        keywords: 'Hollund sale Tables Furniture',
        sales_count: 7,
      },
    ])
    expect(
      await shop.rows(`select a.code, x.position, o.code as option, number_value, boolean_value, date_value::text
        from product_attribute x join attribute a on a.id = attribute_id left join attribute_option o on o.id = option_id
        order by 1, 2`),
    ).toEqual([
      {
        code: 'foldable',
        position: 1,
        option: null,
        number_value: null,
        boolean_value: false,
        date_value: null,
      },
      {
        code: 'material',
        position: 1,
        option: 'oak',
        number_value: null,
        boolean_value: null,
        date_value: null,
      },
      {
        code: 'material',
        position: 2,
        option: 'ash',
        number_value: null,
        boolean_value: null,
        date_value: null,
      },
      {
        code: 'released',
        position: 1,
        option: null,
        number_value: null,
        boolean_value: null,
        date_value: '2026-03-01',
      },
      {
        code: 'width',
        position: 1,
        option: null,
        number_value: '160.5',
        boolean_value: null,
        date_value: null,
      },
    ])
    expect(
      await shop.rows(`select v.sku, l.code, amount::int, compare_at_amount::int as before, lowest_recent_amount::int as lowest,
          (select count(*)::int from price_tier t where t.variant_id = v.id and t.price_list_id = l.id) as tiers,
          (select count(*)::int from scheduled_price s where s.variant_id = v.id and s.price_list_id = l.id) as offers
        from price join variant v on v.id = variant_id join price_list l on l.id = price_list_id order by 1, 2`),
    ).toEqual([
      { sku: 'T-1', code: 'eur', amount: 4000, before: 5000, lowest: 4500, tiers: 1, offers: 1 },
      { sku: 'T-1', code: 'eur-at', amount: 4100, before: null, lowest: null, tiers: 0, offers: 0 },
      { sku: 'T-2', code: 'eur', amount: 1990, before: null, lowest: null, tiers: 0, offers: 0 },
    ])
    expect(
      await shop.rows(`select c.external_id, m.position from collection_product m join collection c on c.id = collection_id
        order by 1`),
    ).toEqual([
      { external_id: 'K1', position: 3 },
      { external_id: 'K2', position: null },
    ])
    expect(await shop.rows('select on_hand from stock_level')).toEqual([{ on_hand: 5 }])

    const before = await shop.rows('select * from product')
    await shop.rows('truncate outbox')
    expect(await shop.run([...definitions, table])).toMatchObject({
      updated: 0,
      unchanged: 1,
      definitions: 0,
    })
    expect(await shop.rows('select * from product')).toEqual(before)
    expect(await shop.rows('select * from outbox')).toEqual([])
  })

  test('takes away what a product has lost, and leaves what its line does not name', async () => {
    await shop.run([...definitions, table])
    const less = Object.fromEntries(
      Object.entries(table).filter(([field]) => field !== 'videos' && field !== 'attributes'),
    )
    await shop.run([
      {
        ...less,
        texts: { en: { title: 'Table', slug: 'table' } },
        images: [],
        collections: [],
        variants: [{ sku: 'T-2', optionValues: { en: ['Black'] }, prices: [{ list: 'eur', amount: 1 }] }],
      },
    ])
    expect(
      await shop.rows(`select (select count(*)::int from product_text) as texts, (select count(*)::int from product_image) as images,
        (select count(*)::int from product_video) as videos, (select count(*)::int from product_attribute) as attributes,
        (select count(*)::int from collection_product where position is not null) as members,
        (select array_agg(sku) from variant) as skus, (select count(*)::int from price_tier) as tiers`),
    ).toEqual([{ texts: 1, images: 0, videos: 1, attributes: 5, members: 0, skus: ['T-2'], tiers: 0 }])
  })

  test('lets two products exchange their addresses, and a variant change its product', async () => {
    const titled = (id: string, slug: string, sku: string) =>
      product(id, { texts: { en: { title: id, slug } }, variants: [variant(sku)] })
    await shop.run([titled('a', 'one', 'A'), titled('b', 'two', 'B')])
    expect(await shop.run([titled('a', 'two', 'B'), titled('b', 'one', 'A')])).toMatchObject({
      updated: 2,
      rejected: 0,
    })
    expect(
      await shop.rows(`select p.external_id as id, t.slug, v.sku from product p join product_text t on t.product_id = p.id
        join variant v on v.product_id = p.id order by 1`),
    ).toEqual([
      { id: 'a', slug: 'two', sku: 'B' },
      { id: 'b', slug: 'one', sku: 'A' },
    ])
    expect(await shop.rows(`select slug from former_slug where slug like 'moving-%'`)).toEqual([])
  })

  test('is announced by the products that changed, or as a whole when they are many', async () => {
    const many = Array.from({ length: 600 }, (_, index) => product(`p${index}`))
    await shop.run(many)
    expect(await shop.rows('select payload from outbox')).toEqual([{ payload: { tags: ['catalog'] } }])
    await shop.rows('truncate outbox')
    await shop.run([product('p7', { tags: ['x'] })])
    const [changed] = await shop.rows(`select id from product where external_id = 'p7'`)
    expect(await shop.rows('select payload from outbox')).toEqual([
      { payload: { tags: ['catalog', `product:${String(changed?.['id'])}`] } },
    ])
    await shop.rows('truncate outbox')
    await shop.run(many.map((line) => ({ ...line, tags: ['y'] })))
    expect(await shop.rows('select payload from outbox')).toEqual([{ payload: { tags: ['catalog:all'] } }])
  })
})

describe('a change feed', () => {
  const priceOf = async (sku: string) =>
    (
      await shop.rows(`select amount::int from price join variant v on v.id = variant_id where sku = $1`, [
        sku,
      ])
    )[0]
  beforeEach(() => shop.run([product('a'), product('b')]))

  test('changes prices and stock, and nothing else', async () => {
    const before = await shop.rows(`select external_id, updated_at from product where external_id = 'b'`)
    const result = await shop.run([
      { op: 'price', sku: 'a-sku', list: 'eur', amount: 1500, compareAtAmount: 1990 },
      { op: 'price', sku: 'a-sku', list: 'chf', amount: 1800 },
      { op: 'stock', sku: 'a-sku', onHand: 0 },
    ])
    expect(result).toMatchObject({ priceAndStockChanges: 3, rejected: 0, created: 0 })
    expect(
      await shop.rows(`select l.minimum_amount::int as amount, l.available from product_listing l
        join product p on p.id = l.product_id where external_id = 'a' order by 1`),
    ).toEqual([
      { amount: 1500, available: false },
      { amount: 1800, available: false },
    ])
    expect(await shop.rows(`select external_id, updated_at from product where external_id = 'b'`)).toEqual(
      before,
    )
    await shop.run([{ op: 'price', sku: 'a-sku', list: 'chf', amount: null }])
    expect(await shop.rows('select price_list_id from product_listing')).toHaveLength(2)
  })

  test('keeps the order within a product', async () => {
    const result = await shop.run([
      {
        ...product('a', { variants: [variant('a-sku', { prices: [{ list: 'eur', amount: 1 }] })] }),
        op: 'upsert',
      },
      { op: 'price', sku: 'a-sku', list: 'eur', amount: 2 },
      {
        ...product('a', { variants: [variant('a-sku', { prices: [{ list: 'eur', amount: 3 }] })] }),
        op: 'upsert',
      },
      { op: 'price', sku: 'a-sku', list: 'eur', amount: 4 },
      { op: 'price', sku: 'a-sku', list: 'eur', amount: 5 },
      { op: 'delete', type: 'product', id: 'b' },
      { ...product('c', { variants: [variant('b-sku')] }), op: 'upsert' },
    ])
    expect(result).toMatchObject({ rejected: 0, deleted: 1, created: 1 })
    expect(await priceOf('a-sku')).toEqual({ amount: 5 })
    expect(await shop.rows(`select external_id from product order by 1`)).toEqual([
      { external_id: 'a' },
      { external_id: 'c' },
    ])
  })

  test('passes over what is older than what is known', async () => {
    await shop.run([{ op: 'price', sku: 'a-sku', list: 'eur', amount: 10, version: 10 }])
    expect(await shop.run([{ op: 'price', sku: 'a-sku', list: 'eur', amount: 9, version: 9 }])).toMatchObject(
      {
        ignored: 1,
        priceAndStockChanges: 0,
      },
    )
    // The product as it was before the price fell: its title counts, its price does not.
    const older = product('a', { version: 5, texts: { en: { title: 'Newer title', slug: 'a' } } })
    expect(await shop.run([older])).toMatchObject({ updated: 1 })
    expect(await priceOf('a-sku')).toEqual({ amount: 10 })
    expect(await shop.run([{ ...older, version: 4, tags: ['old'] }])).toMatchObject({
      ignored: 1,
      updated: 0,
    })
    expect(await shop.run([{ ...older, version: 11 }])).toMatchObject({ updated: 1 })
    expect(await priceOf('a-sku')).toEqual({ amount: 1990 })
    // Told with the product already.
    expect(await shop.run([{ op: 'price', sku: 'a-sku', list: 'eur', amount: 8, version: 8 }])).toMatchObject(
      { ignored: 1 },
    )
  })

  test('does not bring back what was deleted later', async () => {
    await shop.run([{ op: 'delete', type: 'product', id: 'a', updatedAt: '2026-05-01T00:00:00Z' }])
    expect(await shop.run([product('a', { updatedAt: '2026-04-30T23:59:59Z' })])).toMatchObject({
      ignored: 1,
      created: 0,
    })
    expect(await shop.run([product('a', { updatedAt: '2026-05-01T00:00:00.000001Z' })])).toMatchObject({
      created: 1,
    })
    expect(await shop.run([{ op: 'delete', type: 'product', id: 'gone' }])).toMatchObject({
      deleted: 0,
      rejected: 0,
    })
  })

  test('takes off the shelves what lies in a cart and cannot be deleted', async () => {
    await shop.rows(`with c as (insert into cart (id, currency, country, language)
        values ('00000000-0000-4000-8000-000000000001', 'EUR', 'DE', 'de') returning id)
      insert into cart_line (cart_id, variant_id, quantity) select c.id, v.id, 1 from c, variant v where v.sku = 'a-sku'`)
    expect(await shop.run([{ op: 'delete', type: 'product', id: 'a' }])).toMatchObject({ deleted: 1 })
    expect(
      await shop.rows(`select published_at, on_hand from product p join variant v on v.product_id = p.id
        join stock_level s on s.variant_id = v.id where external_id = 'a'`),
    ).toEqual([{ published_at: null, on_hand: 0 }])
  })

  test('deletes collections', async () => {
    await shop.run(definitions)
    expect(await shop.run([{ op: 'delete', type: 'collection', id: 'K1' }])).toMatchObject({ definitions: 1 })
    expect(await shop.rows('select external_id from collection')).toEqual([{ external_id: 'K2' }])
  })
})
