import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  categorySorts,
  collectionSorts,
  filterAddress,
  isFiltered,
  productFilter,
  readListFilter,
  searchSorts,
} from '../../web/app/shop/list-filter.ts'

const read = (search: string) => readListFilter(new URLSearchParams(search), categorySorts)
const canonical = (search: string) => filterAddress(read(search), categorySorts)
const forApi = (search: string) => productFilter(read(search), 'EUR')

describe('the address of a filter', () => {
  test.each([
    ['', ''],
    ['sort=BEST_SELLING&from=&until=', ''],
    ['sort=NEWEST', '?sort=NEWEST'],
    ['until=20&from=10&available=1', '?from=10&until=20&available=1'],
    [
      'filter=material.steel&filter=brand.nordwald&filter=material.oak',
      '?filter=brand.nordwald&filter=material.oak&filter=material.steel',
    ],
    ['filter=material.oak&filter=material.oak', '?filter=material.oak'],
    ['filter=&filter=category.tables', '?filter=category.tables'],
    ['filter=foldable-true', '?filter=foldable-true'],
    // As a form without scripts sends ranges: three fields in a row.
    ['filter=width&filter=45&filter=160,5&filter=material.oak', '?filter=material.oak&filter=width.45_160.5'],
    ['filter=width&filter=&filter=', ''],
    ['filter=width&filter=&filter=80', '?filter=width._80'],
    ['filter=launched.2026-01-01_', '?filter=launched.2026-01-01_'],
    // The wrong way round.
    ['from=20&until=10', '?from=10&until=20'],
    ['filter=width.160_45', '?filter=width.45_160'],
  ])('of %j is %j', (search, address) => {
    expect(canonical(search)).toBe(address)
  })

  test.each([
    'from=abc&until=-1',
    'sort=CHEAPEST',
    'available=yes',
    'filter=material.',
    'filter=.oak',
    'filter=material.Oak%20wood',
    'filter=brand.../etc',
    'filter=category.%22%3E%3Cscript%3E',
    'filter=width.a_b',
    'filter=launched.2026-02-30_',
    'filter=width.1_2026-01-01',
    'filter=foldable-maybe',
    'filter=%00',
  ])('leaves out what makes no sense: %s', (search) => {
    expect(canonical(search)).toBe('')
    expect(isFiltered(read(search))).toBe(false)
  })

  test('is read again as it was written, whatever it was made of', () => {
    const word = fc.stringMatching(/^[a-z0-9_.-]{0,12}$/)
    const parameter = fc.oneof(
      fc.tuple(
        fc.constantFrom('from', 'until', 'available', 'sort', 'filter', 'after'),
        fc.oneof(word, fc.string()),
      ),
      fc.constantFrom(['filter', 'width'], ['filter', '45'], ['filter', '160_2'], ['sort', 'MANUAL']),
    )
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 12 }), (parameters) => {
        const search = new URLSearchParams(parameters.map(([name = '', value = '']) => [name, value]))
        for (const sorts of [categorySorts, collectionSorts, searchSorts] as const) {
          const filter = readListFilter(search, sorts)
          const address = filterAddress(filter, sorts)
          expect(readListFilter(new URLSearchParams(address), sorts)).toEqual(filter)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

test('the API gets minor units, types and only what was chosen', () => {
  expect(forApi('')).toEqual({})
  expect(
    forApi(
      'from=19,90&until=100&available=1&filter=category.tables&filter=brand.alba&filter=brand.nordwald' +
        '&filter=material.oak&filter=material.steel&filter=foldable-false&filter=width.45_&filter=launched._2026-01-31',
    ),
  ).toEqual({
    category: 'tables',
    brands: ['alba', 'nordwald'],
    priceFrom: 1990,
    priceUntil: 10_000,
    available: true,
    attributes: [
      { code: 'foldable', boolean: false },
      { code: 'launched', date: { until: '2026-01-31' } },
      { code: 'material', options: ['oak', 'steel'] },
      { code: 'width', number: { from: 45 } },
    ],
  })
})

test('no more is asked for than the API takes', () => {
  const many = (name: (index: number) => string) =>
    Array.from({ length: 200 }, (_, index) => `filter=${name(index)}`).join('&')
  expect(forApi(many((index) => `brand.b${index}`)).brands).toHaveLength(50)
  expect(forApi(many((index) => `a${index}.x`)).attributes).toHaveLength(20)
  expect(forApi(many((index) => `a.x${index}`)).attributes?.[0]?.options).toHaveLength(50)
})
