import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { listTag } from '../../../../api/catalog/catalog-tags.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { productsPath, translationsPath } from '../../../../local/sample/files.ts'
import {
  type ImportDatabase,
  openImportDatabase,
  product,
  productCsv,
  translationCsv,
} from './shopify-export.ts'

let shop: ImportDatabase
beforeAll(async () => {
  shop = await openImportDatabase()
})
afterAll(() => shop.close())
beforeEach(() => shop.clear())

const table = [
  product('oak-table', {
    Title: 'Oak table',
    'Body (HTML)': '<p onclick="x()">Solid,\n<b>heavy</b> table.</p><script>alert(1)</script>',
    Vendor: 'Hollund',
    'Product Category': 'Furniture > Tables',
    Type: 'Table',
    Tags: 'oak, sale, oak',
    Published: 'true',
    'Option1 Name': 'Colour',
    'Option1 Value': 'Natural',
    'Option2 Name': 'Size',
    'Option2 Value': '160 cm',
    'Variant SKU': 'T-1',
    'Variant Grams': '21000',
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Qty': '3',
    'Variant Inventory Policy': 'deny',
    'Variant Price': '499.90',
    'Variant Compare At Price': '599.00',
    'Variant Barcode': "'2400000000006",
    'Image Src': '/assets/products/a.svg',
    'Image Position': '2',
    'Image Alt Text': 'From the side',
    'Variant Image': '/assets/products/b.svg',
    'SEO Title': 'Table of oak',
    'Price / Switzerland': '540',
    'Compare At Price / Switzerland': '',
    'Sold in 90 days (product.metafields.kontor.sales_count)': '12',
    'Published at (product.metafields.kontor.published_at)': '2026-01-02T03:04:05Z',
    Status: 'active',
  }),
  {
    Handle: 'oak-table',
    'Option1 Value': 'Natural',
    'Option2 Value': '180 cm',
    'Variant SKU': 'T-2',
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Qty': '-2',
    'Variant Inventory Policy': 'deny',
    'Variant Price': '549.9',
    'Image Src': '/assets/products/b.svg',
    'Image Position': '1',
  },
  { Handle: 'oak-table', 'Image Src': 'https://cdn.shopify.com/c.jpg', 'Image Position': '3' },
]

describe('a good file', () => {
  test('becomes a product with texts, variants, prices, stock, pictures and categories', async () => {
    const result = await shop.run({ products: productCsv(table) })
    expect(result).toMatchObject({ created: 1, updated: 0, unchanged: 0, rejected: 0, rejections: [] })
    expect(
      await shop.rows(`select external_id, brand, tags, published_at, sales_count, slug, title, description_html, excerpt,
        seo_title, keywords from product join product_text on product_id = id`),
    ).toEqual([
      {
        external_id: 'oak-table',
        brand: 'Hollund',
        tags: ['oak', 'sale'],
        published_at: new Date('2026-01-02T03:04:05Z'),
        sales_count: 12,
        slug: 'oak-table',
        title: 'Oak table',
        description_html: '<p>Solid,\n<b>heavy</b> table.</p>',
        excerpt: 'Solid, heavy table.',
        seo_title: 'Table of oak',
        keywords: 'Hollund Table oak sale Tables Furniture',
      },
    ])
    expect(
      await shop.rows(`select v.sku, v.position, v.option_values, v.barcode, v.weight_grams, s.on_hand, i.url,
          json_object_agg(l.code, array[p.amount, p.compare_at_amount]) as prices
        from variant v join price p on p.variant_id = v.id join price_list l on l.id = p.price_list_id
        left join stock_level s on s.variant_id = v.id left join product_image i on i.id = v.image_id
        group by v.id, s.on_hand, i.url order by v.position`),
    ).toEqual([
      {
        sku: 'T-1',
        position: 1,
        option_values: { en: ['Natural', '160 cm'] },
        barcode: '2400000000006',
        weight_grams: 21000,
        on_hand: 3,
        url: '/assets/products/b.svg',
        prices: { eur: [49990, 59900], chf: [54000, null] },
      },
      {
        sku: 'T-2',
        position: 2,
        option_values: { en: ['Natural', '180 cm'] },
        barcode: null,
        weight_grams: null,
        on_hand: 0,
        url: null,
        prices: { eur: [54990, null] },
      },
    ])
    expect(await shop.rows('select position, url, alt from product_image order by position')).toEqual([
      { position: 1, url: '/assets/products/b.svg', alt: '' },
      { position: 2, url: '/assets/products/a.svg', alt: 'From the side' },
      { position: 3, url: 'https://cdn.shopify.com/c.jpg', alt: '' },
    ])
    expect(
      await shop.rows(`select c.external_id, t.slug, cardinality(c.path) as depth from category_product
        join category c on c.id = category_id join category_text t on t.category_id = c.id order by c.path`),
    ).toEqual([
      { external_id: 'Furniture', slug: 'furniture', depth: 1 },
      { external_id: 'Furniture > Tables', slug: 'tables', depth: 2 },
    ])
  })

  test('refreshes the list of each market and announces the change once', async () => {
    await shop.run({ products: productCsv([...table, product('mug')]) })
    expect(
      await shop.rows(`select p.external_id, c.code, l.minimum_amount, l.maximum_amount, l.compare_at_amount, l.available
        from product_listing l join price_list c on c.id = l.price_list_id join product p on p.id = l.product_id
        order by 1, 2`),
    ).toEqual([
      {
        external_id: 'mug',
        code: 'eur',
        minimum_amount: '1990',
        maximum_amount: '1990',
        compare_at_amount: null,
        available: true,
      },
      {
        external_id: 'oak-table',
        code: 'chf',
        minimum_amount: '54000',
        maximum_amount: '54000',
        compare_at_amount: null,
        available: true,
      },
      {
        external_id: 'oak-table',
        code: 'eur',
        minimum_amount: '49990',
        maximum_amount: '54990',
        compare_at_amount: '59900',
        available: true,
      },
    ])
    const categories = await shop.rows('select id from category')
    const [event, ...others] = await shop.rows('select topic, payload from outbox')
    expect(others).toEqual([])
    const { tags } = event?.['payload'] as { tags: string[] }
    // Nothing that is cached can be about the new products themselves.
    expect(tags.toSorted()).toEqual(
      [listTag, ...categories.map(({ id }) => `category:${String(id)}`)].toSorted(),
    )
  })

  test('is read with byte order mark, CRLF and today’s headings', async () => {
    const rows = [
      'Title,URL handle,Description,Product category,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Inventory quantity,Continue selling when out of stock,Weight value (grams),Product image URL,Price / Switzerland,Compare-at price / Switzerland',
      'Mug,mug,"Line one\r\nline two",Kitchen,TRUE,Active,M-1,Colour,Sage,9.95,5,FALSE,310,/assets/m.svg,11.95,12.95',
      ',mug,,,,,M-2,,Sand,9.95,5,TRUE,310,,,',
    ]
    const result = await shop.run({ products: `\uFEFF${rows.join('\r\n')}\r\n` })
    expect(result).toMatchObject({ created: 1, rejected: 0 })
    expect(
      await shop.rows(`select v.sku, s.on_hand, v.weight_grams, p.amount, p.compare_at_amount from variant v
        left join stock_level s on s.variant_id = v.id
        left join price p on p.variant_id = v.id and p.price_list_id = (select id from price_list where code = 'chf')
        order by v.position`),
    ).toEqual([
      { sku: 'M-1', on_hand: 5, weight_grams: 310, amount: '1195', compare_at_amount: '1295' },
      { sku: 'M-2', on_hand: null, weight_grams: 310, amount: null, compare_at_amount: null },
    ])
  })

  test('keeps drafts and unpublished products out of the lists', async () => {
    await shop.run({
      products: productCsv([
        product('draft', { Status: 'draft' }),
        product('hidden', { Published: 'FALSE' }),
        product('open'),
      ]),
    })
    expect(
      await shop.rows(`select p.external_id from product_listing l join product p on p.id = l.product_id`),
    ).toEqual([{ external_id: 'open' }])
  })

  test('gives variants without SKU one that stays the same', async () => {
    const rows = [product('bowl', { 'Option1 Name': 'Size', 'Option1 Value': 'Größe 2', 'Variant SKU': '' })]
    await shop.run({ products: productCsv(rows) })
    expect(await shop.rows('select sku from variant')).toEqual([{ sku: 'bowl-groesse-2' }])
    expect(await shop.run({ products: productCsv(rows) })).toMatchObject({ unchanged: 1 })
  })
})

describe('translations', () => {
  const translations = translationCsv([
    ['PRODUCT', "'77", 'title', 'Oak table', 'Eichentisch'],
    ['PRODUCT', "'77", 'handle', 'oak-table', 'eichentisch'],
    ['PRODUCT', "'77", 'body_html', '…', '<p>Schön<script>x</script></p>'],
    ['PRODUCT', 'mug', 'title', 'Mug', 'Becher'],
    ['PRODUCT_OPTION', "'1", 'name', 'Colour', 'Farbe'],
    ['PRODUCT_OPTION_VALUE', "'2", 'name', 'Natural', 'Natur'],
    ['COLLECTION', "'3", 'title', 'Tables', 'Tische'],
  ])

  test('are found by id through the handle, by handle, and by the text that they translate', async () => {
    const products = productCsv([...table, product('mug')])
    expect(await shop.run({ products, translations })).toMatchObject({ created: 2, rejected: 0 })
    expect(
      await shop.rows(
        `select slug, title, description_html, excerpt from product_text where language = 'de' order by slug`,
      ),
    ).toEqual([
      { slug: 'eichentisch', title: 'Eichentisch', description_html: '<p>Schön</p>', excerpt: 'Schön' },
      { slug: 'mug', title: 'Becher', description_html: '', excerpt: '' },
    ])
    expect(await shop.rows('select name from product_option order by position')).toEqual([
      { name: { en: 'Colour', de: 'Farbe' } },
      { name: { en: 'Size', de: 'Size' } },
    ])
    expect(await shop.rows(`select option_values from variant where sku = 'T-1'`)).toEqual([
      { option_values: { en: ['Natural', '160 cm'], de: ['Natur', '160 cm'] } },
    ])
    expect(await shop.rows(`select slug, name from category_text where language = 'de'`)).toEqual([
      { slug: 'tische', name: 'Tische' },
    ])
  })

  test('stay when a later import brings none', async () => {
    await shop.run({ products: productCsv(table), translations })
    expect(await shop.run({ products: productCsv(table) })).toMatchObject({ updated: 0, unchanged: 1 })
    expect(await shop.rows(`select title from product_text where language = 'de'`)).toEqual([
      { title: 'Eichentisch' },
    ])
  })

  test('that give two products the same address are told apart', async () => {
    const same = translationCsv([
      ['PRODUCT', 'a', 'title', 'A', 'Gleich'],
      ['PRODUCT', 'a', 'handle', 'a', 'gleich'],
      ['PRODUCT', 'b', 'title', 'B', 'Gleich'],
      ['PRODUCT', 'b', 'handle', 'b', 'gleich'],
    ])
    const products = productCsv([product('a'), product('b')])
    await shop.run({ products, translations: same })
    const slugs = await shop.rows(`select slug from product_text where language = 'de' order by slug`)
    expect(slugs).toEqual([{ slug: 'gleich' }, { slug: expect.stringMatching(/^gleich-\d+$/) as string }])
    expect(await shop.run({ products, translations: same })).toMatchObject({ unchanged: 2 })
  })

  test('with a missing locale are reported, and the rest goes in', async () => {
    const result = await shop.run({
      products: productCsv([product('mug')]),
      translations: translations.replace("PRODUCT,'77,title,de", "PRODUCT,'77,title,"),
    })
    expect(result.rejections).toEqual([
      {
        file: 'translations',
        line: 2,
        column: 'Locale',
        value: '',
        reason: 'The locale is missing, e.g. de.',
      },
    ])
    expect(await shop.rows(`select title from product_text where language = 'de'`)).toEqual([
      { title: 'Becher' },
    ])
  })

  test('in another format refuse the whole import', async () => {
    await expect(shop.run({ products: productCsv(table), translations: 'Key,Text\na,b\n' })).rejects.toThrow(
      /not a translation export of Shopify.*“Type”/,
    )
    expect(await shop.rows('select id from product')).toEqual([])
  })
})

describe('a second import', () => {
  test('of the same file changes nothing and announces nothing', async () => {
    await shop.run({ products: productCsv(table) })
    const before = await shop.rows('select * from product')
    expect(await shop.run({ products: productCsv(table) })).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 1,
    })
    expect(await shop.rows('select * from product')).toEqual(before)
    expect(await shop.rows('select id from outbox')).toHaveLength(1)
  })

  test('updates what changed and leaves the rest alone', async () => {
    await shop.run({ products: productCsv([...table, product('mug')]) })
    const changed = [product('mug', { 'Variant Price': '17.90', Title: 'New title' })]
    const result = await shop.run({ products: productCsv([...table, ...changed]) })
    expect(result).toMatchObject({ created: 0, updated: 1, unchanged: 1 })
    expect(
      await shop.rows(`select t.title, l.minimum_amount from product p join product_text t on t.product_id = p.id
        join product_listing l on l.product_id = p.id where p.external_id = 'mug'`),
    ).toEqual([{ title: 'New title', minimum_amount: '1790' }])
  })

  const sizes = (...skus: string[]) =>
    productCsv(
      skus.map((sku, index) => ({
        ...(index === 0 ? product('shirt', { 'Option1 Name': 'Size' }) : { Handle: 'shirt' }),
        'Option1 Value': sku,
        'Variant SKU': sku,
        'Variant Price': '10',
        'Variant Inventory Tracker': 'shopify',
        'Variant Inventory Qty': '5',
      })),
    )

  test('reorders, adds and removes variants', async () => {
    await shop.run({ products: sizes('S', 'M', 'L') })
    expect(await shop.run({ products: sizes('XL', 'M', 'S') })).toMatchObject({ updated: 1, rejected: 0 })
    expect(await shop.rows('select sku from variant order by position')).toEqual([
      { sku: 'XL' },
      { sku: 'M' },
      { sku: 'S' },
    ])
  })

  test('sells out a variant that is gone from the file but lies in a cart', async () => {
    await shop.run({ products: sizes('S', 'M') })
    await shop.rows(`with c as (insert into cart (id, currency, country, language)
        values ('00000000-0000-4000-8000-000000000001', 'EUR', 'DE', 'de') returning id)
      insert into cart_line (cart_id, variant_id, quantity) select c.id, v.id, 1 from c, variant v where v.sku = 'S'`)
    expect(await shop.run({ products: sizes('M') })).toMatchObject({ updated: 1 })
    expect(
      await shop.rows(
        'select sku, on_hand from variant join stock_level on variant_id = id order by position',
      ),
    ).toEqual([
      { sku: 'M', on_hand: 5 },
      { sku: 'S', on_hand: 0 },
    ])
    expect(await shop.run({ products: sizes('M') })).toMatchObject({ updated: 0, unchanged: 1 })
  })

  test('keeps variants of a product of which a row was rejected', async () => {
    await shop.run({ products: sizes('S', 'M') })
    const result = await shop.run({ products: sizes('S', 'M').replace(/M,10,/, 'M,ten,') })
    expect(result).toMatchObject({ rejected: 1, unchanged: 1 })
    expect(await shop.rows('select sku from variant order by position')).toEqual([{ sku: 'S' }, { sku: 'M' }])
  })

  test('never sets the stock below what running checkouts hold', async () => {
    await shop.run({ products: sizes('S') })
    await shop.rows('update stock_level set reserved = 4')
    await shop.run({ products: sizes('S').replace(/,5\n/, ',1\n') })
    expect(await shop.rows('select on_hand, reserved from stock_level')).toEqual([
      { on_hand: 4, reserved: 4 },
    ])
  })

  test('leaves stock alone if the file has no quantities, and stops counting if it says so', async () => {
    await shop.run({ products: sizes('S') })
    await shop.run({
      products: productCsv([
        product('shirt', { 'Option1 Name': 'Size', 'Option1 Value': 'S', 'Variant SKU': 'S' }),
      ]),
    })
    expect(await shop.rows('select on_hand from stock_level')).toEqual([{ on_hand: 5 }])
    await shop.run({ products: sizes('S').replace(',shopify,', ',,') })
    expect(await shop.rows('select on_hand from stock_level')).toEqual([])
  })

  test('takes a product out of a market that its file empties', async () => {
    await shop.run({ products: productCsv([product('mug', { 'Price / Switzerland': '22' })]) })
    await shop.run({ products: productCsv([product('mug', { 'Price / Switzerland': '' })]) })
    expect(await shop.rows('select price_list_id from product_listing')).toHaveLength(1)
  })

  test('lets two products exchange their addresses in German', async () => {
    const products = productCsv([product('a'), product('b')])
    const german = (a: string, b: string) =>
      translationCsv([
        ['PRODUCT', 'a', 'title', '', 'A'],
        ['PRODUCT', 'a', 'handle', 'a', a],
        ['PRODUCT', 'b', 'title', '', 'B'],
        ['PRODUCT', 'b', 'handle', 'b', b],
      ])
    await shop.run({ products, translations: german('eins', 'zwei') })
    await shop.run({ products, translations: german('zwei', 'eins') })
    expect(
      await shop.rows(`select title, slug from product_text where language = 'de' order by title`),
    ).toEqual([
      { title: 'A', slug: 'zwei' },
      { title: 'B', slug: 'eins' },
    ])
  })
})

describe('the sample', () => {
  test('goes in whole, and a second time changes nothing', async () => {
    const options = () => ({
      input: createReadStream(productsPath),
      translations: createReadStream(translationsPath),
    })
    const first = await shop.run({ products: '' }, options())
    expect(first).toMatchObject({ updated: 0, rejected: 0 })
    expect(first.created).toBeGreaterThanOrEqual(1000)
    expect(await shop.rows('select count(*)::int from category')).toEqual([{ count: 40 }])
    expect(
      await shop.rows(`select count(*)::int from product p where not exists (
        select from product_text t where t.product_id = p.id and t.language = 'de')`),
    ).toEqual([{ count: 0 }])
    expect(await shop.run({ products: '' }, options())).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: first.created,
    })
  })
})

test('a large file is read row by row, never far ahead of what is done with it', async () => {
  // 50 MB in 1,000 rows, every other one at fault: each report shows how many rows wait in memory.
  const ballast = 'x'.repeat(50_000)
  let written = 1
  let furthest = 0
  async function* large() {
    yield 'Handle,Title,Variant Price,Variant SKU,Google Shopping / Custom Label 0\n'
    while (written < 1001) {
      written += 1
      yield `p-${written},Product,${written % 2 === 0 ? '1.00' : 'bad'},sku-${written},${ballast}\n`
      await Promise.resolve()
    }
  }
  const result = await shop.run(
    { products: '' },
    {
      input: Readable.from(large(), { objectMode: false }),
      report: ({ line }) => {
        furthest = Math.max(furthest, written - line)
      },
    },
  )
  expect(result).toMatchObject({ created: 500, rejected: 500 })
  expect(furthest).toBeGreaterThan(0)
  expect(furthest).toBeLessThan(100)
})

// PostgreSQL says why it ends a connection if a statement runs at that moment; between two statements it is only lost.
test('a connection that is lost fails the import and not the process', async () => {
  async function* untilCut() {
    yield 'Handle,Title,Variant Price,Variant SKU\n'
    for (let index = 0, cut = 0; cut === 0; index += 1) {
      yield `p-${index},Product,1.00,sku-${index}\n`
      const ended = await shop.rows(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'kontor-import' and datname = current_database() and state = 'active'`)
      cut = ended.length
    }
    yield 'last,Product,1.00,sku-last\n'
  }
  await expect(shop.run({ products: '' }, { input: Readable.from(untilCut()) })).rejects.toThrow(
    /connection/i,
  )
  expect(await shop.rows('select id from product')).toEqual([])
})
