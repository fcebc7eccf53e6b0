import { listTag, productTag } from '../catalog/catalog-tags.ts'
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { publish } from '../events/outbox.ts'
import type { StockMove } from './stock.ts'

/**
 * Tells caches that the stock of some variants moved, and brings lists and collections up to date where a variant sold
 * out or came back.
 *
 * The refresh reads all variants of a product. Two transactions that sell out the last two variants of one product
 * would each still see the other's as available; refresh_products therefore locks the product first.
 */
export async function announceStock(transaction: Queryable, moves: readonly StockMove[]): Promise<void> {
  if (moves.length === 0) return
  const flipped = moves.filter((move) => move.flipped).map(({ variantId }) => variantId)
  if (flipped.length > 0) {
    await transaction.query(sql('stock_listing_refresh')`
      select refresh_products(
        array(select distinct product_id from variant where id = any (${flipped}::bigint[])))`)
  }
  const products = await transaction.query<{ id: string }>(sql('stock_products')`
    select distinct product_id::text as id from variant
    where id = any (${moves.map(({ variantId }) => variantId)}::bigint[]) order by 1`)
  if (products.length > 0) {
    const tags = products.map(({ id }) => productTag(id))
    await publish(transaction, 'catalog.changed', { tags: flipped.length > 0 ? [...tags, listTag] : tags })
  }
}
