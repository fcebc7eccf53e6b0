import { expect, test } from 'vitest'
import { CatalogUnavailable } from '../../../api/catalog/catalog-source.ts'
import { productResolvers } from '../../../api/catalog/product-resolvers.ts'
import type { RequestContext } from '../../../api/context.ts'

function contextThatFailsWith(error: Error): { context: RequestContext; isPrivate: () => boolean } {
  let isPrivate = false
  const parts = {
    application: {
      featureFlags: { isEnabled: () => Promise.resolve(true) },
      catalog: { relatedProducts: () => Promise.reject(error) },
    },
    locale: { language: 'EN', country: 'DE', currency: 'EUR' },
    log: { warn: () => undefined },
    keepPrivate: () => {
      isPrivate = true
    },
  }
  return { context: parts as unknown as RequestContext, isPrivate: () => isPrivate }
}

const card = { id: '42' } as Parameters<typeof productResolvers.related>[0]

test('related products are left out while their source is away, and nobody else gets that answer', async () => {
  const { context, isPrivate } = contextThatFailsWith(new CatalogUnavailable('The remote system is away.'))
  expect(await productResolvers.related(card, { first: 4 }, context)).toEqual([])
  expect(isPrivate()).toBe(true)
})

test('another fault is not hidden', async () => {
  const { context } = contextThatFailsWith(new TypeError('no such function'))
  await expect(productResolvers.related(card, { first: 4 }, context)).rejects.toThrow(TypeError)
})
