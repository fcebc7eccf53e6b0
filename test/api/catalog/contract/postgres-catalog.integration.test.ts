import { createPostgresCatalog } from '../../../../api/catalog/postgres/catalog.ts'
import { createTestDatabase } from '../../../database.ts'
import { connect } from '../../database/connect.ts'
import { describeCatalogSource } from './catalog-source-contract.ts'
import { documents } from './documents.ts'
import { writeDocuments } from './write-documents.ts'

describeCatalogSource('the catalogue in PostgreSQL', async () => {
  const target = await createTestDatabase()
  const { database } = connect({ writer: target.writer, readers: [] })
  await database.transaction((transaction) => writeDocuments(transaction, documents))
  return {
    source: createPostgresCatalog(database),
    async close() {
      await database.close()
      await target.drop()
    },
  }
})
