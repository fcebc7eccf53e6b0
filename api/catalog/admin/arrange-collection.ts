import type { RequestContext } from '../../context.ts'
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import { invalidInput } from '../../schema/invalid-input.ts'
import { editCatalog, refuse } from './edit.ts'
import { isRowId } from '../postgres/rows.ts'
import { type CollectionEditResult, collectionEdited, lockCollection } from './edit-collection.ts'
import { entryNotFound } from './entry-not-found.ts'

/** More products than anybody arranges by hand; a larger collection has a rule. */
const mostProducts = 1_000

type Arrangement = 'Set' | 'Add' | 'Remove'

interface Arguments {
  readonly collectionId: string
  readonly productIds: readonly string[]
  readonly idempotencyKey: string
}

/** `Mutation.collectionProductsSet`, `…Add` and `…Remove`: of a collection that is arranged by hand. */
export function arrangeCollection(kind: Arrangement) {
  return async (
    { collectionId: globalId, productIds: globalIds, idempotencyKey }: Arguments,
    context: RequestContext,
  ): Promise<CollectionEditResult> => {
    const id = decodeGlobalId('Collection', globalId)
    if (globalIds.length > mostProducts || (kind !== 'Set' && globalIds.length === 0)) {
      return invalidInput(
        ['productIds'],
        `${String(globalIds.length)} products are given; ${kind === 'Set' ? '0' : '1'} to ${String(mostProducts)} are allowed.`,
      )
    }
    const productIds = [...new Set(globalIds.map((one) => decodeGlobalId('Product', one)))]
    const input = { collectionId: globalId, productIds: globalIds }
    const edit = { operation: `collectionProducts${kind}`, input, idempotencyKey }
    return editCatalog<typeof input, CollectionEditResult>(edit, context, async (transaction) => {
      const collection = await lockCollection(transaction, id)
      if (collection === undefined) return entryNotFound('COLLECTION', globalId)
      if (collection.byRule) {
        refuse(
          ['collectionId'],
          'Its products are chosen by a rule; take the rule away first.',
          'COLLECTION_BY_RULE',
        )
      }
      if (kind !== 'Remove') await checkProducts(transaction, productIds)
      await arrange[kind](transaction, id, productIds.filter(isRowId))
      return collectionEdited(transaction, edit, id, context)
    })
  }
}

const arrange: Record<
  Arrangement,
  (transaction: Queryable, id: string, products: readonly string[]) => Promise<void>
> = {
  async Set(transaction, id, products) {
    await transaction.query(sql('collection_products_clear')`
      delete from collection_product
      where collection_id = ${id} and not product_id = any (${products}::bigint[])`)
    await transaction.query(sql('collection_products_set')`
      insert into collection_product (collection_id, product_id, position)
      select ${id}, x.id, x.position from unnest(${products}::bigint[]) with ordinality x (id, position)
      on conflict (collection_id, product_id) do update set position = excluded.position
      where collection_product.position is distinct from excluded.position`)
  },
  async Add(transaction, id, products) {
    const [size] = await transaction.query<{ members: number }>(sql('collection_products_add')`
      with added as (
        insert into collection_product (collection_id, product_id, position)
        select ${id}, x.id, x.position + coalesce((
          select max(m.position) from collection_product m where m.collection_id = ${id}), 0)
        from unnest(${products}::bigint[]) with ordinality x (id, position)
        on conflict (collection_id, product_id) do nothing
        returning product_id
      )
      select ((select count(*) from added) + (select count(*) from collection_product where collection_id = ${id}))::integer
        as members`)
    if ((size?.members ?? 0) > mostProducts) {
      refuse(
        ['productIds'],
        `The collection would have ${String(size?.members)} products; at most ${String(mostProducts)} are arranged by hand.`,
      )
    }
  },
  async Remove(transaction, id, products) {
    await transaction.query(sql('collection_products_remove')`
      delete from collection_product where collection_id = ${id} and product_id = any (${products}::bigint[])`)
  },
}

async function checkProducts(transaction: Queryable, productIds: readonly string[]): Promise<void> {
  const known = await transaction.query<{ id: string }>(sql('collection_products_known')`
    select id::text as id from product where id = any (${productIds.filter(isRowId)}::bigint[]) for key share`)
  const ids = new Set(known.map(({ id }) => id))
  const unknown = productIds.findIndex((id) => !ids.has(id))
  if (unknown >= 0) refuse(['productIds', String(unknown)], 'There is no such product.', 'PRODUCT_NOT_FOUND')
}
