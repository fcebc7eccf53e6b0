import { Readable } from 'node:stream'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importJsonLines } from '../../../api/catalog/import/import-json-lines.ts'
import { sampleCatalogue } from '../../../local/sample/catalogue.ts'
import { sampleRecords } from '../../../local/sample/records.ts'
import { createTestDatabase, type TestDatabase } from '../../database.ts'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.direct })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const rows = async (statement: string): Promise<Record<string, unknown>[]> =>
  (await client.query<Record<string, unknown>>(statement)).rows

test('the sample goes in whole, with something of everything that a shop can show', async () => {
  const products = sampleCatalogue()
  const lines = [...sampleRecords(products)].map((record) => `${JSON.stringify(record)}\n`)
  const run = () => importJsonLines(Readable.from(lines), { connectionString: database.direct })
  expect(await run()).toMatchObject({ created: products.length, rejected: 0, rejections: [] })
  expect(
    await rows(`select c.external_id as id, count(*) > 0 as filled from collection c
      join collection_product m on m.collection_id = c.id group by 1 order by 1`),
  ).toEqual([
    { id: 'gifts-under-50', filled: true },
    { id: 'made-of-oak', filled: true },
    { id: 'new-in', filled: true },
    { id: 'our-choice', filled: true },
    { id: 'sale', filled: true },
  ])
  expect(
    await rows(`select (select count(*) from category)::int as categories, (select count(*) from brand)::int as brands,
      (select count(distinct attribute_id) from product_attribute)::int as attributes,
      (select count(*) > 100 from price_tier) as tiers,
      (select count(*) > 100 from price where lowest_recent_amount between amount and compare_at_amount) as reduced,
      (select count(*) from price where compare_at_amount is not null and lowest_recent_amount is null)::int as unexplained`),
  ).toEqual([{ categories: 40, brands: 16, attributes: 4, tiers: true, reduced: true, unexplained: 0 }])
  expect(await run()).toMatchObject({ created: 0, updated: 0, unchanged: products.length })
})
