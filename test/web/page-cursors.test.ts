import { describe, expect, it } from 'vitest'
import { productFilter, readListFilter } from '../../web/app/shop/list-filter.ts'
import { cursorOf, pageLinks } from '../../web/app/shop/page-cursors.ts'

const more = (endCursor: string) => ({ hasNextPage: true, endCursor })

describe('pageLinks', () => {
  it('leads forward and back over three pages, and keeps the filter', () => {
    const first = pageLinks(new URLSearchParams('sort=NEWEST'), more('c1'))
    expect(first).toEqual({ number: 1, next: '?sort=NEWEST&after=c1' })
    const second = pageLinks(new URLSearchParams(first.next), more('c2'))
    expect(second).toEqual({
      number: 2,
      previous: '?sort=NEWEST',
      next: '?sort=NEWEST&after=c1&after=c2',
    })
    const third = pageLinks(new URLSearchParams(second.next), { hasNextPage: false, endCursor: 'c3' })
    expect(third).toEqual({ number: 3, previous: '?sort=NEWEST&after=c1' })
  })

  it('leads back to the bare list', () => {
    expect(pageLinks(new URLSearchParams('after=c1'), more('c2')).previous).toBe('?')
  })

  it('asks for the last cursor of the address', () => {
    expect(cursorOf(new URLSearchParams('after=c1&after=c2'))).toBe('c2')
    expect(cursorOf(new URLSearchParams(''))).toBeUndefined()
  })
})

describe('list filter', () => {
  it('reads an address and makes the API’s filter of it, prices in minor units', () => {
    const filter = readListFilter(
      new URLSearchParams('sort=PRICE_ASCENDING&from=19,90&until=200&available=1'),
    )
    expect(filter.sort).toBe('PRICE_ASCENDING')
    expect(productFilter(filter, 'lamps', 'EUR')).toEqual({
      category: 'lamps',
      priceFrom: 1990,
      priceUntil: 20000,
      available: true,
    })
  })

  it('leaves out what makes no sense', () => {
    const filter = readListFilter(new URLSearchParams('sort=DROP&from=cheap&available=yes'))
    expect(filter.sort).toBe('BEST_SELLING')
    expect(productFilter(filter, 'lamps', 'EUR')).toEqual({ category: 'lamps' })
  })
})
