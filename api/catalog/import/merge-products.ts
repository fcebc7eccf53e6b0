/** Statements that bring products, their texts, pictures and attributes up to the batch; each notes what it changed. */

const upsertProducts = `
  with merged as (
    insert into product (external_id, category_id, brand, brand_id, tags, published_at, unpublished_at, sales_count)
    select p.external_id, p.category_id, coalesce(b.name, p.brand_name), p.brand_id, p.tags,
           case when p.published then coalesce(p.published_at, existing.published_at, now()) end,
           case when p.published then p.unpublished_at end,
           coalesce(p.sales_count, existing.sales_count, 0)
    from import_product p
    left join brand b on b.id = p.brand_id
    left join product existing on existing.id = p.product_id
    order by p.external_id
    on conflict (external_id) do update set
      category_id = excluded.category_id, brand = excluded.brand, brand_id = excluded.brand_id, tags = excluded.tags,
      published_at = excluded.published_at, unpublished_at = excluded.unpublished_at,
      sales_count = excluded.sales_count
    where (product.category_id, product.brand, product.brand_id, product.tags, product.published_at,
           product.unpublished_at, product.sales_count)
      is distinct from (excluded.category_id, excluded.brand, excluded.brand_id, excluded.tags, excluded.published_at,
           excluded.unpublished_at, excluded.sales_count)
    returning id
  )
  insert into import_change select id from merged`

const resolveCreated = `
  update import_product p set created = true, product_id = (select t.id from product t where t.external_id = p.external_id)
  where p.product_id is null`

const noteCreated = `
  insert into import_change select product_id from import_product where created`

/**
 * Rows of new products are inserted as they are, which costs a third less than asking for each whether it is there; rows
 * of the others are compared. Another writer who makes the same at this moment fails the batch, and it is tried again.
 */
type Existing = 'new' | 'known'
const isCreated = (existing: Existing): string => (existing === 'new' ? 'p.created' : 'not p.created')

/**
 * Where the file has translations of its own (Shopify): a language needs a title; other fields fall back to English.
 * import_translation is filled once an import (translation-table.ts).
 */
export const addTranslations = `
  insert into import_text (n, language, slug, title, description_html, excerpt, seo_title, seo_description, words)
  select p.n, t.language, coalesce(t.slug, e.slug), t.title, coalesce(t.description_html, e.description_html),
         coalesce(t.excerpt, e.excerpt), t.seo_title, t.seo_description, e.words
  from import_product p
  join import_text e on e.n = p.n and e.language = 'en'
  join import_translation t on t.handle = p.external_id`

/**
 * What search finds a product by, besides its title: maker, words of the file, tags, and the names of its category and
 * of those above it in the text's language. Who searches for tables must find the dining tables, whose German titles
 * hold the word only as a part of another (Esstisch).
 */
const composeKeywords = `
  with names as materialized (
    select own.id as category_id, x.language, string_agg(x.name, ' ' order by cardinality(c.path) desc) as names
    from category own join category c on c.id = any (own.path) join category_text x on x.category_id = c.id
    where own.id in (select category_id from import_product)
    group by own.id, x.language
  )
  update import_text t set keywords = concat_ws(' ', coalesce(b.name, p.brand_name), nullif(t.words, ''),
    nullif(array_to_string(p.tags, ' '), ''),
    (select names.names from names where names.category_id = p.category_id and names.language = t.language))
  from import_product p left join brand b on b.id = p.brand_id
  where t.n = p.n and t.keywords is null`

/** A translated address that another product has, in the batch or in the shop, gives way to one with the product's id. */
const uniqueSlugs = `
  update import_text t set slug = t.slug || '-' || p.product_id
  from import_product p
  where p.n = t.n and p.lenient and t.language <> 'en' and (
    exists (select from import_text o where o.language = t.language and o.slug = t.slug and o.n < t.n)
    or exists (
      select from product_text o
      where o.language = t.language and o.slug = t.slug and o.product_id <> p.product_id
        and not exists (
          select from import_text leaving join import_product l using (n)
          where l.product_id = o.product_id and leaving.language = o.language and leaving.slug <> o.slug)
    )
  )`

/** Two products may exchange their addresses; a unique index is checked row by row, so the old ones leave first. */
const freeSlugs = `
  update product_text t set slug = 'moving-' || t.product_id
  from import_product p join import_text i using (n)
  where not p.created and p.product_id = t.product_id and i.language = t.language and i.slug <> t.slug
    and exists (
      select from import_text wanted join import_product w using (n)
      where wanted.language = t.language and wanted.slug = t.slug and w.product_id <> t.product_id)`

const forgetMovingSlugs = `
  delete from former_slug f using import_product p
  where not p.created and f.kind = 'product' and f.target_id = p.product_id and f.slug = 'moving-' || p.product_id`

const insertTexts = (existing: Existing): string => `
    insert into product_text (product_id, language, slug, title, description_html, excerpt, seo_title, seo_description,
                              keywords)
    select p.product_id, i.language, i.slug, i.title, i.description_html, i.excerpt, i.seo_title, i.seo_description,
           i.keywords
    from import_text i join import_product p using (n) where ${isCreated(existing)}
    order by p.product_id, i.language`

const upsertTexts = `
  with merged as (${insertTexts('known')}
    on conflict (product_id, language) do update set
      slug = excluded.slug, title = excluded.title, description_html = excluded.description_html,
      excerpt = excluded.excerpt, seo_title = excluded.seo_title, seo_description = excluded.seo_description,
      keywords = excluded.keywords
    where (product_text.slug, product_text.title, product_text.description_html, product_text.excerpt,
           product_text.seo_title, product_text.seo_description, product_text.keywords)
      is distinct from (excluded.slug, excluded.title, excluded.description_html, excluded.excerpt,
           excluded.seo_title, excluded.seo_description, excluded.keywords)
    returning product_id
  )
  insert into import_change select product_id from merged`

const deleteTexts = `
  with deleted as (
    delete from product_text t using import_product p
    where t.product_id = p.product_id and not p.created and not p.lenient
      and not exists (select from import_text i where i.n = p.n and i.language = t.language)
    returning t.product_id
  )
  insert into import_change select product_id from deleted`

/** Shopify's file knows neither sizes of pictures nor translated texts; they stay as long as the picture does. */
const upsertImages = `
  with merged as (
    insert into product_image (product_id, position, url, alt, alt_texts, width, height)
    select p.product_id, i.position, i.url, i.alt, coalesce(i.alt_texts, same.alt_texts, '{}'),
           coalesce(i.width, same.width), coalesce(i.height, same.height)
    from import_product p join import_image i using (n)
    left join product_image same
      on p.lenient and same.product_id = p.product_id and same.position = i.position and same.url = i.url
    where not p.created
    order by p.product_id, i.position
    on conflict (product_id, position) do update set
      url = excluded.url, alt = excluded.alt, alt_texts = excluded.alt_texts, width = excluded.width,
      height = excluded.height
    where (product_image.url, product_image.alt, product_image.alt_texts, product_image.width, product_image.height)
      is distinct from (excluded.url, excluded.alt, excluded.alt_texts, excluded.width, excluded.height)
    returning product_id
  )
  insert into import_change select product_id from merged`

const insertImages = `
  insert into product_image (product_id, position, url, alt, alt_texts, width, height)
  select p.product_id, i.position, i.url, i.alt, coalesce(i.alt_texts, '{}'), i.width, i.height
  from import_product p join import_image i using (n)
  where p.created
  order by p.product_id, i.position`

const deleteImages = `
  with deleted as (
    delete from product_image i
    using (
      select p.product_id, count(x.n) as wanted from import_product p left join import_image x using (n)
      where p.complete and not p.created group by p.product_id
    ) p
    where i.product_id = p.product_id and i.position > p.wanted
    returning i.product_id
  )
  insert into import_change select product_id from deleted`

const upsertVideos = `
  with merged as (
    insert into product_video (product_id, position, url, mime_type, poster_url, alt)
    select p.product_id, i.position, i.url, i.mime_type, i.poster_url, i.alt
    from import_product p join import_video i using (n)
    order by p.product_id, i.position
    on conflict (product_id, position) do update set
      url = excluded.url, mime_type = excluded.mime_type, poster_url = excluded.poster_url, alt = excluded.alt
    where (product_video.url, product_video.mime_type, product_video.poster_url, product_video.alt)
      is distinct from (excluded.url, excluded.mime_type, excluded.poster_url, excluded.alt)
    returning product_id
  )
  insert into import_change select product_id from merged`

const deleteVideos = `
  with deleted as (
    delete from product_video i
    using (
      select p.product_id, count(x.n) as wanted from import_product p left join import_video x using (n)
      where p.sets_videos and not p.created group by p.product_id
    ) p
    where i.product_id = p.product_id and i.position > p.wanted
    returning i.product_id
  )
  insert into import_change select product_id from deleted`

/** Shopify's file without a translation leaves a name that was translated by an earlier one. */
const upsertOptions = `
  with merged as (
    insert into product_option (product_id, position, name)
    select p.product_id, o.position, case
      when p.lenient and existing.name->'en' = o.name->'en' then existing.name || o.name else o.name end
    from import_product p join import_option o using (n)
    left join product_option existing on existing.product_id = p.product_id and existing.position = o.position
    where not p.created
    order by p.product_id, o.position
    on conflict (product_id, position) do update set name = excluded.name
    where product_option.name <> excluded.name
    returning product_id
  )
  insert into import_change select product_id from merged`

const insertOptions = `
  insert into product_option (product_id, position, name)
  select p.product_id, o.position, o.name from import_product p join import_option o using (n)
  where p.created
  order by p.product_id, o.position`

const deleteOptions = `
  with deleted as (
    delete from product_option o
    using (
      select p.product_id, count(x.n) as wanted from import_product p left join import_option x using (n)
      where not p.created group by p.product_id
    ) p
    where o.product_id = p.product_id and o.position > p.wanted
    returning o.product_id
  )
  insert into import_change select product_id from deleted`

/** “In this category or below” is one row per ancestor (migrations/0001_catalog.sql). */
const replaceCategoryProducts = `
  with wanted as (
    select p.product_id, unnest(c.path) as category_id
    from import_product p join category c on c.id = p.category_id
    where not p.created
  ), deleted as (
    delete from category_product cp using import_product p
    where cp.product_id = p.product_id and not p.created
      and not exists (select from wanted w where w.product_id = cp.product_id and w.category_id = cp.category_id)
    returning cp.product_id
  ), inserted as (
    insert into category_product (category_id, product_id)
    select category_id, product_id from wanted order by category_id, product_id
    on conflict do nothing
    returning product_id
  )
  insert into import_change select product_id from deleted union all select product_id from inserted`

const insertCategoryProducts = `
  insert into category_product (category_id, product_id)
  select unnest(c.path), p.product_id from import_product p join category c on c.id = p.category_id
  where p.created
  order by 1, 2`

/** A value that moves to another position leaves first: an option stands only once at a product. */
const deleteAttributes = `
  with deleted as (
    delete from product_attribute a using import_product p
    where a.product_id = p.product_id and p.sets_attributes and not p.created
      and not exists (
        select from import_value v
        where v.n = p.n and v.attribute_id = a.attribute_id and v.position = a.position and case a.type
          when 'number' then v.value::numeric = a.number_value
          when 'boolean' then v.value::boolean = a.boolean_value
          when 'date' then v.value::date = a.date_value
          else v.option_id = a.option_id
        end)
    returning a.product_id
  )
  insert into import_change select product_id from deleted`

const insertAttributes = (existing: Existing): string => `
    insert into product_attribute (product_id, attribute_id, position, type, option_id, number_value, boolean_value,
                                   date_value)
    select p.product_id, v.attribute_id, v.position, v.type, v.option_id,
           case v.type when 'number' then v.value::numeric end,
           case v.type when 'boolean' then v.value::boolean end,
           case v.type when 'date' then v.value::date end
    from import_product p join import_value v using (n) where ${isCreated(existing)}
    order by p.product_id, v.attribute_id, v.position`

const addAttributes = `
  with inserted as (${insertAttributes('known')}
    on conflict (product_id, attribute_id, position) do nothing
    returning product_id
  )
  insert into import_change select product_id from inserted`

const deleteMembers = `
  with deleted as (
    delete from collection_product m using import_product p, collection c
    where m.product_id = p.product_id and p.sets_collections and not p.created
      and c.id = m.collection_id and c.rule is null
      and not exists (select from import_member i where i.n = p.n and i.collection_id = m.collection_id)
    returning m.product_id, m.collection_id
  ), tagged as (
    insert into import_tag select distinct 'collection:' || collection_id from deleted
  )
  insert into import_change select product_id from deleted`

const upsertMembers = `
  with merged as (
    insert into collection_product (collection_id, product_id, position)
    select i.collection_id, p.product_id, i.position
    from import_product p join import_member i using (n)
    order by i.collection_id, p.product_id
    on conflict (collection_id, product_id) do update set position = excluded.position
    where collection_product.position is distinct from excluded.position
    returning product_id, collection_id
  ), tagged as (
    insert into import_tag select distinct 'collection:' || collection_id from merged
  )
  insert into import_change select product_id from merged`

export const productStatements: readonly string[] = [
  upsertProducts,
  resolveCreated,
  noteCreated,
  composeKeywords,
  uniqueSlugs,
  freeSlugs,
  insertTexts('new'),
  upsertTexts,
  forgetMovingSlugs,
  deleteTexts,
  insertImages,
  upsertImages,
  deleteImages,
  upsertVideos,
  deleteVideos,
  insertOptions,
  upsertOptions,
  deleteOptions,
  insertCategoryProducts,
  replaceCategoryProducts,
  deleteAttributes,
  insertAttributes('new'),
  addAttributes,
  deleteMembers,
  upsertMembers,
]
