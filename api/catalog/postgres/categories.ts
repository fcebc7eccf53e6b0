import type { Language } from '../../locale.ts'
import type { CategoryRecord } from '../catalog-source.ts'
import { type CatalogReader, inOrderOf, isRowId, languageColumn, withoutNul } from './rows.ts'

/**
 * What is counted and pictured is what the first public list sells: a range of one index of the read model. The picture
 * is that of the first of the twenty best sellers that has one. Function: catalog_category_path() in migrations/0021_product_page.sql.
 * Indexes: category_pkey, category_parent, category_text_pkey, shelf_listing_sales, product_card_pkey. $1 ids, $2 language.
 */
const categoriesByIdsSql = `
select json_build_object(
  'id', c.id::text,
  'slug', t.slug,
  'name', t.name,
  'description', coalesce(t.description, english.description),
  'seoTitle', coalesce(t.seo_title, english.seo_title),
  'seoDescription', coalesce(t.seo_description, english.seo_description),
  'slugs', (
    select json_agg(json_build_object('language', upper(x.language), 'slug', x.slug) order by x.language)
    from category_text x where x.category_id = c.id),
  'ancestors', coalesce(catalog_category_path(c.parent_id, $2), '[]'),
  'children', (
    select coalesce(json_agg(json_build_object('id', child.id::text, 'slug', t.slug, 'name', t.name)
                             order by child.position, child.id), '[]')
    from category child cross join lateral (
      select x.slug, x.name from category_text x
      where x.category_id = child.id order by x.language = $2 desc, x.language = 'en' desc limit 1) t
    where child.parent_id = c.id),
  'productCount', (select count(*) from shelf_listing s where s.shelf_id = c.id and s.price_list_id = list.id),
  'image', (
    select k.card -> 'image' from (
      select * from shelf_listing s where s.shelf_id = c.id and s.price_list_id = list.id
      order by s.sales_count desc, s.product_id desc
      limit 20) s
    join product_card k on k.product_id = s.product_id and k.language = $2
    where json_typeof(k.card -> 'image') = 'object'
    order by s.sales_count desc, s.product_id desc
    limit 1)
) as category
from category c
cross join (select min(id) as id from price_list where customer_group_id is null) list
cross join lateral (
  select * from category_text x
  where x.category_id = c.id order by x.language = $2 desc, x.language = 'en' desc limit 1) t
left join category_text english on english.category_id = c.id and english.language = 'en'
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

/** Index: category_text_language_slug_key and former_slug_pkey, asked once per language. $1 slug, $2 preferred language. */
const categoryIdBySlugSql = `
select id::text from (
  select t.category_id as id, 0 as age, t.language from category_text t
  where t.language in ('de', 'en') and t.slug = $1
  union all
  select f.target_id, 1, f.language from former_slug f
  where f.kind = 'category' and f.language in ('de', 'en') and f.slug = $1
) known
order by age, language = $2 desc
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
