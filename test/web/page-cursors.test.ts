import { describe, expect, it } from 'vitest'
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
