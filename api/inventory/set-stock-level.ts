import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { announceStock } from './announce.ts'

export type StockLevelSet =
  | { readonly kind: 'changed'; readonly onHand: number; readonly reserved: number }
  | { readonly kind: 'reserved'; readonly reserved: number }
  | { readonly kind: 'variant-unknown' }

export interface StockCount {
  readonly variantId: string
  /** 0 to 1,000,000. */
  readonly onHand: number
  /** Who counted, for the audit log. */
  readonly actor: string
  readonly requestId: string
}

/** Sets the pieces on hand in the main warehouse. Changes nothing if more of them are reserved. */
export async function setStockLevel(transaction: Queryable, count: StockCount): Promise<StockLevelSet> {
  const [known] = await transaction.query(
    sql('stock_variant_known')`select from variant where id = ${count.variantId}::bigint`,
  )
  if (known === undefined) return { kind: 'variant-unknown' }

  // The row exists and is locked after this, also when two counts of a new variant arrive at once.
  const [before] = await transaction.query<{ onHand: number; reserved: number }>(sql('stock_count_lock')`
    insert into stock_level (variant_id, warehouse_id, on_hand)
    select ${count.variantId}::bigint, id, 0 from warehouse where code = 'main'
    on conflict (variant_id, warehouse_id) do update set on_hand = stock_level.on_hand
    returning on_hand as "onHand", reserved`)
  if (before === undefined) throw new Error('The warehouse "main" is missing; migration 0003 makes it.')
  if (count.onHand < before.reserved) return { kind: 'reserved', reserved: before.reserved }

  await transaction.query(sql('stock_count_set')`
    update stock_level set on_hand = ${count.onHand}
    where variant_id = ${count.variantId}::bigint
      and warehouse_id = (select id from warehouse where code = 'main')`)
  const details = { variantId: count.variantId, before: before.onHand, after: count.onHand }
  await transaction.query(sql('stock_count_audit')`
    insert into audit_log (actor, action, details, request_id)
    values (${count.actor}, 'stock_level_set', ${JSON.stringify(details)}::jsonb, ${count.requestId})`)
  // Flipped or not, a variant that gets its first row stops being sold without counting: refresh in any case.
  await announceStock(transaction, [{ variantId: count.variantId, flipped: true }])
  return { kind: 'changed', onHand: count.onHand, reserved: before.reserved }
}
