import { setTimeout as delay } from 'node:timers/promises'
import type { ApplicationContext } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { publish } from '../../events/outbox.ts'
import { coalesceTags, collectionTag, listTag, productTag } from '../catalog-tags.ts'

/** Products of one transaction; a sale that begins at midnight may concern every product. */
const batchSize = 1_000
/** With the outbox's poll, what is due is seen within the second that issue and docs promise. */
const pollMilliseconds = 500
/** After a failure, e.g. while the database fails over. */
const pauseMilliseconds = 1_000

/**
 * Brings up to date what time alone has changed: products whose window opened or closed, whose scheduled price began
 * or ended, that are no longer new; and what an edit of something that many products share left to it (refresh_products_soon);
 * and collections whose window did.
 *
 * Any number of workers may do it side by side: each takes products that no other holds. One that an editor holds is
 * left for the next round, unless the editor's own refresh has dealt with it by then. What is due is asked again under
 * the lock, so that nothing is announced twice.
 *
 * @returns how many products and collections were due
 */
export async function refreshDue(database: Database): Promise<number> {
  return (await refreshDueProducts(database)) + (await announceDueCollections(database))
}

async function refreshDueProducts(database: Database): Promise<number> {
  return database.transaction(async (transaction) => {
    const locked = await transaction.query<{ id: string }>(sql('due_lock')`
      select id::text as id from product
      where id in (select product_id from product_due where due_at <= now() order by due_at limit ${batchSize})
      order by id for no key update skip locked`)
    if (locked.length === 0) return 0
    const due = await transaction.query<{ id: string }>(sql('due_products')`
      select product_id::text as id from product_due
      where product_id = any (${locked.map(({ id }) => id)}::bigint[]) and due_at <= now()`)
    if (due.length === 0) return 0
    const ids = due.map(({ id }) => id)
    // Two statements: the second sees the words that the first has written.
    await transaction.query(sql('due_keywords')`select add_product_keywords(${ids}::bigint[])`)
    await transaction.query(sql('due_refresh')`select refresh_products(${ids}::bigint[])`)
    await publish(transaction, 'catalog.changed', { tags: coalesceTags([...ids.map(productTag), listTag]) })
    return ids.length
  })
}

async function announceDueCollections(database: Database): Promise<number> {
  return database.transaction(async (transaction) => {
    // A trigger sets due_at to the next instant, or to none.
    const due = await transaction.query<{ id: string }>(sql('due_collections')`
      update collection set due_at = null
      where id in (select id from collection where due_at <= now() limit ${batchSize} for update skip locked)
      returning id::text as id`)
    if (due.length === 0) return 0
    const tags = coalesceTags([...due.map(({ id }) => collectionTag(id)), listTag])
    await publish(transaction, 'catalog.changed', { tags })
    return due.length
  })
}

/** Does it until the signal is aborted; resolves when the round that runs then is done. */
export async function keepCurrent(
  { database, log }: Pick<ApplicationContext, 'database' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pause = await refreshDue(database).then(
      (done) => (done > 0 ? 0 : pollMilliseconds),
      (error: unknown) => {
        log.warn({ err: error }, 'what time has changed was not refreshed; it is tried again')
        return pauseMilliseconds
      },
    )
    await delay(pause, undefined, { signal }).catch(() => undefined)
  }
}
