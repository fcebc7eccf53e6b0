import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { decodeGlobalId, encodeGlobalId } from '../../schema/global-id.ts'
import { invalidByZod, invalidInput, type InvalidInput } from '../../schema/invalid-input.ts'
import type { CollectionRecord } from '../catalog-source.ts'
import { collectionTag } from '../catalog-tags.ts'
import { catalogIn, type ConstraintAnswers, type Edit, editCatalog, recordChange } from './edit.ts'
import { isRowId } from '../postgres/rows.ts'
import { collectionRule, ruleColumn } from './collection-rule.ts'
import { type CatalogEntryNotFound, entryNotFound } from './entry-not-found.ts'
import { externalId, isReversed, position } from './fields.ts'
import { firstShelfTexts, shelfTexts, writeShelfTexts } from './shelf-texts.ts'

const window = {
  publishedAt: z.date().nullish(),
  unpublishedAt: z.date().nullish(),
}
const imageUrl = z
  .string()
  .max(2_000)
  .regex(/^(https?:\/\/|\/)\S*$/, {
    error: 'An address begins with https://, http:// or / and has no blanks.',
  })

const createInput = z
  .object({
    externalId,
    texts: firstShelfTexts,
    rule: collectionRule.nullish(),
    ...window,
    position,
    imageUrl: imageUrl.nullish(),
  })
  .refine(({ publishedAt, unpublishedAt }) => !isReversed(publishedAt, unpublishedAt), {
    path: ['unpublishedAt'],
    error: 'The end of the publication must come after its beginning.',
  })

const updateInput = z.object({
  texts: shelfTexts.nullish(),
  rule: collectionRule.nullish(),
  ...window,
  position: position.nullish(),
  imageUrl: imageUrl.nullish(),
})

export type CollectionEditResult =
  | {
      readonly __typename: 'CollectionEdited'
      readonly collectionId: string
      readonly collection: CollectionRecord | null
    }
  | CatalogEntryNotFound
  | InvalidInput

const constraints: ConstraintAnswers = {
  collection_external_id_key: invalidInput(
    ['input', 'externalId'],
    'Another collection has this key.',
    'KEY_TAKEN',
  ),
  collection_text_language_slug_key: invalidInput(
    ['input', 'texts'],
    'Another collection has one of the slugs. Choose another.',
    'SLUG_TAKEN',
  ),
  collection_check: invalidInput(
    ['input', 'unpublishedAt'],
    'The end of the publication must come after its beginning.',
  ),
  collection_condition_complete: invalidInput(
    ['input', 'rule'],
    'A condition names a brand, attribute, option or price list that does not exist, or tests an attribute by what is not of its type.',
    'RULE_UNKNOWN',
  ),
}

interface CreateArguments {
  readonly input: z.input<typeof createInput>
  readonly idempotencyKey: string
}

/** `Mutation.collectionCreate`. Members by rule are found by the worker, as soon as it hears of the rule. */
export async function collectionCreate(
  { input, idempotencyKey }: CreateArguments,
  context: RequestContext,
): Promise<CollectionEditResult> {
  const parsed = createInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const given = parsed.data
  const edit = { operation: 'collectionCreate', input, idempotencyKey }
  return editCatalog<typeof input, CollectionEditResult>(
    edit,
    context,
    async (transaction) => {
      const rule = given.rule == null ? null : await ruleColumn(transaction, given.rule)
      const [collection] = await transaction.query<{ id: string }>(sql('collection_create')`
        insert into collection (external_id, rule, published_at, unpublished_at, position, image_url)
        values (${given.externalId}, ${rule}::jsonb, ${given.publishedAt ?? null}, ${given.unpublishedAt ?? null},
                ${given.position}, ${given.imageUrl ?? null})
        returning id::text as id`)
      if (collection === undefined) throw new Error('An insert gave no row.')
      await writeShelfTexts(transaction, 'collection', collection.id, given.texts)
      return collectionEdited(transaction, edit, collection.id, context)
    },
    constraints,
  )
}

interface UpdateArguments {
  readonly input: z.input<typeof updateInput> & { readonly collectionId: string }
  readonly idempotencyKey: string
}

/** `Mutation.collectionUpdate`. */
export async function collectionUpdate(
  { input, idempotencyKey }: UpdateArguments,
  context: RequestContext,
): Promise<CollectionEditResult> {
  const { collectionId: globalId, ...fields } = input
  const id = decodeGlobalId('Collection', globalId)
  const parsed = updateInput.safeParse(fields)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const { rule, publishedAt, unpublishedAt, imageUrl: image, position: place, texts } = parsed.data
  if (Object.values(parsed.data).every((value) => value === undefined)) {
    return invalidInput(['input'], 'Nothing to change: give texts, rule, position or another field.')
  }
  const edit = { operation: 'collectionUpdate', input, idempotencyKey }
  return editCatalog<typeof input, CollectionEditResult>(
    edit,
    context,
    async (transaction) => {
      if ((await lockCollection(transaction, id)) === undefined) return entryNotFound('COLLECTION', globalId)
      const column = rule == null ? null : await ruleColumn(transaction, rule)
      await transaction.query(sql('collection_update')`
        update collection set
          updated_at = now(),
          rule = case when ${rule !== undefined}::boolean then ${column}::jsonb else rule end,
          published_at = case when ${publishedAt !== undefined}::boolean
            then ${publishedAt ?? null}::timestamptz else published_at end,
          unpublished_at = case when ${unpublishedAt !== undefined}::boolean
            then ${unpublishedAt ?? null}::timestamptz else unpublished_at end,
          position = coalesce(${place ?? null}::integer, position),
          image_url = case when ${image !== undefined}::boolean then ${image ?? null} else image_url end
        where id = ${id}`)
      if (texts != null) await writeShelfTexts(transaction, 'collection', id, texts)
      return collectionEdited(transaction, edit, id, context)
    },
    constraints,
  )
}

/** `Mutation.collectionDelete`. */
export async function collectionDelete(
  {
    collectionId: globalId,
    idempotencyKey,
  }: { readonly collectionId: string; readonly idempotencyKey: string },
  context: RequestContext,
): Promise<CollectionEditResult> {
  const id = decodeGlobalId('Collection', globalId)
  const input = { collectionId: globalId }
  const edit = { operation: 'collectionDelete', input, idempotencyKey }
  return editCatalog<typeof input, CollectionEditResult>(edit, context, async (transaction) => {
    if ((await lockCollection(transaction, id)) === undefined) return entryNotFound('COLLECTION', globalId)
    await transaction.query(sql('collection_delete')`delete from collection where id = ${id}`)
    return collectionEdited(transaction, edit, id, context)
  })
}

/** Holds a collection to the end of the transaction, so that edits of it come one after the other. */
export async function lockCollection(
  transaction: Queryable,
  id: string,
): Promise<{ readonly byRule: boolean } | undefined> {
  if (!isRowId(id)) return undefined
  const [collection] = await transaction.query<{ byRule: boolean }>(sql('collection_lock')`
    select rule is not null as "byRule" from collection where id = ${id} for update`)
  return collection
}

/** What every change of a collection ends with. */
export async function collectionEdited(
  transaction: Queryable,
  edit: Edit<object>,
  id: string,
  context: RequestContext,
): Promise<CollectionEditResult> {
  await recordChange(transaction, edit, { tags: [collectionTag(id)], details: { collectionId: id } }, context)
  const [seen] = await catalogIn(transaction).collectionsByIds([id], context.locale.language)
  return {
    __typename: 'CollectionEdited',
    collectionId: encodeGlobalId('Collection', id),
    collection: seen ?? null,
  }
}
