import type { Language } from '../locale.ts'
import type { CategoryRecord } from './catalog-source.ts'
import { type CatalogReader, inOrderOf, isRowId, languageColumn, withoutNul } from './postgres-rows.ts'

/** The best text of a category, as `t`: in the language $2, else in English, else in any. Index: category_text_pkey. */
const categoryText = (categoryId: string): string => `lateral (
  select x.slug, x.name, x.description from category_text x
  where x.category_id = ${categoryId} order by x.language = $2::text desc, x.language = 'en' desc limit 1) t`

/** JSON of the categories from the root down to one, itself included. Index: category_pkey. */
export const categoryPath = (categoryId: string): string => `(
    select coalesce(json_agg(json_build_object('id', c.id::text, 'slug', t.slug, 'name', t.name)
                             order by cardinality(c.path)), '[]')
    from category own join category c on c.id = any (own.path) cross join ${categoryText('c.id')}
    where own.id = ${categoryId})`

/**
 * The count reads every product of the category, which is dear for a large one; categories are kept for minutes.
 * The picture is the best seller's.
 * Indexes: category_pkey, category_parent, category_text_pkey, category_product_pkey, product_pkey,
 * product_listing_sales, product_image_product_id_position_key. $1 ids, $2 language.
 */
const categoriesByIdsSql = `
select json_build_object(
  'id', c.id::text,
  'slug', t.slug,
  'name', t.name,
  'description', t.description,
  'slugs', (
    select json_agg(json_build_object('language', upper(x.language), 'slug', x.slug) order by x.language)
    from category_text x where x.category_id = c.id),
  'ancestors', ${categoryPath('c.parent_id')},
  'children', (
    select coalesce(json_agg(json_build_object('id', child.id::text, 'slug', t.slug, 'name', t.name)
                             order by child.position, child.id), '[]')
    from category child cross join ${categoryText('child.id')}
    where child.parent_id = c.id),
  'productCount', (
    select count(*) from category_product cp
    join product p on p.id = cp.product_id and p.published_at is not null
    where cp.category_id = c.id),
  'image', (
    select json_build_object('url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height)
    from product_listing l
    join category_product cp on cp.product_id = l.product_id and cp.category_id = c.id
    join product_image i on i.product_id = l.product_id and i.position = 1
    where l.price_list_id = (select min(id) from price_list)
    order by l.sales_count desc, l.product_id desc
    limit 1)
) as category
from category c
cross join ${categoryText('c.id')}
where c.id = any ($1::bigint[])`

export async function categoriesByIds(
  reader: CatalogReader,
  ids: readonly string[],
  language: Language,
): Promise<(CategoryRecord | undefined)[]> {
  const rows = await reader.read<{ category: CategoryRecord }>({
    name: 'catalog_categories_by_ids',
    text: categoriesByIdsSql,
    values: [ids.filter(isRowId), languageColumn(language)],
  })
  return inOrderOf(
    ids,
    rows.map(({ category }) => category),
  )
}

/** Index: category_text_language_slug_key, asked once per language. $1 slug, $2 preferred language. */
const categoryIdBySlugSql = `
select t.category_id::text as id
from category_text t
where t.language in ('de', 'en') and t.slug = $1
order by t.language = $2 desc
limit 1`

export async function categoryIdBySlug(
  reader: CatalogReader,
  slug: string,
  language: Language,
): Promise<string | undefined> {
  const rows = await reader.read<{ id: string }>({
    name: 'catalog_category_id_by_slug',
    text: categoryIdBySlugSql,
    values: [withoutNul(slug), languageColumn(language)],
  })
  return rows[0]?.id
}

/** Index: category_parent. */
const rootCategoryIdsSql = `
select c.id::text as id from category c where c.parent_id is null order by c.position, c.id`

export async function rootCategoryIds(reader: CatalogReader): Promise<string[]> {
  const rows = await reader.read<{ id: string }>({
    name: 'catalog_root_category_ids',
    text: rootCategoryIdsSql,
    values: [],
  })
  return rows.map(({ id }) => id)
}
