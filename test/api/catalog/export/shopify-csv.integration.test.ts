import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  exportShopifyProducts,
  exportShopifyTranslations,
} from '../../../../api/catalog/export/shopify-csv.ts'
import { importShopifyCsv } from '../../../../api/catalog/import/import-shopify-csv.ts'
import { productsPath, translationsPath } from '../../../../local/sample/files.ts'
import { createTestDatabase, type TestDatabase } from '../../../database.ts'
import { collected } from './collected.ts'

let first: TestDatabase
let second: TestDatabase
beforeAll(async () => {
  ;[first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
})
afterAll(async () => {
  await Promise.all([first.drop(), second.drop()])
})

const textOf = async (lines: AsyncIterable<string>) => (await collected(lines)).join('')

test('Shopify’s files come back from an import of theirs the same to the byte', async () => {
  await importShopifyCsv({
    input: createReadStream(productsPath),
    translations: createReadStream(translationsPath),
    connectionString: first.direct,
  })
  const database = { connectionString: first.direct }
  const products = await textOf(exportShopifyProducts(database))
  const translations = await textOf(exportShopifyTranslations(database))
  expect(products.split('\n').length).toBeGreaterThan(10_000)

  const again = await importShopifyCsv({
    input: Readable.from([products]),
    translations: Readable.from([translations]),
    connectionString: second.direct,
  })
  expect(again.rejections).toEqual([])
  const other = { connectionString: second.direct }
  expect(await textOf(exportShopifyProducts(other))).toBe(products)
  expect(await textOf(exportShopifyTranslations(other))).toBe(translations)
})
