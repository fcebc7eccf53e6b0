import { randomUUID } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import { sql, type Statement } from '../database/statement.ts'
import { orderNumber } from './order-number.ts'
import type { OrderRecord } from './order-record.ts'

export type NewOrder = Omit<OrderRecord, 'id' | 'number' | 'status' | 'createdAt' | 'placedAt'>

/** One whole order; undefined if there is none with this id. */
export async function findOrder(queryable: Queryable, id: string): Promise<OrderRecord | undefined> {
  const [order] = await queryable.query<OrderRecord>(ordersByIds([id]))
  return order
}

/** Orders with their lines, in any order. */
export function ordersByIds(ids: readonly string[]): Statement {
  return sql('orders_by_ids')`
    select o.id, o.number, o.cart_id as "cartId", o.cart_version as "cartVersion", o.customer_id as "customerId",
           o.status, o.currency, o.language, o.email, o.delivery_address as "deliveryAddress",
           o.shipping_method as "shippingMethod", o.subtotal_amount::integer as subtotal,
           o.shipping_amount::integer as shipping, o.tax_amount::integer as tax, o.total_amount::integer as total,
           o.reserved_until as "reservedUntil", o.created_at as "createdAt", o.placed_at as "placedAt",
           (select json_agg(json_build_object(
              'position', l.position, 'variantId', l.variant_id::text, 'sku', l.sku, 'title', l.title,
              'variantTitle', l.variant_title, 'productSlug', l.product_slug, 'imageUrl', l.image_url,
              'imageAlt', l.image_alt, 'quantity', l.quantity, 'unitAmount', l.unit_amount,
              'taxAmount', l.tax_amount) order by l.position)
            from order_line l where l.order_id = o.id) as lines
    from customer_order o where o.id = any (${ids}::uuid[])`
}

/** Locks an order; the caller holds its cart's lock (see lockCart). Lines never change and need no lock. */
export async function lockOrder(transaction: Queryable, id: string): Promise<OrderRecord | undefined> {
  await transaction.query(sql('order_lock')`select from customer_order where id = ${id}::uuid for update`)
  // A statement of its own: what it reads is newer than the wait for the lock.
  return findOrder(transaction, id)
}

/** Id of the one order of a cart that is not cancelled. */
export async function livingOrderId(transaction: Queryable, cartId: string): Promise<string | undefined> {
  const [order] = await transaction.query<{ id: string }>(sql('order_living')`
    select id from customer_order where cart_id = ${cartId}::uuid and status <> 'cancelled'`)
  return order?.id
}

/** The cart that an order was made of; never changes. */
export async function cartOfOrder(queryable: Queryable, orderId: string): Promise<string | undefined> {
  const [order] = await queryable.query<{ cartId: string }>(sql('order_cart')`
    select cart_id as "cartId" from customer_order where id = ${orderId}::uuid`)
  return order?.cartId
}

/** Saves an order that awaits payment. A number that is taken is drawn again. */
export async function insertOrder(transaction: Queryable, order: NewOrder, now: Date): Promise<OrderRecord> {
  const id = randomUUID()
  for (;;) {
    const number = orderNumber()
    const inserted = await transaction.query(sql('order_insert')`
      insert into customer_order (id, number, cart_id, cart_version, customer_id, status, currency, language, email,
        delivery_address, shipping_method, subtotal_amount, shipping_amount, tax_amount, total_amount,
        reserved_until, created_at)
      values (${id}, ${number}, ${order.cartId}, ${order.cartVersion}, ${order.customerId}, 'awaiting_payment',
        ${order.currency}, ${order.language}, ${order.email}, ${JSON.stringify(order.deliveryAddress)}::jsonb,
        ${JSON.stringify(order.shippingMethod)}::jsonb, ${order.subtotal}, ${order.shipping}, ${order.tax},
        ${order.total}, ${order.reservedUntil}, ${now})
      on conflict (number) do nothing returning id`)
    if (inserted.length === 0) continue
    await transaction.query(orderLines(id, order))
    return { ...order, id, number, status: 'awaiting_payment', createdAt: now, placedAt: null }
  }
}

function orderLines(orderId: string, order: NewOrder): Statement {
  return sql('order_lines_insert')`
    insert into order_line (order_id, position, variant_id, sku, title, variant_title, product_slug, image_url,
                            image_alt, quantity, unit_amount, tax_amount)
    select ${orderId}::uuid, l.position, l."variantId", l.sku, l.title, l."variantTitle", l."productSlug",
           l."imageUrl", l."imageAlt", l.quantity, l."unitAmount", l."taxAmount"
    from json_to_recordset(${JSON.stringify(order.lines)}::json) as l (
      position integer, "variantId" bigint, sku text, title text, "variantTitle" text, "productSlug" text,
      "imageUrl" text, "imageAlt" text, quantity integer, "unitAmount" bigint, "taxAmount" bigint)`
}

/** Takes back an order that was made in this same transaction. */
export async function deleteOrder(transaction: Queryable, orderId: string): Promise<void> {
  await transaction.query(sql('order_delete')`delete from customer_order where id = ${orderId}::uuid`)
}

/** The order is paid and will be delivered. */
export async function markPlaced(transaction: Queryable, orderId: string, now: Date): Promise<void> {
  await transaction.query(sql('order_placed')`
    update customer_order set status = 'placed', placed_at = ${now}, reserved_until = null
    where id = ${orderId}::uuid`)
}

/** The order will not be delivered. */
export async function markCancelled(transaction: Queryable, orderId: string): Promise<void> {
  await transaction.query(sql('order_cancelled')`
    update customer_order set status = 'cancelled', reserved_until = null where id = ${orderId}::uuid`)
}

export interface OrderPosition {
  /** ISO 8601 with microseconds, as the database tells it. */
  readonly createdAt: string
  readonly id: string
}

/** Ids of a customer's orders, newest first; index customer_order_customer. */
export function customerOrders(
  customerId: string,
  first: number,
  after: OrderPosition | undefined,
): Statement {
  return sql('customer_orders')`
    select id, created_at::text as "createdAt" from customer_order
    where customer_id = ${customerId}::uuid
      and (${after === undefined}
           or (created_at, id) < (${after?.createdAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by created_at desc, id desc limit ${first}`
}

/** Orders whose stock was held too long and that nobody is paying; index customer_order_reserved_until. */
export function expiredOrders(now: Date, limit: number): Statement {
  return sql('orders_expired')`
    select o.id from customer_order o
    where o.status = 'awaiting_payment' and o.reserved_until <= ${now}
      and not exists (select from payment p where p.order_id = o.id and p.status = 'pending')
    order by o.reserved_until limit ${limit}`
}
