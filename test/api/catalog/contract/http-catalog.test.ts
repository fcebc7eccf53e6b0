import { createMemoryCatalog } from '../../../../api/catalog/memory/catalog.ts'
import { describeCatalogSource } from './catalog-source-contract.ts'
import { documents } from './documents.ts'
import { openRemote } from './remote.ts'

describeCatalogSource('the catalogue of a remote system', () =>
  openRemote(createMemoryCatalog(documents), 'remote'),
)
