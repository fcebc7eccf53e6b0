import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { ConstraintAnswers } from './edit.ts'
import { refuse } from './edit.ts'
import { slugOf } from '../import/slug.ts'
import { isRowId, languageColumn } from '../postgres/rows.ts'
import { excerptOf, sanitizeProductHtml } from '../product-html.ts'
import { invalidInput } from '../../schema/invalid-input.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import type { AttributeInput, ProductText } from './product-fields.ts'

/** Path of an argument below `input`. */
const at = (...path: readonly string[]): readonly string[] => ['input', ...path]

export const productConstraints: ConstraintAnswers = {
  product_external_id_key: invalidInput(at('externalId'), 'Another product has this key.', 'KEY_TAKEN'),
  product_text_language_slug_key: invalidInput(
    at('slug'),
    'Another product has this slug in the language. Choose another.',
    'SLUG_TAKEN',
  ),
  product_publication_window: invalidInput(
    at('unpublishedAt'),
    'The end of the publication must come after its beginning.',
  ),
}

export async function insertText(
  transaction: Queryable,
  productId: string,
  text: ProductText,
): Promise<void> {
  const html = sanitizeProductHtml(text.descriptionHtml ?? '')
  // The id makes the slug unique, without asking which slugs there are.
  const made = [slugOf(text.title).slice(0, 200).replace(/-$/, ''), productId]
    .filter((part) => part !== '')
    .join('-')
  await transaction.query(sql('product_text_insert')`
    insert into product_text (product_id, language, slug, title, description_html, excerpt, seo_title, seo_description)
    values (${productId}, ${languageColumn(text.language)}, ${text.slug ?? made}, ${text.title}, ${html},
            ${excerptOf(html)}, ${text.seoTitle ?? null}, ${text.seoDescription ?? null})`)
}

/** @param code null: no brand */
export async function setBrand(
  transaction: Queryable,
  productId: string,
  code: string | null,
): Promise<void> {
  if (code === null) {
    await transaction.query(sql('product_brand_remove')`
      update product set brand = null, brand_id = null where id = ${productId}`)
    return
  }
  const set = await transaction.query(sql('product_brand_set')`
    update product p set brand = b.name, brand_id = b.id from brand b
    where p.id = ${productId} and b.external_id = ${code} returning p.id`)
  if (set.length === 0) {
    refuse(at('brand'), `There is no brand "${code.slice(0, 100)}". Make it first with brandSet.`)
  }
}

/**
 * Puts a product into a category and what is above it. The category is locked against being moved meanwhile: its path
 * is what the product is listed under.
 *
 * @param globalId null: into none
 */
export async function setCategory(
  transaction: Queryable,
  productId: string,
  globalId: string | null,
): Promise<void> {
  const categoryId = globalId === null ? null : decodeGlobalId('Category', globalId)
  if (categoryId !== null) {
    const [category] = isRowId(categoryId)
      ? await transaction.query(sql('product_category_lock')`
          select from category where id = ${categoryId} for share`)
      : []
    if (category === undefined)
      refuse(at('categoryId'), `There is no category "${String(globalId).slice(0, 100)}".`)
  }
  await transaction.query(sql('product_category_set')`
    with moved as (update product set category_id = ${categoryId}::bigint where id = ${productId})
    delete from category_product where product_id = ${productId}
      and not exists (select from category c
                      where c.id = ${categoryId}::bigint and category_product.category_id = any (c.path))`)
  await transaction.query(sql('product_category_list')`
    insert into category_product (category_id, product_id)
    select unnest(path), ${productId} from category where id = ${categoryId}::bigint
    on conflict do nothing`)
}

interface KnownAttribute {
  readonly id: string
  readonly code: string
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'colour'
  /** Ids of the options that the input names, by code. */
  readonly options: Readonly<Record<string, string>>
}

/** Replaces all attribute values of a product. */
export async function setAttributes(
  transaction: Queryable,
  productId: string,
  given: readonly AttributeInput[],
): Promise<void> {
  const known = await transaction.query<KnownAttribute>(sql('product_attributes_known')`
    select a.id::text as id, a.code, a.type, coalesce((
      select json_object_agg(o.code, o.id::text) from attribute_option o
      where o.attribute_id = a.id and o.code = any (${given.flatMap(({ options }) => options ?? [])}::text[])), '{}') as options
    from attribute a where a.code = any (${given.map(({ code }) => code)}::text[])`)
  const byCode = new Map(known.map((attribute) => [attribute.code, attribute]))
  const rows = given.flatMap((value, index) => valueRows(byCode.get(value.code), value, String(index)))
  await transaction.query(sql('product_attributes_clear')`
    delete from product_attribute where product_id = ${productId}`)
  await transaction.query(sql('product_attributes_set')`
    insert into product_attribute
      (product_id, attribute_id, position, type, option_id, number_value, boolean_value, date_value)
    select ${productId}, x."attributeId", x.position, x.type, x."optionId", x.number, x.boolean, x.date
    from json_to_recordset(${JSON.stringify(rows)}::json)
      x ("attributeId" bigint, position smallint, type text, "optionId" bigint, number numeric, boolean boolean, date date)`)
}

function valueRows(attribute: KnownAttribute | undefined, value: AttributeInput, index: string): object[] {
  const path = at('attributes', index)
  if (attribute === undefined) {
    return refuse(
      [...path, 'code'],
      `There is no attribute "${value.code}". Make it first with attributeSet.`,
    )
  }
  const { id: attributeId, type, code } = attribute
  const { options, number, boolean, date } = value
  const row = { attributeId, type, position: 1 }
  switch (type) {
    case 'text':
    case 'colour':
      if (options == null) break
      return [...new Set(options)].map((option, place) => {
        const optionId = attribute.options[option]
        if (optionId === undefined) {
          return refuse(
            [...path, 'options'],
            `The attribute "${code}" has no option "${option}". Make it first with attributeOptionSet.`,
          )
        }
        return { ...row, optionId, position: place + 1 }
      })
    case 'number':
      if (number == null) break
      return [{ ...row, number }]
    case 'boolean':
      if (boolean == null) break
      return [{ ...row, boolean }]
    case 'date':
      if (date == null) break
      return [{ ...row, date }]
    default:
      return type satisfies never
  }
  const wanted = type === 'text' || type === 'colour' ? 'options' : type
  return refuse(path, `The attribute "${code}" is of the type ${type}; give ${wanted}.`)
}

/** Words that follow from brand, tags and categories before an edit, for `rewriteKeywords` after it. */
export async function keywordsOf(transaction: Queryable, productId: string): Promise<unknown> {
  const [row] = await transaction.query<{ keywords: unknown }>(sql('product_keywords')`
    select jsonb_build_object('de', product_keywords(${productId}, 'de'), 'en', product_keywords(${productId}, 'en'))
      as keywords`)
  return row?.keywords ?? {}
}

export async function rewriteKeywords(
  transaction: Queryable,
  productId: string,
  before: unknown,
): Promise<void> {
  await transaction.query(sql('product_keywords_rewrite')`
    select rewrite_product_keywords(${productId}, ${JSON.stringify(before)}::jsonb)`)
}
