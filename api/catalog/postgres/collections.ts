import type { Language } from '../../locale.ts'
import type { BrandRecord, CollectionRecord } from '../catalog-source.ts'
import { collectionIsPublic } from './filter.ts'
import { type CatalogReader, inOrderOf, isRowId, languageColumn, withoutNul } from './rows.ts'

/** Indexes: collection_pkey, collection_text_pkey. $1 ids, $2 language. */
const collectionsByIdsSql = `
select json_build_object(
  'id', c.id::text,
  'slug', t.slug,
  'slugs', (
    select json_agg(json_build_object('language', upper(x.language), 'slug', x.slug) order by x.language)
    from collection_text x where x.collection_id = c.id),
  'name', t.name,
  'description', coalesce(t.description, english.description),
  'seoTitle', coalesce(t.seo_title, english.seo_title),
  'seoDescription', coalesce(t.seo_description, english.seo_description),
  'image', case when c.image_url is not null then
    json_build_object('url', c.image_url, 'alt', t.name, 'width', null, 'height', null) end
) as collection
from collection c
cross join lateral (
  select * from collection_text x
  where x.collection_id = c.id order by x.language = $2 desc, x.language = 'en' desc limit 1) t
left join collection_text english on english.collection_id = c.id and english.language = 'en'
where c.id = any ($1::bigint[]) and ${collectionIsPublic}`

export async function collectionsByIds(
  reader: CatalogReader,
  ids: readonly string[],
  language: Language,
): Promise<(CollectionRecord | undefined)[]> {
  const rows = await reader.read<{ collection: CollectionRecord }>({
    name: 'catalog_collections_by_ids',
    text: collectionsByIdsSql,
    values: [ids.filter(isRowId), languageColumn(language)],
  })
  return inOrderOf(
    ids,
    rows.map(({ collection }) => collection),
  )
}

/** Indexes: collection_text_language_slug_key, former_slug_pkey. $1 slug, $2 preferred language. */
const collectionIdBySlugSql = `
select c.id::text from (
  select t.collection_id as id, 0 as age, t.language from collection_text t
  where t.language in ('de', 'en') and t.slug = $1
  union all
  select f.target_id, 1, f.language from former_slug f
  where f.kind = 'collection' and f.language in ('de', 'en') and f.slug = $1
) known
join collection c on c.id = known.id and ${collectionIsPublic}
order by age, language = $2 desc
limit 1`

export async function collectionIdBySlug(
  reader: CatalogReader,
  slug: string,
  language: Language,
): Promise<string | undefined> {
  const rows = await reader.read<{ id: string }>({
    name: 'catalog_collection_id_by_slug',
    text: collectionIdBySlugSql,
    values: [withoutNul(slug), languageColumn(language)],
  })
  return rows[0]?.id
}

/** A shop has some hundred collections at most; they are read whole. */
const collectionIdsSql = `
select c.id::text as id from collection c
where ${collectionIsPublic} and exists (select from collection_text t where t.collection_id = c.id)
order by c.position, c.id
limit 100`

export async function collectionIds(reader: CatalogReader): Promise<string[]> {
  const rows = await reader.read<{ id: string }>({
    name: 'catalog_collection_ids',
    text: collectionIdsSql,
    values: [],
  })
  return rows.map(({ id }) => id)
}

const brandColumns = 'b.id::text as id, b.slug, b.name, b.url'

/** Index: brand_slug_key. $1 slug. */
const brandBySlugSql = `select ${brandColumns} from brand b where b.slug = $1`

export async function brandBySlug(reader: CatalogReader, slug: string): Promise<BrandRecord | undefined> {
  const [brand] = await reader.read<BrandRecord & object>({
    name: 'catalog_brand_by_slug',
    text: brandBySlugSql,
    values: [withoutNul(slug)],
  })
  return brand
}
