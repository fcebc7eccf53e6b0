import { XMLParser } from 'fast-xml-parser'
import { SyntaxValidator } from 'fast-xml-validator'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { googleTsv, googleXml } from '../../../../api/catalog/export/google-feed.ts'
import {
  type GoogleFeed,
  googleFields,
  type GoogleItem,
  googleItems,
  gtinOf,
} from '../../../../api/catalog/export/google-items.ts'
import { importJsonLines } from '../../../../api/catalog/import/import-json-lines.ts'
import { catalogueRecords } from '../../../../local/seed/products.ts'
import { createTestDatabase, type TestDatabase } from '../../../database.ts'
import { collected } from './collected.ts'

const feed: GoogleFeed = { language: 'de', country: 'DE', currency: 'EUR', shopUrl: 'https://shop.example' }
const now = Date.now()
const day = 86_400_000
const at = (days: number): string => new Date(now + days * day).toISOString()

/** What is hard to write in XML and in tabs. */
const nasty = {
  type: 'product',
  id: 'nasty',
  publishedAt: at(-10),
  texts: {
    de: {
      title: 'Tür & Tor <"größer"> \u0007\tals\nje',
      slug: 'tuer',
      descriptionHtml: '<p>5 &lt; 6 &amp; ‘so’ 🪑</p>',
    },
  },
  options: [{ de: 'Farbe', en: 'Colour' }],
  images: [{ url: '/assets/products/a.svg' }, { url: 'https://cdn.example/b,c.jpg' }],
  variants: [
    {
      sku: 'N-1',
      optionValues: { de: ['Rot'], en: ['Red'] },
      barcode: '4006381333931',
      weightGrams: 1200,
      prices: [
        { list: 'eur', amount: 10_000, schedules: [{ amount: 8000, from: at(-1), until: at(1) }] },
        { list: 'chf', amount: 11_000, compareAtAmount: 12_000 },
      ],
      stock: { main: 0 },
    },
    {
      sku: 'N-2',
      optionValues: { de: ['Blau'], en: ['Blue'] },
      prices: [{ list: 'eur', amount: 500 }],
      stock: null,
    },
  ],
}
const hidden = [
  { ...nasty, id: 'draft', publishedAt: null, texts: { en: { title: 'Draft' } }, variants: [] },
  {
    ...nasty,
    id: 'ended',
    publishedAt: at(-10),
    unpublishedAt: at(-1),
    texts: { en: { title: 'Ended' } },
    options: [],
    variants: [{ sku: 'E-1', prices: [{ list: 'eur', amount: 1 }] }],
  },
  {
    ...nasty,
    id: 'no-picture',
    images: [],
    options: [],
    texts: { en: { title: 'Unseen' } },
    variants: [{ sku: 'U-1', prices: [{ list: 'eur', amount: 1 }] }],
  },
]

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  const made = catalogueRecords({ variants: 400, seed: 3, pictures: ['/assets/products/a.svg'] })
  const lines = [...made, nasty, ...hidden].map((record) => `${JSON.stringify(record)}\n`).join('')
  const { rejections } = await importJsonLines(Readable.from([lines]), { connectionString: database.direct })
  expect(rejections).toEqual([])
})
afterAll(() => database.drop())

const items = (other: Partial<GoogleFeed> = {}) =>
  collected(googleItems({ connectionString: database.direct }, { ...feed, ...other }))
const itemOf = (all: readonly GoogleItem[], id: string): GoogleItem =>
  all.find((item) => item.id === id) ?? {}

const money = /^\d+\.\d{2} [A-Z]{3}$/

/** Google's product data specification, support.google.com/merchants/answer/7052112. */
const rules: Readonly<Record<keyof GoogleItem, (value: string) => boolean>> = {
  id: (value) => value.length >= 1 && value.length <= 50,
  title: (value) => value.length >= 1 && Array.from(value).length <= 150,
  description: (value) => value.length >= 1 && Array.from(value).length <= 5000 && !/<[a-z]/.test(value),
  link: (value) => value.startsWith('https://shop.example/') && URL.canParse(value),
  image_link: (value) => /^https?:/.test(value) && URL.canParse(value),
  additional_image_link: (value) =>
    value.split(',').length <= 10 && value.split(',').every((url) => URL.canParse(url)),
  availability: (value) => ['in_stock', 'out_of_stock', 'preorder', 'backorder'].includes(value),
  price: (value) => money.test(value) && Number.parseFloat(value) > 0,
  sale_price: (value) => money.test(value),
  sale_price_effective_date: (value) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\+0000\/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\+0000$/.test(value),
  product_type: (value) => value.length <= 750,
  brand: (value) => value.length <= 70,
  gtin: (value) => /^\d{8}$|^\d{12,14}$/.test(value),
  mpn: (value) => value.length <= 70,
  identifier_exists: (value) => value === 'no',
  condition: (value) => ['new', 'refurbished', 'used'].includes(value),
  color: (value) => value.length <= 100,
  size: (value) => value.length <= 100,
  item_group_id: (value) => value.length <= 50,
  shipping_weight: (value) => /^\d+(\.\d+)? (g|kg|lb|oz)$/.test(value),
}
const required = [
  'id',
  'title',
  'description',
  'link',
  'image_link',
  'availability',
  'price',
  'condition',
] as const

describe('every offer keeps the rules of the specification', () => {
  test.each([
    { country: 'DE', language: 'de', currency: 'EUR' },
    { country: 'AT', language: 'en', currency: 'EUR' },
    { country: 'CH', language: 'de', currency: 'CHF' },
  ] as const)('in $country in $language', async (market) => {
    const all = await items(market)
    expect(all.length).toBeGreaterThan(300)
    for (const item of all) {
      for (const field of required) expect(item[field], `${item.id} ${field}`).toBeDefined()
      for (const [field, value] of Object.entries(item)) {
        expect(rules[field as keyof GoogleItem](value), `${item.id} ${field}: ${value}`).toBe(true)
      }
      // One of these, or the word that there is none.
      expect(item.gtin ?? item.mpn ?? item.identifier_exists).toBeDefined()
      if (item.sale_price !== undefined) {
        expect(Number.parseFloat(item.sale_price)).toBeLessThan(Number.parseFloat(item.price ?? ''))
      }
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  })
})

test('an offer says what is reduced, for how long, and what belongs together', async () => {
  const all = await items()
  expect(itemOf(all, 'N-1')).toMatchObject({
    description: '5 < 6 & ‘so’ 🪑',
    link: 'https://shop.example/de/p/tuer?variant=N-1',
    image_link: 'https://shop.example/assets/products/a.svg',
    additional_image_link: 'https://cdn.example/b%2Cc.jpg',
    availability: 'out_of_stock',
    price: '100.00 EUR',
    sale_price: '80.00 EUR',
    gtin: '4006381333931',
    color: 'Rot',
    item_group_id: 'nasty',
    shipping_weight: '1200 g',
  })
  expect(itemOf(all, 'N-2')).toMatchObject({
    availability: 'in_stock',
    price: '5.00 EUR',
    identifier_exists: 'no',
  })
  expect(itemOf(await items({ country: 'CH', currency: 'CHF' }), 'N-1')).toMatchObject({
    price: '120.00 CHF',
    sale_price: '110.00 CHF',
  })
})

test('what is not public or has no picture is not offered', async () => {
  const ids = (await items()).map(({ id }) => id)
  expect(ids).not.toContain('E-1')
  expect(ids).not.toContain('U-1')
})

test('a currency without a price list is refused, with those that there are', async () => {
  await expect(items({ currency: 'USD' })).rejects.toThrow(
    'There is no price list in USD; there are some in CHF, EUR.',
  )
})

test('the XML is well-formed and gives every text back', async () => {
  const xml = (
    await collected(googleXml(googleItems({ connectionString: database.direct }, feed), feed))
  ).join('')
  expect(SyntaxValidator.validate(xml)).toBe(true)
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false })
  const { rss } = parser.parse(xml) as {
    rss: { '@_version': string; '@_xmlns:g': string; channel: { item: Record<string, string>[] } }
  }
  expect(rss).toMatchObject({ '@_version': '2.0', '@_xmlns:g': 'http://base.google.com/ns/1.0' })
  const all = await items()
  expect(rss.channel.item).toHaveLength(all.length)
  const parsed = rss.channel.item.find((item) => item['g:id'] === 'N-1')
  expect(parsed?.['g:title']).toBe('Tür & Tor <"größer"> \tals\nje Rot')
  expect(parsed?.['g:description']).toBe('5 < 6 & ‘so’ 🪑')
})

test('the TSV has as many cells in every line as names in the first', async () => {
  const lines = (await collected(googleTsv(googleItems({ connectionString: database.direct }, feed))))
    .join('')
    .split('\n')
  expect(lines[0]).toBe(googleFields.join('\t'))
  expect(lines.at(-1)).toBe('')
  for (const line of lines.slice(0, -1)) expect(line.split('\t')).toHaveLength(googleFields.length)
  expect(lines.find((line) => line.startsWith('N-1\t'))).toContain('"Tür & Tor <""größer"">')
})

test.each([
  ['4006381333931', '4006381333931'],
  ['4006381333932', undefined],
  ['2400000000006', undefined],
  ['036000291452', '036000291452'],
  ['96385074', '96385074'],
  ['12345', undefined],
  [null, undefined],
])('of the barcode %s Google is told %s', (barcode, gtin) => {
  expect(gtinOf(barcode)).toBe(gtin)
})
