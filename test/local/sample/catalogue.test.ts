import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { type SampleProduct, sampleCatalogue } from '../../../local/sample/catalogue.ts'
import { productsPath, translationsPath } from '../../../local/sample/files.ts'
import { productFile, translationFile } from '../../../local/sample/shopify-files.ts'

let products: SampleProduct[]
beforeAll(() => {
  products = sampleCatalogue()
})

const repeated = (texts: readonly string[]) => texts.filter((text, index) => texts.indexOf(text) !== index)

describe('the generator', () => {
  test('reproduces the shipped files byte for byte', async () => {
    expect(productFile(products)).toBe(await readFile(productsPath, 'utf8'))
    expect(translationFile(products)).toBe(await readFile(translationsPath, 'utf8'))
  })

  test('makes at least 1,000 products, 3,000 variants and 40 categories', () => {
    expect(products.length).toBeGreaterThanOrEqual(1000)
    expect(products.flatMap(({ variants }) => variants).length).toBeGreaterThanOrEqual(3000)
    const paths = products.flatMap(({ kind: { category } }) => [
      category.root.en,
      `${category.root.en} > ${category.leaf.en}`,
    ])
    expect(new Set(paths).size).toBe(40)
  })

  test('gives every product its own address in both languages, every variant its own SKU and barcode', () => {
    expect(repeated(products.map(({ handle }) => handle))).toEqual([])
    expect(repeated(products.map(({ germanHandle }) => germanHandle))).toEqual([])
    const variants = products.flatMap((product) => product.variants)
    const unique = (texts: string[]) => new Set(texts).size
    expect(unique(variants.map(({ sku }) => sku))).toBe(variants.length)
    expect(unique(variants.map(({ barcode }) => barcode))).toBe(variants.length)
  })

  test('gives barcodes of the internal range with a right check digit', () => {
    for (const { barcode } of products.flatMap(({ variants }) => variants)) {
      expect(barcode).toMatch(/^2\d{12}$/)
      const sum = Array.from(barcode).reduce(
        (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
        0,
      )
      expect(sum % 10).toBe(0)
    }
  })

  test('writes every text in both languages, and no text twice as a whole', () => {
    for (const { texts } of products) {
      for (const phrase of [texts.title, texts.description, texts.seoTitle, texts.seoDescription]) {
        expect(phrase.en).not.toMatch(/undefined|\s\s|^$/)
        expect(phrase.de).not.toMatch(/undefined| {2}|^$/)
      }
      expect(texts.description.en).not.toBe(texts.description.de)
    }
    expect(repeated(products.map(({ texts }) => texts.description.de))).toEqual([])
  })

  test('ends German adjectives as the noun asks for', () => {
    const openings = products.map(({ kind, texts }) => ({
      gender: kind.noun.gender,
      noun: kind.noun.de,
      text: texts.description.de,
    }))
    const endings = {
      m: /\bein (?:\S+er,? )*\S+er $/i,
      f: /\beine (?:\S+e,? )*\S+e $/i,
      n: /\bein (?:\S+es,? )*\S+es $/i,
    }
    for (const { gender, noun, text } of openings) {
      // “sorgfältig gefertigt” is the one quality of two words; its adverb has no ending.
      const before = text.slice(0, text.indexOf(noun)).replace('sorgfältig ', '')
      expect(before).toMatch(endings[gender])
    }
  })

  test('asks prices as shops do, and reduces some', () => {
    const prices = products.flatMap(({ variants }) =>
      variants.flatMap(({ prices: { eur, chf } }) => [eur, chf]),
    )
    for (const { amount, compareAt } of prices) {
      expect([90, 95]).toContain(amount % 100)
      if (compareAt !== null) expect(compareAt).toBeGreaterThan(amount)
    }
    const share = prices.filter(({ compareAt }) => compareAt !== null).length / prices.length
    expect(share).toBeGreaterThan(0.05)
    expect(share).toBeLessThan(0.3)
  })

  test('has sold out, scarce and plentiful variants', () => {
    const stocks = products.flatMap(({ variants }) => variants.map(({ stock }) => stock))
    const share = (holds: (stock: number) => boolean) => stocks.filter(holds).length / stocks.length
    expect(share((stock) => stock === 0)).toBeGreaterThan(0.04)
    expect(share((stock) => stock > 0 && stock < 5)).toBeGreaterThan(0.05)
    expect(share((stock) => stock >= 20)).toBeGreaterThan(0.4)
  })
})

test('every row of the product file has a value for each option that its product names', async () => {
  const rows: Record<string, string>[] = parse(await readFile(productsPath, 'utf8'), { columns: true })
  let names: (string | undefined)[] = []
  for (const row of rows) {
    if (row['Title'] !== '') names = [row['Option1 Name'], row['Option2 Name']]
    if (row['Variant SKU'] === '') continue
    expect([row['Option1 Value'] !== '', row['Option2 Value'] !== '']).toEqual(
      names.map((name) => name !== ''),
    )
  }
})

test('what is translated twice is translated the same way', async () => {
  const rows: Record<string, string>[] = parse(await readFile(translationsPath, 'utf8'), { columns: true })
  const shared = rows.filter((row) => row['Type'] !== 'PRODUCT')
  const originals = shared.map((row) => [row['Type'], row['Field'], row['Default content']].join(' '))
  expect(repeated(originals)).toEqual([])
  expect(shared.filter((row) => row['Type'] === 'COLLECTION' && row['Field'] === 'title').length).toBe(40)
})
