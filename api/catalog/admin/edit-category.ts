import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import { invalidByZod, invalidInput, type InvalidInput } from '../../schema/invalid-input.ts'
import type { CategoryRecord } from '../catalog-source.ts'
import { categoryTag, wholeCatalogTag } from '../catalog-tags.ts'
import {
  catalogIn,
  type ConstraintAnswers,
  type Edit,
  editCatalog,
  recordChange,
  refreshSoon,
  refuse,
} from './edit.ts'
import { isRowId } from '../postgres/rows.ts'
import { type CatalogEntryNotFound, entryNotFound } from './entry-not-found.ts'
import { externalId, position } from './fields.ts'
import { firstShelfTexts, shelfTexts, writeShelfTexts } from './shelf-texts.ts'

/** Levels of the tree: what a breadcrumb can show, and more than any shop has. */
const deepest = 10

const createInput = z.object({
  externalId,
  parentId: z.string().nullish(),
  position,
  texts: firstShelfTexts,
})

const updateInput = z
  .object({ categoryId: z.string(), position: position.nullish(), texts: shelfTexts.nullish() })
  .refine(({ position: place, texts }) => place != null || (texts != null && texts.length > 0), {
    error: 'Nothing to change: give position or texts.',
  })

const moveInput = z.object({ categoryId: z.string(), parentId: z.string().nullish(), position })

type CategoryEditResult =
  | { readonly __typename: 'CategoryEdited'; readonly category: CategoryRecord }
  | CatalogEntryNotFound
  | InvalidInput

const constraints: ConstraintAnswers = {
  category_external_id_key: invalidInput(
    ['input', 'externalId'],
    'Another category has this key.',
    'KEY_TAKEN',
  ),
  category_text_language_slug_key: invalidInput(
    ['input', 'texts'],
    'Another category has one of the slugs. Choose another.',
    'SLUG_TAKEN',
  ),
}

interface Arguments<Input> {
  readonly input: Input
  readonly idempotencyKey: string
}

/** `Mutation.categoryCreate`. */
export async function categoryCreate(
  { input, idempotencyKey }: Arguments<z.input<typeof createInput>>,
  context: RequestContext,
): Promise<CategoryEditResult> {
  const parsed = createInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const given = parsed.data
  const edit = { operation: 'categoryCreate', input, idempotencyKey }
  return editCatalog<typeof input, CategoryEditResult>(
    edit,
    context,
    async (transaction) => {
      await lockTree(transaction)
      const parent = await parentOf(transaction, given.parentId)
      const [category] = await transaction.query<{ id: string }>(sql('category_create')`
        with new as (select nextval(pg_get_serial_sequence('category', 'id')) as id)
        insert into category (id, external_id, parent_id, path, position) overriding system value
        select new.id, ${given.externalId}, ${parent?.id ?? null}::bigint, ${parent?.path ?? []}::bigint[] || new.id,
               ${given.position}
        from new returning id::text as id`)
      if (category === undefined) throw new Error('An insert gave no row.')
      await writeShelfTexts(transaction, 'category', category.id, given.texts)
      return answer(transaction, edit, category.id, [...(parent?.path ?? [])], context)
    },
    constraints,
  )
}

/** `Mutation.categoryUpdate`. Its name is among the words that its products are found by. */
export async function categoryUpdate(
  { input, idempotencyKey }: Arguments<z.input<typeof updateInput>>,
  context: RequestContext,
): Promise<CategoryEditResult> {
  const parsed = updateInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const categoryId = decodeGlobalId('Category', input.categoryId)
  const edit = { operation: 'categoryUpdate', input, idempotencyKey }
  return editCatalog<typeof input, CategoryEditResult>(
    edit,
    context,
    async (transaction) => {
      const category = await lockCategory(transaction, categoryId)
      if (category === undefined) return entryNotFound('CATEGORY', input.categoryId)
      await transaction.query(sql('category_update')`
        update category set position = coalesce(${parsed.data.position ?? null}::integer, position)
        where id = ${categoryId}`)
      const { texts } = parsed.data
      let refreshed: string[] = []
      if (texts != null) {
        await writeShelfTexts(transaction, 'category', categoryId, texts)
        refreshed = await refreshSoon(transaction, await productsBelow(transaction, categoryId))
      }
      return answer(transaction, edit, categoryId, category.path, context, refreshed)
    },
    constraints,
  )
}

/**
 * `Mutation.categoryMove`. The table is locked against other changes of the tree, so that no two moves can make a
 * cycle together; reading goes on. The rows of the subtree are then held, so that no product is put below it by an old
 * path (see setCategory).
 */
export async function categoryMove(
  { input, idempotencyKey }: Arguments<z.input<typeof moveInput>>,
  context: RequestContext,
): Promise<CategoryEditResult> {
  const parsed = moveInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const categoryId = decodeGlobalId('Category', input.categoryId)
  const edit = { operation: 'categoryMove', input, idempotencyKey }
  return editCatalog<typeof input, CategoryEditResult>(edit, context, async (transaction) => {
    await lockTree(transaction)
    const category = await lockCategory(transaction, categoryId)
    if (category === undefined) return entryNotFound('CATEGORY', input.categoryId)
    const parent = await parentOf(transaction, parsed.data.parentId)
    if (parent?.path.includes(categoryId)) {
      refuse(['input', 'parentId'], 'A category cannot be moved below itself.', 'CATEGORY_CYCLE')
    }
    const above = parent?.path ?? []
    await transaction.query(sql('category_move')`
      update category set
        parent_id = case when id = ${categoryId} then ${parent?.id ?? null}::bigint else parent_id end,
        position = case when id = ${categoryId} then ${parsed.data.position}::integer else position end,
        path = ${above}::bigint[] || path[${category.path.length}::integer:]
      where path @> array[${categoryId}::bigint]`)
    const [deep] = await transaction.query(sql('category_too_deep')`
      select from category where path @> array[${categoryId}::bigint] and cardinality(path) > ${deepest} limit 1`)
    if (deep !== undefined) refuse(['input', 'parentId'], tooDeep)
    const productIds = await productsBelow(transaction, categoryId)
    await transaction.query(sql('category_move_products')`
      with removed as (
        delete from category_product
        where product_id = any (${productIds}::bigint[]) and category_id = any (${category.path.slice(0, -1)}::bigint[])
          and not category_id = any (${above}::bigint[])
      )
      insert into category_product (category_id, product_id)
      select c, p from unnest(${above}::bigint[]) c cross join unnest(${productIds}::bigint[]) p order by c, p
      on conflict do nothing`)
    const refreshed = await refreshSoon(transaction, productIds)
    const touched = [...category.path, ...above]
    return answer(transaction, edit, categoryId, touched, context, refreshed)
  })
}

const tooDeep = `The tree would have more than ${String(deepest)} levels.`

async function lockTree(transaction: Queryable): Promise<void> {
  await transaction.query(sql('category_tree_lock')`lock table category in share row exclusive mode`)
}

interface LockedCategory {
  readonly id: string
  /** Ids from the root down to itself. */
  readonly path: readonly string[]
}

async function lockCategory(transaction: Queryable, id: string): Promise<LockedCategory | undefined> {
  if (!isRowId(id)) return undefined
  const [category] = await transaction.query<LockedCategory>(sql('category_lock')`
    select id::text as id, path::text[] as path from category where id = ${id} for update`)
  return category
}

async function parentOf(
  transaction: Queryable,
  globalId: string | null | undefined,
): Promise<LockedCategory | undefined> {
  if (globalId == null) return undefined
  const parent = await lockCategory(transaction, decodeGlobalId('Category', globalId))
  if (parent === undefined) {
    return refuse(['input', 'parentId'], `There is no category "${globalId.slice(0, 100)}".`)
  }
  if (parent.path.length >= deepest) refuse(['input', 'parentId'], tooDeep)
  return parent
}

/** Index: category_product_pkey. */
async function productsBelow(transaction: Queryable, categoryId: string): Promise<string[]> {
  const products = await transaction.query<{ id: string }>(sql('category_products')`
    select product_id::text as id from category_product where category_id = ${categoryId} order by product_id`)
  return products.map(({ id }) => id)
}

/** @param touched ids of categories that show this one, as a child or an ancestor */
async function answer(
  transaction: Queryable,
  edit: Edit<object>,
  categoryId: string,
  touched: readonly string[],
  context: RequestContext,
  refreshed: readonly string[] = [],
): Promise<CategoryEditResult> {
  const below = await transaction.query<{ id: string }>(sql('category_subtree')`
    select id::text as id from category where path @> array[${categoryId}::bigint]`)
  // The list of those at the top carries the tags of its members, which a new one is not yet.
  const roots = await transaction.query<{ id: string }>(sql('category_roots')`
    select id::text as id from category where parent_id is null
      and exists (select from category own where own.id = ${categoryId} and own.parent_id is null)`)
  const tags = [...touched, ...[...below, ...roots].map(({ id }) => id)].map(categoryTag)
  // The first at the top: the list was empty, and carries no category's tag at all.
  if (roots.length === 1) tags.push(wholeCatalogTag)
  await recordChange(transaction, edit, { tags: [...tags, ...refreshed], details: { categoryId } }, context)
  const [category] = await catalogIn(transaction).categoriesByIds([categoryId], context.locale.language)
  if (category === undefined) throw new Error(`The category ${categoryId} vanished while it was locked.`)
  return { __typename: 'CategoryEdited', category }
}
