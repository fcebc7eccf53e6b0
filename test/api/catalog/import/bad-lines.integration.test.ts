import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type JsonLinesShop,
  type Line,
  linesOf,
  openJsonLinesShop,
  product,
  variant,
} from './json-lines-shop.ts'

let shop: JsonLinesShop
beforeAll(async () => {
  shop = await openJsonLinesShop()
})
afterAll(() => shop.close())
beforeEach(async () => {
  await shop.clear()
  await shop.run([
    { type: 'brand', id: 'B1', slug: 'b', name: 'B' },
    { type: 'attribute', code: 'width', valueType: 'number', unit: 'cm', names: { en: 'Width' } },
    {
      type: 'attribute',
      code: 'material',
      valueType: 'text',
      names: { en: 'Material' },
      options: [{ code: 'oak', names: { en: 'Oak' } }],
    },
    {
      type: 'collection',
      id: 'ruled',
      rule: { all: [{ field: 'tag', is: 'x' }] },
      texts: { en: { name: 'R', slug: 'r' } },
    },
    { type: 'category', id: 'C1', texts: { en: { name: 'C', slug: 'c' } } },
    product('there'),
  ])
})

const priced = (price: Line): Line => product('bad', { variants: [variant('bad', { prices: [price] })] })
const text = { name: 'X', slug: 'x' }

const faults: readonly [string, Line | string, string | null, RegExp][] = [
  ['no JSON', '{"type":"product"', null, /no JSON: .*line of its own/],
  ['a list', '[1]', null, /no JSON object/],
  ['no type', { id: 'bad' }, 'type', /none of "product", "category"/],
  ['an unknown type', { type: 'gadget' }, 'type', /none of "product"/],
  ['an unknown op', { op: 'merge', type: 'product' }, 'op', /none of "upsert", "delete"/],
  [
    'the deletion of a brand',
    { op: 'delete', type: 'brand', id: 'B1' },
    'type',
    /"product" and "collection"/,
  ],
  ['a newer format', { type: 'catalogue', formatVersion: 2 }, 'formatVersion', /expected 1/],
  ['an unknown field', product('bad', { colour: 'red' }), null, /[Uu]nrecognized key.*colour/],
  ['no texts', product('bad', { texts: {} }), 'texts', /names no language/],
  ['another language', product('bad', { texts: { fr: { title: 'Bad' } } }), 'texts', /fr/],
  [
    'an address with spaces',
    product('bad', { texts: { en: { title: 'x', slug: 'A B' } } }),
    'texts.en.slug',
    /no address/,
  ],
  ['NUL', product('bad', { texts: { en: { title: 'a\u0000b' } } }), 'texts.en.title', /NUL/],
  ['a huge number', priced({ list: 'eur', amount: 1e15 }), 'variants.0.prices.0.amount', /100000000/],
  ['a broken price', priced({ list: 'eur', amount: 1.5 }), 'variants.0.prices.0.amount', /int/],
  [
    'a price before that is lower',
    priced({ list: 'eur', amount: 5, compareAtAmount: 4 }),
    'variants.0.prices.0',
    /not higher/,
  ],
  ['an unknown price list', priced({ list: 'usd', amount: 5 }), 'prices.list', /no price list “usd”/],
  [
    'offers that overlap',
    priced({
      list: 'eur',
      amount: 5,
      schedules: [
        { amount: 4, from: '2030-01-01T00:00:00Z', until: '2030-01-03T00:00:00Z' },
        { amount: 3, from: '2030-01-02T00:00:00Z', until: '2030-01-04T00:00:00Z' },
      ],
    }),
    'variants.0.prices.0.schedules',
    /overlap/,
  ],
  ['an unknown category', product('bad', { category: 'nowhere' }), 'category', /no category “nowhere”/],
  ['an unknown brand', product('bad', { brand: 'nobody' }), 'brand', /no brand “nobody”/],
  [
    'an unknown collection',
    product('bad', { collections: [{ id: 'none' }] }),
    'collections',
    /no collection “none”/,
  ],
  ['a collection by rule', product('bad', { collections: [{ id: 'ruled' }] }), 'collections', /by a rule/],
  [
    'an unknown attribute',
    product('bad', { attributes: { mood: 'good' } }),
    'attributes.mood',
    /no attribute “mood”/,
  ],
  [
    'an unknown option',
    product('bad', { attributes: { material: 'ash' } }),
    'attributes.material',
    /no option “ash”/,
  ],
  [
    'an attribute of another type',
    product('bad', { attributes: { width: 'wide' } }),
    'attributes.width',
    /takes a number/,
  ],
  [
    'an unknown type of attribute',
    { type: 'attribute', code: 'x', valueType: 'money', names: { en: 'X' } },
    'valueType',
    /colour/,
  ],
  [
    'an attribute that changes its type',
    { type: 'attribute', code: 'width', valueType: 'text', names: { en: 'W' } },
    'valueType',
    /is of the type “number” and cannot become “text”/,
  ],
  [
    'an unknown parent',
    { type: 'category', id: 'x', parent: 'none', texts: { en: text } },
    'parent',
    /no category “none”/,
  ],
  [
    'a category that moves',
    { type: 'category', id: 'C1', parent: 'C1', texts: { en: text } },
    'parent',
    /cannot move it/,
  ],
  [
    'an address that another category has',
    { type: 'category', id: 'x', texts: { en: { name: 'X', slug: 'c' } } },
    null,
    /already/,
  ],
  [
    'a rule about nothing',
    { type: 'collection', id: 'x', rule: {}, texts: { en: text } },
    null,
    /no condition/,
  ],
  [
    'a rule about an unknown brand',
    { type: 'collection', id: 'x', rule: { all: [{ field: 'brand', is: 'no' }] }, texts: { en: text } },
    null,
    /./,
  ],
  [
    'a list without what completes it',
    { type: 'priceList', code: 'x', currency: 'EUR', country: 'AT' },
    null,
    /inherits/,
  ],
  [
    'a list that changes its currency',
    { type: 'priceList', code: 'eur', currency: 'USD' },
    'currency',
    /cannot become/,
  ],
  [
    'an unknown warehouse',
    product('bad', { variants: [variant('bad', { stock: { moon: 1 } })] }),
    'stock',
    /no warehouse “moon”; there is “main”/,
  ],
  [
    'a SKU of another product',
    product('bad', { variants: [variant('there-sku')] }),
    'SKU',
    /“there” of the shop/,
  ],
  [
    'an address of another product',
    product('bad', { texts: { en: { title: 'x', slug: 'there' } } }),
    'texts.en.slug',
    /“there”; change one of the slugs/,
  ],
  [
    'more values than options',
    product('bad', { variants: [variant('bad', { optionValues: { en: ['x'] } })] }),
    null,
    /optionValues/,
  ],
  [
    'a window that ends before it begins',
    product('bad', { unpublishedAt: '2025-01-01T00:00:00Z' }),
    null,
    /before it/,
  ],
  [
    'the price of an unknown SKU',
    { op: 'price', sku: 'none', list: 'eur', amount: 1 },
    'sku',
    /No variant has the SKU “none”/,
  ],
  [
    'the stock in an unknown warehouse',
    { op: 'stock', sku: 'there-sku', warehouse: 'moon', onHand: 1 },
    'warehouse',
    /there is “main”/,
  ],
  [
    'the price in an unknown list',
    { op: 'price', sku: 'there-sku', list: 'usd', amount: 1 },
    'list',
    /no price list/,
  ],
]

describe('a line at fault is reported with field, value and reason, and the others go in:', () => {
  test.each(faults)('%s', async (_, line, column, reason) => {
    const result = await shop.run([line, product('good')])
    expect(result.rejections).toMatchObject([
      { line: 1, column, reason: expect.stringMatching(reason) as string },
    ])
    expect(result).toMatchObject({ created: 1, rejected: 1 })
    expect(await shop.rows(`select external_id from product where external_id = 'bad'`)).toEqual([])
  })

  test('a product that stands twice, however far apart', async () => {
    const between = Array.from({ length: 2000 }, (_, index) => product(`p${index}`))
    const result = await shop.run([product('twin'), ...between, product('twin', { tags: ['second'] })])
    expect(result).toMatchObject({ created: 2001, rejected: 1 })
    expect(result.rejections).toMatchObject([
      { line: 2002, column: 'id', value: 'twin', reason: expect.stringMatching(/on line 1\./) as string },
    ])
  })

  test('Latin-1 in one line', async () => {
    const file = Buffer.from(linesOf([product('bad', { tags: ['Mueller'] }), product('good')]))
    file[file.indexOf('Mueller') + 1] = 0xfc
    const result = await shop.runText(file)
    expect(result).toMatchObject({ created: 1, rejected: 1 })
    expect(result.rejections[0]).toMatchObject({
      line: 1,
      reason: expect.stringMatching(/not valid UTF-8/) as string,
    })
  })

  test('a line of 50 MB, which is never held as a whole', async () => {
    const result = await shop.runText(
      Buffer.concat([
        Buffer.from(`{"type":"product","id":"bad","x":"`),
        Buffer.alloc(50 * 1024 * 1024, 'x'),
        Buffer.from(`"}\n${linesOf([product('good')])}`),
      ]),
    )
    expect(result).toMatchObject({ created: 1, rejected: 1 })
    expect(result.rejections[0]).toMatchObject({
      line: 1,
      reason: expect.stringMatching(/holds 52428\d\d\d bytes; at most 16777216/) as string,
    })
  })
})

test('a byte order mark, CRLF and empty lines are no fault', async () => {
  expect(
    await shop.runText(`\uFEFF${linesOf([product('a'), product('b')]).replaceAll('\n', '\r\n\r\n')}`),
  ).toMatchObject({
    created: 2,
    rejected: 0,
  })
})

test.each([
  ['with', '\uFEFF'],
  ['without', ''],
])('UTF-16 %s a byte order mark is refused, and nothing changes', async (_, mark) => {
  await expect(shop.runText(Buffer.from(`${mark}${linesOf([product('a')])}`, 'utf16le'))).rejects.toThrow(
    /not UTF-8/,
  )
  expect(await shop.rows('select external_id from product')).toEqual([{ external_id: 'there' }])
})

test('what is rejected is kept with the run', async () => {
  await shop.run([product('bad', { category: 'nowhere' }), 'x'], { name: 'bad.jsonl' })
  expect(
    await shop.rows(`select r.name, r.status, x.number, x.line::int, x.column_name, x.value from import_rejection x
      join import_run r on r.id = x.run_id order by x.number`),
  ).toEqual([
    { name: 'bad.jsonl', status: 'finished', number: 1, line: 1, column_name: 'category', value: 'nowhere' },
    { name: 'bad.jsonl', status: 'finished', number: 2, line: 2, column_name: null, value: 'x' },
  ])
})
