import { removeFromCarts } from '../../cart/cart-table.ts'
import type { RequestContext } from '../../context.ts'
import { sql } from '../../database/statement.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import { invalidInput, type InvalidInput } from '../../schema/invalid-input.ts'
import { productTag } from '../catalog-tags.ts'
import { editCatalog, recordChange, recordEdit, type ConstraintAnswers } from './edit.ts'
import { isRowId } from '../postgres/rows.ts'
import { productNotFound, type ProductNotFound } from './update-product.ts'
import { variantNotFound, type VariantNotFound } from './set-variant-price.ts'

/** Pieces that a checkout holds: the order that comes of them must find its stock. */
const reserved = (path: string): ConstraintAnswers => ({
  stock_reservation_variant_id_warehouse_id_fkey: invalidInput(
    [path],
    'Pieces of it are reserved for a checkout. End its publication, and delete it when the checkout is over.',
    'PRODUCT_RESERVED',
  ),
})

interface ProductDeleted {
  readonly __typename: 'ProductDeleted'
  readonly productId: string
}

interface VariantDeleted {
  readonly __typename: 'VariantDeleted'
  readonly variantId: string
}

/** `Mutation.productDelete`. Open carts lose its lines, as they do when it is no longer published. */
export async function productDelete(
  { productId: globalId, idempotencyKey }: { readonly productId: string; readonly idempotencyKey: string },
  context: RequestContext,
): Promise<ProductDeleted | ProductNotFound | InvalidInput> {
  const productId = decodeGlobalId('Product', globalId)
  if (!isRowId(productId)) return productNotFound(globalId)
  const input = { productId: globalId }
  const edit = { operation: 'productDelete', input, idempotencyKey }
  return editCatalog<typeof input, ProductDeleted | ProductNotFound>(
    edit,
    context,
    async (transaction) => {
      const variants = await transaction.query<{ id: string }>(sql('product_delete_variants')`
        select id::text as id from variant where product_id = ${productId}`)
      await removeFromCarts(
        transaction,
        variants.map(({ id }) => id),
      )
      const gone = await transaction.query(sql('product_delete')`
        delete from product where id = ${productId} returning id`)
      if (gone.length === 0) return productNotFound(globalId)
      await recordChange(
        transaction,
        edit,
        { tags: [productTag(productId)], details: { productId } },
        context,
      )
      return { __typename: 'ProductDeleted', productId: globalId }
    },
    reserved('productId'),
  )
}

/** `Mutation.variantDelete`. */
export async function variantDelete(
  { variantId: globalId, idempotencyKey }: { readonly variantId: string; readonly idempotencyKey: string },
  context: RequestContext,
): Promise<VariantDeleted | VariantNotFound | InvalidInput> {
  const variantId = decodeGlobalId('ProductVariant', globalId)
  if (!isRowId(variantId)) return variantNotFound(globalId)
  const input = { variantId: globalId }
  const edit = { operation: 'variantDelete', input, idempotencyKey }
  return editCatalog<typeof input, VariantDeleted | VariantNotFound>(
    edit,
    context,
    async (transaction) => {
      const [product] = await transaction.query<{ id: string }>(sql('variant_delete_lock')`
        select p.id::text as id from product p join variant v on v.product_id = p.id
        where v.id = ${variantId} for no key update of p`)
      if (product === undefined) return variantNotFound(globalId)
      await removeFromCarts(transaction, [variantId])
      await transaction.query(sql('variant_delete')`delete from variant where id = ${variantId}`)
      await recordEdit(transaction, edit, product.id, context)
      return { __typename: 'VariantDeleted', variantId: globalId }
    },
    reserved('variantId'),
  )
}
