import { createComposedCatalog } from '../../../../api/catalog/composed/catalog.ts'
import type { CatalogDocuments } from '../../../../api/catalog/memory/documents.ts'
import { createMemoryCatalog } from '../../../../api/catalog/memory/catalog.ts'
import { createOwnOffers } from '../../../../api/catalog/composed/own-offers.ts'
import { createOwnRanking } from '../../../../api/catalog/composed/own-ranking.ts'
import { createTestDatabase } from '../../../database.ts'
import { connect } from '../../database/connect.ts'
import { describeCatalogSource } from './catalog-source-contract.ts'
import { documents } from './documents.ts'
import { openRemote } from './remote.ts'
import { writeDocuments } from './write-documents.ts'

/** As another system has them: with ids of its own, and prices and stock that nobody may see. */
const described: CatalogDocuments = {
  ...documents,
  collections: documents.collections.map(({ productIds = [], ...collection }) => ({
    ...collection,
    productIds: productIds.map((id) => `product-${id}`),
  })),
  products: documents.products.map((product) => ({
    ...product,
    id: `product-${product.id}`,
    variants: product.variants.map((variant) => ({
      ...variant,
      id: `variant-${variant.id}`,
      available: 1,
      taxClass: 'reduced',
      prices: variant.prices.map(({ list }) => ({ list, amount: 1 })),
    })),
  })),
}

describeCatalogSource('a remote catalogue with own prices and stock', async () => {
  const target = await createTestDatabase()
  const { database } = connect({ writer: target.writer, readers: [] })
  await database.transaction((transaction) => writeDocuments(transaction, documents))
  const remote = await openRemote(createMemoryCatalog(described), 'own')
  return {
    source: createComposedCatalog({
      content: remote.source,
      offers: createOwnOffers(database),
      ranking: createOwnRanking(database),
    }),
    async close() {
      await remote.close()
      await database.close()
      await target.drop()
    },
  }
})
