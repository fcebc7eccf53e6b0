import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createCachedCatalog } from '../../../../api/catalog/cached-catalog.ts'
import { type CatalogSource, CatalogUnavailable } from '../../../../api/catalog/catalog-source.ts'
import { createMemoryCatalog } from '../../../../api/catalog/memory/catalog.ts'
import { defaultLocale } from '../../../../api/locale.ts'
import { type ConnectedCache, connectCache, createAnnouncer } from '../../cache/connect-cache.ts'
import { documents } from '../contract/documents.ts'
import { openRemote } from '../contract/remote.ts'

let connected: ConnectedCache
let remote: Awaited<ReturnType<typeof openRemote>>
let catalog: CatalogSource
beforeEach(async () => {
  connected = await connectCache(inject('local').cacheNodes, createAnnouncer())
  remote = await openRemote(createMemoryCatalog(documents), 'remote')
  catalog = createCachedCatalog(remote.source, connected.cache)
})
afterEach(async () => {
  await remote.close()
  await connected.close()
})

test('what was asked before is answered while the remote system is away', async () => {
  const list = { first: 5, sort: 'NEWEST', filter: {} } as const
  const ask = () =>
    Promise.all([
      catalog.productsByIds(['101', '102'], defaultLocale),
      catalog.productBySlug('oak-table', defaultLocale),
      catalog.listProducts(list, defaultLocale),
      catalog.searchProducts({ ...list, query: 'oak', sort: 'RELEVANCE' }, defaultLocale),
      catalog.facets({ filter: {} }, defaultLocale),
    ])
  const before = await ask()
  await connected.cache.settle()
  await remote.close()
  // Longer than anything is fresh, shorter than it is kept for a day like this.
  connected.wait(120)
  expect(await ask()).toEqual(before)
})

test('what was never asked before is unavailable, and only that', async () => {
  await catalog.productsByIds(['101'], defaultLocale)
  await connected.cache.settle()
  await remote.close()
  await expect(catalog.productsByIds(['103'], defaultLocale)).rejects.toThrow(CatalogUnavailable)
  expect(await catalog.productsByIds(['101'], defaultLocale)).toMatchObject([{ slug: 'oak-table' }])
})
