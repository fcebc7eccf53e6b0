import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportJsonLines } from '../../../../api/catalog/export/json-lines.ts'
import { importJsonLines } from '../../../../api/catalog/import/import-json-lines.ts'
import { catalogueRecords } from '../../../../local/seed/products.ts'
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

test('an export of what was imported from an export is the same to the byte', async () => {
  const pictures = ['/assets/products/a.svg', '/assets/products/b.svg']
  const records = [...catalogueRecords({ variants: 600, seed: 7, pictures })]
  const video = { url: 'https://cdn.example/v.mp4', mimeType: 'video/mp4', alt: 'Filmed' }
  const whole = records.map((record, index) =>
    index === records.length - 1
      ? {
          ...record,
          videos: [video],
          unpublishedAt: '2030-01-01T00:00:00.123456Z',
          publishedAt: '2020-01-01T00:00:00Z',
        }
      : record,
  )
  const input = whole.map((record) => `${JSON.stringify(record)}\n`).join('')
  const imported = await importJsonLines(Readable.from([input]), { connectionString: first.direct })
  expect(imported.rejections).toEqual([])
  const exported = await textOf(exportJsonLines({ connectionString: first.direct }))
  expect(exported.split('\n').length - 1).toBe(records.length + 2) // The lists eur and chf are the shop's own.

  const again = await importJsonLines(Readable.from([exported]), { connectionString: second.direct })
  expect(again.rejections).toEqual([])
  expect(again.created).toBe(imported.created)
  expect(await textOf(exportJsonLines({ connectionString: second.direct }))).toBe(exported)

  const unchanged = await importJsonLines(Readable.from([exported]), { connectionString: first.direct })
  expect(unchanged).toMatchObject({ created: 0, updated: 0, unchanged: imported.created, definitions: 0 })
})
