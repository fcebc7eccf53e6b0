import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import { sql } from '../../database/statement.ts'
import { encodeGlobalId } from '../../schema/global-id.ts'
import { invalidByZod, invalidInput, type InvalidInput } from '../../schema/invalid-input.ts'
import type { ProductRecord } from '../catalog-source.ts'
import { catalogIn, editCatalog, recordEdit } from './edit.ts'
import { externalId, isReversed, names } from './fields.ts'
import { attributes, productText, tags } from './product-fields.ts'
import {
  insertText,
  productConstraints,
  rewriteKeywords,
  setAttributes,
  setBrand,
  setCategory,
} from './product-parts.ts'

const productInput = z
  .object({
    externalId,
    texts: z
      .array(productText)
      .min(1, { error: 'A text in at least one language is needed.' })
      .refine((texts) => new Set(texts.map(({ language }) => language)).size === texts.length, {
        error: 'Each language may be given once.',
      }),
    brand: z.string().nullish(),
    categoryId: z.string().nullish(),
    tags: tags.nullish(),
    attributes: attributes.nullish(),
    options: z.array(names).max(3, { error: 'A product has at most 3 options.' }).nullish(),
    publishedAt: z.date().nullish(),
    unpublishedAt: z.date().nullish(),
  })
  .refine(({ publishedAt, unpublishedAt }) => !isReversed(publishedAt, unpublishedAt), {
    path: ['unpublishedAt'],
    error: 'The end of the publication must come after its beginning.',
  })

interface ProductCreated {
  readonly __typename: 'ProductCreated'
  readonly productId: string
  readonly product: ProductRecord | null
}

interface Arguments {
  readonly input: z.input<typeof productInput>
  readonly idempotencyKey: string
}

/** `Mutation.productCreate`. */
export async function productCreate(
  { input, idempotencyKey }: Arguments,
  context: RequestContext,
): Promise<ProductCreated | InvalidInput> {
  const parsed = productInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const given = parsed.data
  const edit = { operation: 'productCreate', input, idempotencyKey }
  const slugTaken = invalidInput(['input', 'texts'], 'Another product has one of the slugs.', 'SLUG_TAKEN')
  return editCatalog<typeof input, ProductCreated>(
    edit,
    context,
    async (transaction) => {
      const [product] = await transaction.query<{ id: string }>(sql('product_create')`
        insert into product (external_id, tags, published_at, unpublished_at)
        values (${given.externalId}, ${given.tags ?? []}, ${given.publishedAt ?? null}, ${given.unpublishedAt ?? null})
        returning id::text as id`)
      if (product === undefined) throw new Error('An insert gave no row.')
      const { id } = product
      if (given.brand != null) await setBrand(transaction, id, given.brand)
      if (given.categoryId != null) await setCategory(transaction, id, given.categoryId)
      for (const text of given.texts) await insertText(transaction, id, text)
      for (const [index, option] of (given.options ?? []).entries()) {
        await transaction.query(sql('product_option_create')`
          insert into product_option (product_id, position, name)
          values (${id}, ${index + 1}, ${JSON.stringify(option)}::jsonb)`)
      }
      await setAttributes(transaction, id, given.attributes ?? [])
      await rewriteKeywords(transaction, id, {})
      await recordEdit(transaction, edit, id, context)
      const [seen] = await catalogIn(transaction).productsByIds([id], context.locale)
      return { __typename: 'ProductCreated', productId: encodeGlobalId('Product', id), product: seen ?? null }
    },
    { ...productConstraints, product_text_language_slug_key: slugTaken },
  )
}
