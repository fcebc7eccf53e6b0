import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edgePurgesOf, edgeTagsOf, longestEdgeTag, mostEdgeTags } from '../../../../api/contract.ts'

const products = (count: number) => Array.from({ length: count }, (_, n) => `product:${n}`)

test('names what an answer was made of, in lower case, once and sorted', () => {
  expect(edgeTagsOf(['product:42', 'Catalog', 'catalog', 'category:7'])).toEqual([
    'catalog',
    'category:7',
    'product:42',
  ])
})

test('names groups of products where there are too many, and leaves the other kinds exact', () => {
  const tags = edgeTagsOf([...products(100), 'category:7', 'catalog']) ?? []
  expect(tags.length).toBeLessThanOrEqual(mostEdgeTags)
  expect(tags).toEqual(expect.arrayContaining(['category:7', 'catalog']))
  expect(tags.filter((tag) => tag.startsWith('product:'))).toEqual([])
  expect(tags).toContain(edgePurgesOf(['product:42']).find((tag) => tag.startsWith('product-group:')))
})

test('keeps an answer off the edge if even its groups are too many', () => {
  const kinds = ['product', 'category', 'brand', 'collection']
  expect(
    edgeTagsOf(kinds.flatMap((kind) => Array.from({ length: 200 }, (_, n) => `${kind}:${n}`))),
  ).toBeUndefined()
})

const anyTag = fc.oneof(
  fc.string({ minLength: 1, maxLength: 400, unit: 'binary' }),
  fc
    .tuple(fc.constantFrom('product', 'category', 'Brand', 'price-list'), fc.nat(5_000))
    .map((parts) => parts.join(':')),
)

test('a purge of any one tag meets every answer that was made from it', () => {
  fc.assert(
    fc.property(fc.array(anyTag, { minLength: 1, maxLength: 300 }), fc.nat(), (tags, chosen) => {
      const carried = edgeTagsOf(tags)
      if (carried === undefined) return
      expect(carried.length).toBeLessThanOrEqual(mostEdgeTags)
      for (const tag of carried) {
        expect(tag.length).toBeLessThanOrEqual(longestEdgeTag)
        expect(tag).toMatch(/^[\x21-\x2b\x2d-\x7e]+$/)
      }
      const purged = edgePurgesOf([tags[chosen % tags.length] ?? ''])
      expect(purged.some((tag) => carried.includes(tag))).toBe(true)
    }),
  )
})
