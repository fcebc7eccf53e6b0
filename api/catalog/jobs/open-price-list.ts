import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { publish } from '../../events/outbox.ts'
import { wholeCatalogTag } from '../catalog-tags.ts'

/** Products of one transaction. */
const batchSize = 2_000

/**
 * Fills the read models of a new list for a country, in batches, and then lets the country buy from it. May end
 * anywhere and start again.
 */
export async function openPriceList(database: Database, priceListId: string): Promise<void> {
  for (let last: string | undefined = '0'; last !== undefined; ) last = await fillAfter(database, last)
  await database.transaction(async (transaction) => {
    await transaction.query(sql('price_list_open')`
      update price_list set opened = true where id = ${priceListId}::bigint`)
    await publish(transaction, 'catalog.changed', { tags: [wholeCatalogTag] })
  })
}

async function fillAfter(database: Database, last: string): Promise<string | undefined> {
  return database.transaction(async (transaction) => {
    const batch = await transaction.query<{ id: string }>(sql('price_list_fill_lock')`
      select id::text as id from product where id > ${last}::bigint
      order by product.id limit ${batchSize} for no key update`)
    await transaction.query(sql('price_list_fill')`
      select refresh_products(${batch.map(({ id }) => id)}::bigint[])`)
    return batch.at(-1)?.id
  })
}
