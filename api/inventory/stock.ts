import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'

export interface Piece {
  readonly variantId: string
  readonly quantity: number
}

export interface StockShortage {
  readonly variantId: string
  readonly requested: number
  readonly available: number
}

/** A variant whose stock was touched; `flipped` if it sold out by that, or came back. */
export interface StockMove {
  readonly variantId: string
  readonly flipped: boolean
}

/**
 * Pieces that can be promised of each variant; a variant that is missing from the answer is sold without counting.
 *
 * @param ownOrderId pieces held for this order count as available: they are the asker's own
 */
export async function stockOf(
  queryable: Queryable,
  variantIds: readonly string[],
  ownOrderId: string | null,
): Promise<ReadonlyMap<string, number>> {
  if (variantIds.length === 0) return new Map()
  const levels = await queryable.query<{ variantId: string; available: number }>(sql('stock_available')`
    select s.variant_id::text as "variantId",
           sum(s.on_hand - s.reserved + coalesce(own.quantity, 0))::integer as available
    from stock_level s
    left join stock_reservation own on own.order_id = ${ownOrderId}::uuid
         and own.variant_id = s.variant_id and own.warehouse_id = s.warehouse_id
    where s.variant_id = any (${variantIds}::bigint[])
    group by s.variant_id`)
  return new Map(levels.map(({ variantId, available }) => [variantId, available]))
}

export type Reserved =
  | { readonly kind: 'reserved'; readonly moves: readonly StockMove[] }
  /** Nothing was reserved. */
  | { readonly kind: 'short'; readonly shortages: readonly StockShortage[] }

/**
 * Holds pieces for an order, all or none.
 *
 * `locked` takes the row locks in the order of the variants, so that two baskets with the same goods cannot lock
 * each other out, and gives the values as they are once the locks are held. Only then is it decided whether all is
 * there; `taken` and `held` act on that decision within the same statement, so a hot row is locked for no round
 * trip longer than the rest of the transaction needs.
 *
 * @param pieces each variant at most once
 */
export async function reserve(
  transaction: Queryable,
  orderId: string,
  pieces: readonly Piece[],
): Promise<Reserved> {
  const rows = await transaction.query<{ variantId: string; requested: number; available: number }>(sql(
    'stock_reserve',
  )`
    with wanted as (
      select * from unnest(${pieces.map(({ variantId }) => variantId)}::bigint[],
                           ${pieces.map(({ quantity }) => quantity)}::integer[]) as w (variant_id, quantity)
    ), locked as materialized (
      select s.variant_id, s.warehouse_id, w.quantity, s.on_hand - s.reserved as available
      from stock_level s join wanted w using (variant_id)
      where s.warehouse_id = (select id from warehouse where code = 'main')
      order by s.variant_id
      for update of s
    ), short as (
      select from locked where available < quantity
    ), taken as (
      update stock_level s set reserved = s.reserved + l.quantity
      from locked l
      where s.variant_id = l.variant_id and s.warehouse_id = l.warehouse_id
        and s.on_hand - s.reserved >= l.quantity and not exists (select from short)
    ), held as (
      insert into stock_reservation (order_id, variant_id, warehouse_id, quantity)
      select ${orderId}::uuid, variant_id, warehouse_id, quantity from locked where not exists (select from short)
    )
    select variant_id::text as "variantId", quantity as requested, available from locked`)
  const shortages = rows.filter(({ requested, available }) => available < requested)
  if (shortages.length > 0) return { kind: 'short', shortages }
  return {
    kind: 'reserved',
    moves: rows.map(({ variantId, requested, available }) => ({
      variantId,
      flipped: requested === available,
    })),
  }
}

/** Gives back what is held for an order. Nothing happens if nothing is held. */
export async function release(transaction: Queryable, orderId: string): Promise<StockMove[]> {
  const rows = await transaction.query<{ variantId: string; available: number }>(sql('stock_release')`
    with freed as (
      delete from stock_reservation where order_id = ${orderId} returning variant_id, warehouse_id, quantity
    ), locked as materialized (
      select s.variant_id, s.warehouse_id, f.quantity, s.on_hand - s.reserved as available
      from stock_level s join freed f using (variant_id, warehouse_id)
      order by s.variant_id
      for update of s
    ), given as (
      update stock_level s set reserved = s.reserved - l.quantity
      from locked l where s.variant_id = l.variant_id and s.warehouse_id = l.warehouse_id
    )
    select variant_id::text as "variantId", available from locked`)
  return rows.map(({ variantId, available }) => ({ variantId, flipped: available === 0 }))
}

/** Turns what is held for an order into pieces that left the house. What can be promised stays as it is. */
export async function sell(transaction: Queryable, orderId: string): Promise<StockMove[]> {
  const rows = await transaction.query<{ variantId: string }>(sql('stock_sell')`
    with sold as (
      delete from stock_reservation where order_id = ${orderId} returning variant_id, warehouse_id, quantity
    ), locked as materialized (
      select s.variant_id, s.warehouse_id, d.quantity
      from stock_level s join sold d using (variant_id, warehouse_id)
      order by s.variant_id
      for update of s
    )
    update stock_level s set on_hand = s.on_hand - l.quantity, reserved = s.reserved - l.quantity
    from locked l where s.variant_id = l.variant_id and s.warehouse_id = l.warehouse_id
    returning s.variant_id::text as "variantId"`)
  return rows.map(({ variantId }) => ({ variantId, flipped: false }))
}

/**
 * Locks the stock of variants in their order. For a transaction that will touch stock twice: what it locks first
 * must include what it locks later, or two of them could wait for each other.
 */
export async function lockStock(transaction: Queryable, variantIds: readonly string[]): Promise<void> {
  await transaction.query(sql('stock_lock')`
    select from stock_level where variant_id = any (${variantIds}::bigint[])
    order by variant_id, warehouse_id for update`)
}
