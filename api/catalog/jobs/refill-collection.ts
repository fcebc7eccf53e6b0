import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { publish } from '../../events/outbox.ts'
import { collectionTag, listTag } from '../catalog-tags.ts'

/** Products of one transaction: long enough to be worth it, short enough that an edit of one of them need not wait. */
const batchSize = 5_000

/**
 * Finds the members of a collection anew after its rule has changed, product by product in the order of their ids,
 * in batches. Shoppers see the collection all the while, at first as the old rule had it. A product that is changed
 * meanwhile is tested by the new rule by whoever changes it; a rule that changes again asks for another refill.
 *
 * May end anywhere and start again: a batch that is done twice comes out the same.
 */
export async function refillCollection(database: Database, collectionId: string): Promise<void> {
  for (let last: string | undefined = '0'; last !== undefined; ) {
    const after: string = last
    last = await database.transaction(async (transaction) => {
      // The lock comes first, in a statement of its own: the next one sees what the edits before it have committed.
      const [batch] = await transaction.query<{ ids: string[]; last: string | null }>(sql(
        'collection_refill_lock',
      )`
        select coalesce(array_agg(id::text), '{}') as ids, max(id)::text as last
        from (
          select id from product where id > ${after}::bigint order by id limit ${batchSize} for no key update
        ) batch`)
      if (batch === undefined || batch.last === null) return undefined
      await transaction.query(sql('collection_refill')`
        select refresh_collection_membership(${batch.ids}::bigint[], ${collectionId}::bigint),
               refresh_product_due(${batch.ids}::bigint[])`)
      await publish(transaction, 'catalog.changed', { tags: [collectionTag(collectionId), listTag] })
      return batch.last
    })
  }
}
