import { expect, test } from 'vitest'
import { createMemoryCatalog } from '../../api/catalog/memory/catalog.ts'
import { defaultLocale } from '../../api/locale.ts'
import { createChangeLog, differences, UnknownCursor } from '../../local/remote-catalogue/change-log.ts'
import { readDocuments } from '../../local/remote-catalogue/read-documents.ts'

const records = [
  { type: 'catalogue', formatVersion: 1 },
  { type: 'priceList', code: 'trade', currency: 'EUR', customerGroup: 'trade', inherits: 'eur' },
  { type: 'brand', id: 'nordwald', slug: 'nordwald', name: 'Nordwald', url: null },
  {
    type: 'attribute',
    code: 'colour',
    valueType: 'colour',
    facet: true,
    names: { en: 'Colour', de: 'Farbe' },
    options: [{ code: 'natural', names: { en: 'Natural' }, colour: '#d8b98a' }],
  },
  { type: 'category', id: 'tables', parent: null, texts: { en: { slug: 'tables', name: 'Tables' } } },
  {
    type: 'collection',
    id: 'winter',
    publishedAt: '2026-01-01T00:00:00Z',
    imageUrl: '/assets/winter.webp',
    texts: { en: { slug: 'winter', name: 'Winter' } },
  },
  {
    type: 'product',
    id: 'Table',
    brand: 'nordwald',
    category: 'tables',
    publishedAt: '2026-01-01T00:00:00Z',
    texts: { en: { title: 'Table' }, de: { slug: 'tisch', title: 'Tisch', excerpt: 'Zum Essen.' } },
    attributes: { colour: ['natural'] },
    options: [{ en: 'Width' }],
    images: [{ url: '/assets/table.webp', altTexts: { de: 'Ein Tisch' } }],
    collections: [{ id: 'winter', position: 1 }],
    variants: [
      {
        sku: 'TABLE-160',
        optionValues: { en: ['160 cm'] },
        prices: [{ list: 'eur', amount: 49_900, schedules: [] }],
        stock: { main: 3, north: 4 },
      },
    ],
  },
]

const fileOf = (lines: readonly object[]) => `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n`

test('a catalogue file becomes a catalogue', async () => {
  const catalog = createMemoryCatalog(readDocuments(fileOf(records)))
  const product = await catalog.productBySlug('tisch', { ...defaultLocale, language: 'DE' })
  expect(product).toMatchObject({
    id: 'Table',
    title: 'Tisch',
    excerpt: 'Zum Essen.',
    brand: { name: 'Nordwald' },
    categoryPath: [{ id: 'tables' }],
    attributes: [{ code: 'colour', name: 'Farbe', values: [{ code: 'natural', colour: '#d8b98a' }] }],
    images: [{ alt: 'Ein Tisch', width: null }],
    variants: [{ sku: 'TABLE-160', amount: 49_900, available: 7, title: '160 cm' }],
  })
  expect(await catalog.collectionIds()).toEqual(['winter'])
  const { edges } = await catalog.listProducts(
    { first: 5, sort: 'MANUAL', filter: { collectionId: 'winter' } },
    defaultLocale,
  )
  expect(edges.map(({ card }) => card.slug)).toEqual(['table'])
})

test.each(['{"type":"product"', '{"type":"product","id":"x"}'])('the line %s is named', (line) => {
  expect(() => readDocuments(`\n${line}\n`)).toThrow(/Line 2 is no record/)
})

test('what differs between two files is in the change feed', () => {
  const before = readDocuments(fileOf(records))
  const renamed = records.map((record) => ('variants' in record ? { ...record, salesCount: 9 } : record))
  expect(differences(before, before)).toEqual([])
  expect(differences(before, readDocuments(fileOf(renamed)))).toEqual([{ kind: 'product', id: 'Table' }])
  expect(differences(before, readDocuments(fileOf(records.slice(0, -1))))).toEqual([
    { kind: 'product', id: 'Table' },
    { kind: 'collection', id: 'winter' },
  ])
  const otherBrand = records.map((record) => ('url' in record ? { ...record, name: 'Südwald' } : record))
  expect(differences(before, readDocuments(fileOf(otherBrand)))).toEqual([{ kind: 'everything' }])
})

test('the feed is read page by page, and knows its own cursors only', () => {
  const log = createChangeLog('run')
  const { cursor } = log.since(undefined)
  log.record(Array.from({ length: 501 }, (_, index) => ({ kind: 'product' as const, id: String(index) })))
  const first = log.since(cursor)
  expect([first.changes.length, first.has_more]).toEqual([500, true])
  const second = log.since(first.cursor)
  expect([second.changes, second.has_more]).toEqual([[{ kind: 'product', id: '500' }], false])
  expect(log.since(second.cursor)).toEqual({ changes: [], cursor: second.cursor, has_more: false })
  for (const unknown of ['', 'run', 'run.', 'run.x', 'run.-1', 'run.900', 'other.1', 'run.1e2']) {
    expect(() => log.since(unknown)).toThrow(UnknownCursor)
  }
})
