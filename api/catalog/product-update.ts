import type { RequestContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Language } from '../locale.ts'
import { decodeGlobalId } from '../schema/global-id.ts'
import { type InvalidInput, invalidInput } from '../schema/invalid-input.ts'
import type { ProductRecord } from './catalog-source.ts'
import { editCatalog, recordEdit } from './edit.ts'
import { slugOf } from './import/slug.ts'
import { createPostgresCatalog } from './postgres-catalog.ts'
import { isRowId, languageColumn, withoutNul } from './postgres-rows.ts'
import { excerptOf, sanitizeProductHtml } from './product-html.ts'

/** Characters. A title is a heading and a link; Shopify's limit is the same. */
const longestTitle = 255
/** Characters, before sanitizing. Shopify's export keeps descriptions below 512 kB; a page reads well below this. */
const longestDescription = 100_000

export interface ProductUpdateArguments {
  readonly input: {
    readonly productId: string
    readonly language: Language
    readonly title?: string | null
    readonly descriptionHtml?: string | null
    readonly published?: boolean | null
  }
  readonly idempotencyKey: string
}

interface ProductUpdated {
  readonly __typename: 'ProductUpdated'
  readonly product: ProductRecord | null
}

interface ProductNotFound {
  readonly __typename: 'ProductNotFound'
  readonly code: 'PRODUCT_NOT_FOUND'
  readonly message: string
}

type ProductUpdateResult = ProductUpdated | ProductNotFound | InvalidInput

/** What of the input is to be changed, checked and cleaned. */
interface Change {
  readonly title: string | undefined
  readonly descriptionHtml: string | undefined
  readonly published: boolean | undefined
}

/**
 * `Mutation.productUpdate`.
 * @throws GraphQLError with code BAD_ID, IDEMPOTENCY_KEY_REUSED or IDEMPOTENCY_KEY_INVALID
 */
export async function productUpdate(
  { input, idempotencyKey }: ProductUpdateArguments,
  context: RequestContext,
): Promise<ProductUpdateResult> {
  const productId = decodeGlobalId('Product', input.productId)
  const change = changeOf(input)
  if ('__typename' in change) return change
  if (!isRowId(productId)) return productNotFound(input.productId)

  const edit = { operation: 'productUpdate', input, idempotencyKey }
  return editCatalog<typeof input, ProductUpdateResult>(edit, context, async (transaction) => {
    const [product] = await transaction.query<ProductRow>(lockProduct(productId, input.language))
    if (product === undefined) return productNotFound(input.productId)
    if (!product.has_text && change.title === undefined && change.descriptionHtml !== undefined) {
      return invalidInput(
        ['input', 'title'],
        `The product has no text in ${input.language} yet; give a title with its first description.`,
      )
    }
    await applyChange(transaction, product, input.language, change)
    await recordEdit(transaction, edit, productId, context)
    const catalog = createPostgresCatalog({ read: (statement) => transaction.query(statement) })
    const [seen] = await catalog.productsByIds([productId], context.locale)
    return { __typename: 'ProductUpdated', product: seen ?? null }
  })
}

function changeOf(input: ProductUpdateArguments['input']): Change | InvalidInput {
  const title = input.title == null ? undefined : withoutNul(input.title).replace(/\s+/gu, ' ').trim()
  if (title !== undefined && (title === '' || title.length > longestTitle)) {
    return invalidInput(
      ['input', 'title'],
      `The title has ${String(title.length)} characters; 1 to ${String(longestTitle)} are allowed.`,
    )
  }
  const html = input.descriptionHtml ?? undefined
  if (html !== undefined && html.length > longestDescription) {
    return invalidInput(
      ['input', 'descriptionHtml'],
      `The description has ${String(html.length)} characters; at most ${String(longestDescription)} are allowed.`,
    )
  }
  const published = input.published ?? undefined
  if (title === undefined && html === undefined && published === undefined) {
    return invalidInput(['input'], 'Nothing to change: give title, descriptionHtml or published.')
  }
  return { title, descriptionHtml: html === undefined ? undefined : sanitizeProductHtml(html), published }
}

interface ProductRow {
  readonly id: string
  readonly keywords: string
  readonly has_text: boolean
}

/**
 * Holds the product until the end, so that two edits of it come one after the other. The keywords are those that an
 * import gives to a text: brand, tags, and the categories' names in its language.
 */
function lockProduct(productId: string, language: Language) {
  return sql('product_update_lock')`
    select p.id::text as id,
           concat_ws(' ', p.brand, array_to_string(p.tags, ' '), (
             select string_agg(t.name, ' ' order by cardinality(c.path) desc)
             from category own join category c on c.id = any (own.path)
             join category_text t on t.category_id = c.id and t.language = ${languageColumn(language)}
             where own.id = p.category_id
           )) as keywords,
           exists (
             select from product_text t where t.product_id = p.id and t.language = ${languageColumn(language)}
           ) as has_text
    from product p where p.id = ${productId} for no key update`
}

async function applyChange(
  transaction: Queryable,
  product: ProductRow,
  language: Language,
  { title, descriptionHtml, published }: Change,
): Promise<void> {
  const description = descriptionHtml ?? null
  const excerpt = descriptionHtml === undefined ? null : excerptOf(descriptionHtml)
  if (product.has_text) {
    // The slug stays: links to the page outlive a new title.
    await transaction.query(sql('product_update_text')`
      update product_text set
        title = coalesce(${title ?? null}, title),
        description_html = coalesce(${description}, description_html),
        excerpt = coalesce(${excerpt}, excerpt)
      where product_id = ${product.id} and language = ${languageColumn(language)}`)
  } else if (title !== undefined) {
    // The id makes the slug unique, without asking which slugs there are.
    const slug = [slugOf(title), product.id].filter((part) => part !== '').join('-')
    await transaction.query(sql('product_update_first_text')`
      insert into product_text (product_id, language, slug, title, description_html, excerpt, keywords)
      values (${product.id}, ${languageColumn(language)}, ${slug}, ${title}, ${description ?? ''}, ${excerpt ?? ''},
              ${product.keywords})`)
  }
  await transaction.query(sql('product_update_visibility')`
    update product set
      updated_at = now(),
      published_at = case ${published ?? null}::boolean
        when true then coalesce(published_at, now()) when false then null else published_at end
    where id = ${product.id}`)
}

function productNotFound(id: string): ProductNotFound {
  return {
    __typename: 'ProductNotFound',
    code: 'PRODUCT_NOT_FOUND',
    message: `There is no product "${id.slice(0, 100)}". Use the id of a Product as the API gives it.`,
  }
}
