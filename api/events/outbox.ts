import { sql } from '../database/statement.ts'
import type { Queryable } from '../database/database.ts'

/** What the shop announces. Payloads hold ids, not personal data: a subscriber reads what it needs when it acts. */
export interface EventPayloads {
  /** Cached values with one of these tags are out of date, e.g. `product:42`; bulk changes coalesce theirs first. */
  'catalog.changed': { readonly tags: readonly string[] }
  /** Written by a trigger: the rule of a collection is another, and its members are to be found anew. */
  'collection.rule_changed': { readonly collectionId: string }
  /** The read models of a new list for a country are to be filled. */
  'price_list.created': { readonly priceListId: string }
  'order.placed': { readonly orderId: string }
  'order.cancelled': { readonly orderId: string; readonly reason: CancellationReason }
  /** A charge that no order can be made of must be given back. */
  'payment.refund_due': { readonly paymentId: string }
}

export type Topic = keyof EventPayloads

export type CancellationReason =
  /** Nobody paid while the stock was held. */
  | 'reservation_expired'
  /** The cart was changed, and checkout was started again. */
  | 'replaced'
  /** The payment arrived after the stock was gone; it is refunded. */
  | 'paid_too_late'

/**
 * Announces what the transaction does. The row commits or vanishes with it, so an event is neither lost nor told of
 * something that did not happen; the relay delivers it at least once.
 *
 * There is no NOTIFY: it takes a lock on the whole database at commit, which would line up all writers behind one
 * another. The relay polls instead.
 *
 * @returns the id of the transaction, for whoever wants to read what it wrote
 */
export async function publish<T extends Topic>(
  transaction: Queryable,
  topic: T,
  payload: EventPayloads[T],
): Promise<number> {
  const [row] = await transaction.query<{ transaction: number }>(sql('outbox_insert')`
    insert into outbox (topic, payload) values (${topic}, ${JSON.stringify(payload)}::jsonb)
    returning transaction_id::text::float8 as transaction`)
  if (row === undefined) throw new Error(`The event ${topic} was not written.`)
  return row.transaction
}
