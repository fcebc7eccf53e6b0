import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import { invalidByZod, type InvalidInput } from '../../schema/invalid-input.ts'
import { isReversed, language, line, name, slug } from './fields.ts'
import { attributes, descriptionHtml, tags } from './product-fields.ts'
import {
  insertText,
  keywordsOf,
  productConstraints,
  rewriteKeywords,
  setAttributes,
  setBrand,
  setCategory,
} from './product-parts.ts'
import type { ProductRecord } from '../catalog-source.ts'
import { catalogIn, editCatalog, recordEdit, refuse } from './edit.ts'
import { isRowId, languageColumn } from '../postgres/rows.ts'
import { excerptOf, sanitizeProductHtml } from '../product-html.ts'

const changeInput = z
  .object({
    language,
    title: name.nullish(),
    slug: slug.nullish(),
    descriptionHtml: descriptionHtml.nullish(),
    // Null removes what follows; left out, it stays.
    seoTitle: line(255).nullish(),
    seoDescription: line(1_000).nullish(),
    brand: z.string().nullish(),
    categoryId: z.string().nullish(),
    tags: tags.nullish(),
    attributes: attributes.nullish(),
    published: z.boolean().nullish(),
    publishedAt: z.date().nullish(),
    unpublishedAt: z.date().nullish(),
  })
  .refine(changesSomething, {
    error: 'Nothing to change: give title, descriptionHtml, published or another field.',
  })
  .refine(({ publishedAt, unpublishedAt }) => !isReversed(publishedAt, unpublishedAt), {
    path: ['unpublishedAt'],
    error: 'The end of the publication must come after its beginning.',
  })
  .refine(({ published, publishedAt }) => published == null || publishedAt === undefined, {
    path: ['publishedAt'],
    error: 'Give published or publishedAt, not both.',
  })

type Change = z.output<typeof changeInput>

/** Fields whose null means to remove something; null of the others means that they stay. */
const removable = [
  'seoTitle',
  'seoDescription',
  'brand',
  'categoryId',
  'publishedAt',
  'unpublishedAt',
] as const

function changesSomething(input: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(input).some(
    ([field, value]) =>
      (field !== 'language' && value != null) ||
      (value === null && removable.some((known) => known === field)),
  )
}

export interface ProductUpdateArguments {
  readonly input: z.input<typeof changeInput> & { readonly productId: string }
  readonly idempotencyKey: string
}

interface ProductUpdated {
  readonly __typename: 'ProductUpdated'
  readonly product: ProductRecord | null
}

export interface ProductNotFound {
  readonly __typename: 'ProductNotFound'
  readonly code: 'PRODUCT_NOT_FOUND'
  readonly message: string
}

/**
 * `Mutation.productUpdate`.
 * @throws GraphQLError with code BAD_ID, IDEMPOTENCY_KEY_REUSED or IDEMPOTENCY_KEY_INVALID
 */
export async function productUpdate(
  { input, idempotencyKey }: ProductUpdateArguments,
  context: RequestContext,
): Promise<ProductUpdated | ProductNotFound | InvalidInput> {
  const productId = decodeGlobalId('Product', input.productId)
  const parsed = changeInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  if (!isRowId(productId)) return productNotFound(input.productId)

  const edit = { operation: 'productUpdate', input, idempotencyKey }
  return editCatalog<typeof input, ProductUpdated | ProductNotFound>(
    edit,
    context,
    async (transaction) => {
      // Holds the product until the end, so that two edits of it come one after the other.
      const [product] = await transaction.query(sql('product_update_lock')`
        select id from product where id = ${productId} for no key update`)
      if (product === undefined) return productNotFound(input.productId)
      const keywords = await keywordsOf(transaction, productId)
      await updateText(transaction, productId, parsed.data)
      await updateProduct(transaction, productId, parsed.data)
      await rewriteKeywords(transaction, productId, keywords)
      await recordEdit(transaction, edit, productId, context)
      const [seen] = await catalogIn(transaction).productsByIds([productId], context.locale)
      return { __typename: 'ProductUpdated', product: seen ?? null }
    },
    productConstraints,
  )
}

/** Texts in the input's language; a first one needs a title. The slug stays under a new title: links outlive it. */
async function updateText(transaction: Queryable, productId: string, change: Change): Promise<void> {
  const { title, slug: newSlug, descriptionHtml: html, seoTitle, seoDescription } = change
  if (
    title == null &&
    newSlug == null &&
    html == null &&
    seoTitle === undefined &&
    seoDescription === undefined
  ) {
    return
  }
  const clean = html == null ? null : sanitizeProductHtml(html)
  const updated = await transaction.query(sql('product_update_text')`
    update product_text set
      title = coalesce(${title ?? null}, title),
      slug = coalesce(${newSlug ?? null}, slug),
      description_html = coalesce(${clean}, description_html),
      excerpt = coalesce(${clean === null ? null : excerptOf(clean)}, excerpt),
      seo_title = case when ${seoTitle !== undefined}::boolean then ${seoTitle ?? null} else seo_title end,
      seo_description =
        case when ${seoDescription !== undefined}::boolean then ${seoDescription ?? null} else seo_description end
    where product_id = ${productId} and language = ${languageColumn(change.language)}
    returning product_id`)
  if (updated.length > 0) return
  if (title == null) {
    refuse(
      ['input', 'title'],
      `The product has no text in ${change.language} yet; give a title with its first description.`,
    )
  }
  await insertText(transaction, productId, { ...change, title })
}

async function updateProduct(transaction: Queryable, productId: string, change: Change): Promise<void> {
  const { brand, categoryId, attributes: values, published, publishedAt, unpublishedAt } = change
  if (brand !== undefined) await setBrand(transaction, productId, brand)
  if (categoryId !== undefined) await setCategory(transaction, productId, categoryId)
  if (values != null) await setAttributes(transaction, productId, values)
  await transaction.query(sql('product_update')`
    update product set
      updated_at = now(),
      tags = coalesce(${change.tags ?? null}, tags),
      published_at = case
        when ${publishedAt !== undefined}::boolean then ${publishedAt ?? null}::timestamptz
        when ${published ?? null}::boolean then coalesce(published_at, now())
        when not ${published ?? null}::boolean then null
        else published_at end,
      unpublished_at = case
        when ${unpublishedAt !== undefined}::boolean then ${unpublishedAt ?? null}::timestamptz
        -- Published again after its window: the old end would hide it at once.
        when ${published ?? null}::boolean and unpublished_at <= now() then null
        else unpublished_at end
    where id = ${productId}`)
}

export function productNotFound(id: string): ProductNotFound {
  return {
    __typename: 'ProductNotFound',
    code: 'PRODUCT_NOT_FOUND',
    message: `There is no product "${id.slice(0, 100)}". Use the id of a Product as the API gives it.`,
  }
}
