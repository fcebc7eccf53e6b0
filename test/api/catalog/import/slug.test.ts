import { expect, test } from 'vitest'
import { slugOf } from '../../../../api/catalog/import/slug.ts'

test.each([
  ['Küche & Essen', 'kueche-essen'],
  ['Größe', 'groesse'],
  ['Café Crème', 'cafe-creme'],
  ['  --Wall Clock!-- ', 'wall-clock'],
  ['茶', ''],
])('%s becomes %s', (text, slug) => {
  expect(slugOf(text)).toBe(slug)
})
