import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../database.ts'
import { product, productCsv, translationCsv } from './shopify-export.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'kontor-import-'))
  await writeFile(join(folder, 'good.csv'), productCsv([product('mug')]))
  await writeFile(join(folder, 'german.csv'), translationCsv([['PRODUCT', 'mug', 'title', 'Mug', 'Becher']]))
  await writeFile(
    join(folder, 'mixed.csv'),
    productCsv([product('mug'), product('bad', { 'Variant Price': 'x' })]),
  )
  await writeFile(join(folder, 'other.csv'), 'Name\nx\n')
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await database.drop()
})

/** Runs the process as `npm run import -- …` does. */
async function run(
  args: readonly string[],
  url = database.direct,
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['api/catalog/import/main.ts', ...args],
      { env: { ...process.env, DATABASE_DIRECT_URL: url } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}

test('imports, and says how much', async () => {
  const { code, out } = await run([join(folder, 'good.csv'), '--translations', join(folder, 'german.csv')])
  expect(out).toBe('Products: 1 created, 0 updated, 0 unchanged. Rows rejected: 0.\n')
  expect(code).toBe(0)
})

test('names rejected rows and says so by its exit code', async () => {
  const { code, out, err } = await run([join(folder, 'mixed.csv')])
  expect(err).toMatch(/^products line 3, Variant Price: The price “x”/)
  expect(out).toMatch(/Rows rejected: 1\./)
  expect(code).toBe(2)
})

test.each([
  [
    'another kind of file',
    ['other.csv'],
    undefined,
    /Nothing was imported: This is not a product export of Shopify/,
  ],
  ['a file that is not there', ['absent.csv'], undefined, /Nothing was imported: ENOENT.*absent\.csv/],
  [
    'no file',
    [],
    undefined,
    /Nothing was imported: One file is imported at a time, not 0\.[^]*Usage: npm run import -- FILE/,
  ],
  ['an unknown option', ['good.csv', '--force'], undefined, /Nothing was imported: Unknown option '--force'/],
  ['no database address', ['good.csv'], '', /Nothing was imported: DATABASE_DIRECT_URL is not set/],
])('refuses %s', async (_, args, url, message) => {
  const { code, err } = await run(
    args.map((arg) => (arg.endsWith('.csv') ? join(folder, arg) : arg)),
    url,
  )
  expect(err).toMatch(message)
  expect(code).toBe(1)
})

test('refuses two files', async () => {
  expect(await run([join(folder, 'good.csv'), join(folder, 'mixed.csv')])).toMatchObject({ code: 1 })
})
