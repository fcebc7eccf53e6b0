import { describe, expect, it } from 'vitest'
import { collectPageAnswers, sharedCacheControl } from '../../web/app/shop/page-answers.ts'

function answer(cacheControl: string | undefined, tags: string, age?: string): Headers {
  const headers = new Headers({ 'cache-tag': tags })
  if (cacheControl !== undefined) headers.set('cache-control', cacheControl)
  if (age !== undefined) headers.set('age', age)
  return headers
}

function freshnessOf(...answers: Headers[]) {
  const page = collectPageAnswers()
  for (const each of answers) page.add(each)
  return page.freshness()
}

const day = 'public, max-age=0, s-maxage=86400, stale-while-revalidate=600, stale-if-error=3600'

describe('a page', () => {
  it('bears the tags of all its answers, each once, and lives as long as the shortest-lived', () => {
    expect(
      freshnessOf(
        answer('public, s-maxage=200, stale-while-revalidate=30, stale-if-error=500', 'product:1,catalog'),
        answer(day, 'catalog, category:2'),
      ),
    ).toEqual({
      freshSeconds: 200,
      staleWhileRevalidateSeconds: 30,
      staleIfErrorSeconds: 500,
      tags: ['catalog', 'category:2', 'product:1'],
    })
  })

  it('lives no longer than a lost purge may matter, however long its answers do', () => {
    expect(freshnessOf(answer(day, 'catalog'))).toMatchObject({
      freshSeconds: 300,
      staleWhileRevalidateSeconds: 60,
      staleIfErrorSeconds: 3600,
    })
  })

  it('counts the time that an answer has spent elsewhere', () => {
    expect(freshnessOf(answer('public, s-maxage=100', 'catalog', '40'))?.freshSeconds).toBe(60)
    const past = answer('public, s-maxage=100, stale-while-revalidate=60', 'catalog', '145')
    expect(freshnessOf(answer(day, 'catalog'), past)).toMatchObject({
      freshSeconds: 0,
      staleWhileRevalidateSeconds: 15,
    })
    expect(freshnessOf(answer('public, s-maxage=100', 'catalog', '100'))).toBeUndefined()
  })

  it.each([
    ['no answer says that it may be shared', undefined],
    ['one is private', 'private, no-store'],
    ['one is public for browsers only', 'public, max-age=60'],
    ['one says no lifetime', 'public'],
  ])('is for its asker only if %s', (_, cacheControl) => {
    expect(freshnessOf(answer(day, 'catalog'), answer(cacheControl, 'product:1'))).toBeUndefined()
  })

  it('is for its asker only if it is made of nothing, or of something that cannot be purged', () => {
    expect(freshnessOf()).toBeUndefined()
    expect(freshnessOf(answer(day, 'catalog'), answer(day, ''))).toBeUndefined()
  })

  it('is for its asker only if a part of it is missing', () => {
    const page = collectPageAnswers()
    page.add(answer(day, 'catalog'))
    page.fail()
    expect(page.freshness()).toBeUndefined()
  })

  it('takes groups instead of more than 50 tags, as the API does, also over answers that did so already', () => {
    const products = Array.from({ length: 45 }, (_, index) => `product:${index}`)
    const more = Array.from({ length: 45 }, (_, index) => `product:${index + 100}`)
    const tags = freshnessOf(answer(day, products.join(',')), answer(day, more.join(',')))?.tags ?? []
    expect(tags.length).toBeLessThanOrEqual(16)
    expect(tags.every((tag) => tag.startsWith('product-group:'))).toBe(true)
    const both = freshnessOf(answer(day, products.join(',')), answer(day, tags.join(',')))?.tags ?? []
    expect(both.length).toBeLessThanOrEqual(50)
    expect(new Set(both).size).toBe(both.length)
  })
})

it('tells caches that many share how long, and browsers to ask each time', () => {
  expect(
    sharedCacheControl({
      freshSeconds: 300,
      staleWhileRevalidateSeconds: 60,
      staleIfErrorSeconds: 3600,
      tags: ['catalog'],
    }),
  ).toBe('public, max-age=0, s-maxage=300, stale-while-revalidate=60, stale-if-error=3600')
})
