import { createMemoryCatalog } from '../../../../api/catalog/memory/catalog.ts'
import { describeCatalogSource } from './catalog-source-contract.ts'
import { documents } from './documents.ts'

describeCatalogSource('the catalogue in memory', () =>
  Promise.resolve({ source: createMemoryCatalog(documents), close: () => Promise.resolve() }),
)
