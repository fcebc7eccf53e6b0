import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ImportDatabase, openImportDatabase, product, productCsv } from './shopify-export.ts'

let shop: ImportDatabase
beforeAll(async () => {
  shop = await openImportDatabase()
})
afterAll(() => shop.close())
beforeEach(() => shop.clear())

const good = product('good')

/** Imports one good product after the bad rows: it must go in, and line 2 must be named. */
async function rejectionsOf(...rows: Parameters<typeof productCsv>[0]) {
  const result = await shop.run({ products: productCsv([...rows, good]) })
  expect(await shop.rows(`select external_id from product where external_id = 'good'`)).toHaveLength(1)
  return result.rejections.map(({ line, column, reason }) => ({ line, column, reason }))
}

const faults: readonly [string, Record<string, string>, string, RegExp][] = [
  ['a missing handle', { Handle: '' }, 'Handle', /handle is missing/],
  ['a handle of signs only', { Handle: '☃☃' }, 'Handle', /“☃☃” has no letter/],
  ['a missing title', { Title: '' }, 'Title', /no row before this one opens the product “bad”/],
  ['a missing price', { 'Variant Price': '' }, 'Variant Price', /price is missing/],
  [
    'a price in words',
    { 'Variant Price': 'ten' },
    'Variant Price',
    /“ten” is not a number from 0 to 1000000/,
  ],
  ['a price with a comma', { 'Variant Price': '12,90' }, 'Variant Price', /“12,90”/],
  ['a negative price', { 'Variant Price': '-1' }, 'Variant Price', /“-1”/],
  ['a price with three decimals', { 'Variant Price': '1.234' }, 'Variant Price', /two decimals/],
  ['a price above all bounds', { 'Variant Price': '1000000.01' }, 'Variant Price', /0 to 1000000/],
  ['a bad market price', { 'Price / Switzerland': 'x' }, 'Price / Switzerland', /“x”/],
  [
    'a stock of half a piece',
    { 'Variant Inventory Qty': '1.5' },
    'Variant Inventory Qty',
    /“1.5” is not a whole number/,
  ],
  ['a weight in words', { 'Variant Grams': 'heavy' }, 'Variant Grams', /“heavy” is not a number of grams/],
  [
    'an unknown inventory policy',
    { 'Variant Inventory Policy': 'maybe' },
    'Variant Inventory Policy',
    /neither “deny” nor “continue”/,
  ],
  ['an unknown status', { Status: 'sold' }, 'Status', /“sold” is none of active, draft/],
  ['a published that is neither', { Published: 'yes' }, 'Published', /neither TRUE nor FALSE/],
  ['a script as picture', { 'Image Src': 'javascript:alert(1)' }, 'Image Src', /not an address/],
  [
    'a category that is no path',
    { 'Product Category': 'A > > B' },
    null as unknown as string,
    /not a path of categories/,
  ],
  [
    'a fourth option',
    { 'Option4 Name': 'Mood', 'Option4 Value': 'Good' },
    'Option4 Value',
    /at most three options/,
  ],
  [
    'an option without name',
    { 'Option1 Name': '', 'Option2 Name': 'Size' },
    'Option1 Name',
    /has a name and this one has none/,
  ],
  [
    'an option without value',
    { 'Option1 Name': 'Colour', 'Option1 Value': '' },
    'Option1 Value',
    /value of the option “Colour” is missing/,
  ],
  [
    'sales below zero',
    { 'Sold (product.metafields.kontor.sales_count)': '-3' },
    'Sold (product.metafields.kontor.sales_count)',
    /-3 is less than nothing/,
  ],
  [
    'a time without zone',
    { 'At (product.metafields.kontor.published_at)': '2026-01-01' },
    'At (product.metafields.kontor.published_at)',
    /not an ISO 8601 time/,
  ],
  ['a NUL character', { Vendor: 'a\u0000b' }, 'Vendor', /NUL/],
  [
    'a cell of more than 1 MiB',
    { Vendor: 'x'.repeat(1024 * 1024 + 1) },
    'Vendor',
    /1048577 bytes; at most 1048576/,
  ],
]

describe('a row is reported with line, column and reason, and the others go in:', () => {
  test.each(faults)('%s', async (_, cells, column, reason) => {
    const rejections = await rejectionsOf(product('bad', cells))
    expect(rejections).toEqual([{ line: 2, column, reason: expect.stringMatching(reason) as string }])
    expect(await shop.rows(`select external_id from product where external_id <> 'good'`)).toEqual([])
  })

  test('a cell that is not UTF-8', async () => {
    const file = Buffer.from(productCsv([product('bad', { Vendor: 'Mueller' }), good]))
    const at = file.indexOf('Mueller') + 1
    // “ü” of Windows-1252.
    file[at] = 0xfc
    const result = await shop.run({ products: file })
    expect(result).toMatchObject({ created: 1, rejected: 1 })
    expect(result.rejections[0]).toMatchObject({
      line: 2,
      column: 'Vendor',
      reason: 'The cell is not valid UTF-8. Save the file as “CSV UTF-8”.',
    })
  })

  test('too many cells', async () => {
    const file = productCsv([product('bad'), good]).replace('bad-sku,', 'bad-sku,1,2,')
    const result = await shop.run({ products: file })
    expect(result.rejections[0]).toMatchObject({
      line: 2,
      column: null,
      reason: expect.stringMatching(/has 8 cells and the header 6/) as string,
    })
    expect(result.created).toBe(1)
  })

  test('rows of a product whose first row was rejected', async () => {
    const rejections = await rejectionsOf(product('bad', { Title: '' }), {
      Handle: 'bad',
      'Variant Price': '1',
      'Option1 Value': 'x',
    })
    expect(rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [2, expect.stringMatching(/title is missing/)],
      [3, 'The first row of “bad”, on line 2, was rejected.'],
    ])
  })

  test('a variant of a product goes, its other variants stay', async () => {
    const rejections = await rejectionsOf(
      product('two', { 'Option1 Name': 'Size', 'Option1 Value': 'S', 'Variant SKU': 'S' }),
      { Handle: 'two', 'Option1 Value': 'M', 'Variant SKU': 'M', 'Variant Price': 'x' },
      { Handle: 'two', 'Option1 Value': 'L', 'Variant SKU': 'L', 'Variant Price': '3' },
    )
    expect(rejections).toMatchObject([{ line: 3, column: 'Variant Price' }])
    expect(await shop.rows(`select sku from variant where sku <> 'good-sku' order by position`)).toEqual([
      { sku: 'S' },
      { sku: 'L' },
    ])
  })

  test('a second variant with the same option values', async () => {
    const rejections = await rejectionsOf(product('two'), {
      Handle: 'two',
      'Variant SKU': 'other',
      'Variant Price': '1',
      'Option1 Value': 'Default Title',
    })
    expect(rejections).toMatchObject([
      { line: 3, reason: expect.stringMatching(/already has a variant/) as string },
    ])
  })

  test('a value of an option that the product does not have', async () => {
    const rejections = await rejectionsOf(product('two', { 'Option1 Name': 'Size', 'Option1 Value': 'S' }), {
      Handle: 'two',
      'Option1 Value': 'M',
      'Option2 Value': 'Red',
      'Variant Price': '1',
    })
    expect(rejections).toMatchObject([
      { line: 3, column: 'Option2 Value', reason: expect.stringMatching(/“Red” belongs to none/) as string },
    ])
  })

  test('a row with neither variant nor picture', async () => {
    const rejections = await rejectionsOf(product('two'), { Handle: 'two', Title: '' })
    expect(rejections).toMatchObject([
      { line: 3, reason: expect.stringMatching(/neither a variant/) as string },
    ])
  })
})

describe('what belongs to somebody else is reported:', () => {
  test('a handle twice', async () => {
    const rejections = await rejectionsOf(
      product('twin'),
      product('other'),
      product('twin', { Title: 'Another', 'Variant SKU': 'x' }),
    )
    expect(rejections).toEqual([
      {
        line: 4,
        column: null,
        reason:
          'The handle “twin” already belongs to the product of line 2; the rows of one product must follow each other.',
      },
    ])
  })

  test('a handle twice in a row, with another title', async () => {
    const rejections = await rejectionsOf(
      product('twin'),
      product('twin', { Title: 'Another', 'Variant SKU': 'x' }),
    )
    expect(rejections).toMatchObject([
      {
        line: 3,
        column: 'Title',
        reason: expect.stringMatching(/already belongs to the product “Title of twin” of line 2/) as string,
      },
    ])
  })

  test('two handles with one address', async () => {
    const rejections = await rejectionsOf(product('Tür'), product('tuer'))
    expect(rejections).toMatchObject([
      { line: 3, reason: expect.stringMatching(/same address as that of line 2: “tuer”/) as string },
    ])
  })

  test('an SKU twice in the file; a product that has no other variant is left out', async () => {
    const rejections = await rejectionsOf(
      product('one', { 'Variant SKU': 'same' }),
      product('two', { 'Variant SKU': 'same' }),
    )
    expect(rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'The SKU “same” already belongs to the variant of line 2; give every variant its own.'],
      [3, 'No variant of the product “two” is left.'],
    ])
  })

  test('an SKU of another product in the shop', async () => {
    await shop.run({ products: productCsv([product('one', { 'Variant SKU': 'same' })]) })
    const rejections = await rejectionsOf(product('two', { 'Variant SKU': 'same' }))
    expect(rejections[0]).toMatchObject({
      line: 2,
      column: 'SKU',
      reason: expect.stringMatching(/product “one” of the shop/) as string,
    })
  })
})

describe('a file is refused as a whole, and nothing changes, when it', () => {
  const refused = async (file: string | Buffer): Promise<string> => {
    await shop.run({ products: productCsv([good]) })
    const before = await shop.rows('select * from product')
    const message = await shop.run({ products: file }).then(
      () => 'imported',
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'thrown'),
    )
    expect(await shop.rows('select * from product')).toEqual(before)
    return message
  }

  test('lacks required columns', async () => {
    expect(await refused('Name,Cost\na,1\n')).toMatch(
      /^ImportRefused: .*lacks the column “URL handle” or “Handle”; “Title”; “Price” or “Variant Price”\. Its columns are: Name, Cost\.$/,
    )
  })
  test('is empty', async () => expect(await refused('')).toBe('ImportRefused: The product file is empty.'))
  test('has a column twice', async () => {
    expect(await refused('Handle,Title,Variant Price,title\n')).toMatch(
      /columns 2 and 4 are both called “title”/,
    )
  })
  test('is UTF-16 without a byte order mark', async () => {
    expect(await refused(Buffer.from(productCsv([good]), 'utf16le'))).toMatch(/ImportRefused: .*UTF-16/)
  })
  test('has a quote that is never closed', async () => {
    const file = productCsv([product('a'), product('b')]).replace('Title of b', '"Title of b')
    expect(await refused(file)).toMatch(/^ImportRefused: A quote .* is opened and never closed\.$/)
  })
  test('has a row of more than 8 MiB', async () => {
    expect(await refused(productCsv([product('a', { Vendor: 'x'.repeat(50 * 1024 * 1024) })]))).toMatch(
      /^ImportRefused: A row .* is larger than 8388608 characters/,
    )
  })
  test('breaks off while it is read', async () => {
    async function* broken() {
      yield productCsv([product('half')])
      await Promise.resolve()
      throw new Error('the disk is gone')
    }
    await expect(shop.run({ products: '' }, { input: Readable.from(broken()) })).rejects.toThrow(
      'the disk is gone',
    )
    expect(await shop.rows('select id from product')).toEqual([])
  })
})
