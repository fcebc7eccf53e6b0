import type { Database, Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'

/** Days that a sold piece counts for `product.sales_count`, by which lists are sorted. */
const salesDays = 90
/** Orders of one transaction. */
const ordersPerBatch = 500
const productsPerBatch = 5_000

/**
 * Adds the pieces of orders placed since the last time to their products, each order once: it is marked in the same
 * transaction, and several workers take different ones. In batches, so that a product that sells every second is
 * refreshed once a minute. Caches are not told: that a best seller climbs a place is no reason to forget every list.
 */
export async function countSales(database: Database): Promise<void> {
  for (let counted = ordersPerBatch; counted === ordersPerBatch; ) counted = await countBatch(database)
}

async function countBatch(database: Database): Promise<number> {
  return database.transaction(async (transaction) => {
    // Index: customer_order_uncounted.
    const orders = await transaction.query<{ id: string }>(sql('sales_orders')`
      select id from customer_order where status = 'placed' and not sales_counted
      order by placed_at limit ${ordersPerBatch} for update skip locked`)
    if (orders.length === 0) return 0
    const orderIds = orders.map(({ id }) => id)
    const products = await transaction.query<{ id: string }>(sql('sales_products')`
      select id::text as id from product
      where id in (select v.product_id from order_line l join variant v on v.id = l.variant_id
                   where l.order_id = any (${orderIds}::uuid[]))
      order by id for no key update`)
    const productIds = products.map(({ id }) => id)
    await rememberStart(transaction, productIds)
    await transaction.query(sql('sales_count')`
      with sold as (
        select v.product_id, (o.placed_at at time zone 'UTC')::date as sold_on, sum(l.quantity) as pieces
        from customer_order o
        join order_line l on l.order_id = o.id
        join variant v on v.id = l.variant_id
        where o.id = any (${orderIds}::uuid[]) and o.placed_at > now() - make_interval(days => ${salesDays})
        group by 1, 2
      ), by_day as (
        insert into product_sale (product_id, sold_on, pieces)
        select * from sold order by 1, 2
        on conflict (product_id, sold_on) do update set pieces = product_sale.pieces + excluded.pieces
      ), marked as (
        update customer_order set sales_counted = true where id = any (${orderIds}::uuid[])
      )
      update product p set sales_count = p.sales_count + s.pieces
      from (select product_id, sum(pieces) as pieces from sold group by product_id) s
      where p.id = s.product_id`)
    await transaction.query(sql('sales_refresh')`select refresh_products(${productIds}::bigint[])`)
    return orders.length
  })
}

/** Forgets what was sold more than 90 days ago, batch by batch. */
export async function forgetOldSales(database: Database): Promise<void> {
  for (let last: string | undefined = '0'; last !== undefined; ) last = await startBatch(database, last)
  while (await forgetBatch(database)) continue
}

/** An imported count has no days. It counts as sold on the day it is met, and so is forgotten in time too. */
async function rememberStart(transaction: Queryable, productIds: readonly string[]): Promise<void> {
  await transaction.query(sql('sales_start')`
    insert into product_sale (product_id, sold_on, pieces)
    select p.id, (now() at time zone 'UTC')::date, p.sales_count from product p
    where p.id = any (${productIds}::bigint[]) and p.sales_count > 0
      and not exists (select from product_sale s where s.product_id = p.id)
    on conflict do nothing`)
}

async function startBatch(database: Database, after: string): Promise<string | undefined> {
  return database.transaction(async (transaction) => {
    const products = await transaction.query<{ id: string }>(sql('sales_start_lock')`
      select p.id::text as id from product p
      where p.id > ${after}::bigint and p.sales_count > 0
        and not exists (select from product_sale s where s.product_id = p.id)
      order by p.id limit ${productsPerBatch} for no key update`)
    await rememberStart(
      transaction,
      products.map(({ id }) => id),
    )
    return products.at(-1)?.id
  })
}

/** @returns whether there was something to forget */
async function forgetBatch(database: Database): Promise<boolean> {
  return database.transaction(async (transaction) => {
    // Index: product_sale_sold_on.
    const products = await transaction.query<{ id: string }>(sql('sales_old')`
      select id::text as id from product
      where id in (
        select product_id from product_sale
        where sold_on < (now() at time zone 'UTC')::date - ${salesDays}::integer limit ${productsPerBatch})
      order by id for no key update`)
    if (products.length === 0) return false
    const ids = products.map(({ id }) => id)
    await transaction.query(sql('sales_forget')`
      with old as (
        delete from product_sale
        where product_id = any (${ids}::bigint[]) and sold_on < (now() at time zone 'UTC')::date - ${salesDays}::integer
        returning product_id, pieces
      )
      update product p set sales_count = greatest(0, p.sales_count - o.pieces)
      from (select product_id, sum(pieces) as pieces from old group by product_id) o
      where p.id = o.product_id`)
    await transaction.query(sql('sales_refresh')`select refresh_products(${ids}::bigint[])`)
    return true
  })
}
