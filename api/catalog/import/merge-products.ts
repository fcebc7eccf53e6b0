/** Statements that bring products, their texts, pictures and options up to the file; each notes what it changed. */

const upsertProducts = `
  with staged as (
    select p.handle, c.id as category_id, d.brand, d.tags, coalesce(d.sales_count, existing.sales_count, 0) as sales_count,
           case when d.published then coalesce(d.published_at, existing.published_at, now()) end as published_at
    from import_product p
    cross join jsonb_to_record(p.document) as d (
      category text, brand text, tags text[], sales_count integer, published boolean, published_at timestamptz
    )
    left join category c on c.external_id = d.category
    left join product existing on existing.external_id = p.handle
  ), merged as (
    insert into product (external_id, category_id, brand, tags, published_at, sales_count)
    select handle, category_id, brand, tags, published_at, sales_count from staged order by handle
    on conflict (external_id) do update set
      category_id = excluded.category_id, brand = excluded.brand, tags = excluded.tags,
      published_at = excluded.published_at, sales_count = excluded.sales_count
    where (product.category_id, product.brand, product.tags, product.published_at, product.sales_count)
      is distinct from (excluded.category_id, excluded.brand, excluded.tags, excluded.published_at, excluded.sales_count)
    returning id
  )
  insert into import_change select id from merged`

const noteExisting = `
  update import_product p set created = not exists (select from product where external_id = p.handle)`

const resolveProducts = `
  update import_product p set product_id = t.id from product t where t.external_id = p.handle`

const indexProducts = `create index on import_product (product_id)`

/**
 * Texts per language. A product's translations are found by its handle, or by Shopify's id, whose handle the export
 * gives in the default content of the field “handle”. A language needs a title; other fields fall back to English.
 */
const unpackTexts = `
  create temp table import_text on commit drop as
  select p.product_id, 'en' as language, d.slug, d.title, d.description_html, d.excerpt, d.seo_title,
         d.seo_description, d.keywords
  from import_product p
  cross join jsonb_to_record(p.document) as d (
    slug text, title text, description_html text, excerpt text, seo_title text, seo_description text, keywords text
  );
  insert into import_text
  with named as (
    select coalesce(i.default_content, t.identification) as handle, t.language, t.field, t.content, t.excerpt, t.line
    from import_translation t
    left join (
      select distinct on (language, identification) language, identification, default_content
      from import_translation where field = 'handle' and default_content <> ''
      order by language, identification, line
    ) i using (language, identification)
  ), translated as (
    select handle, language,
           max(content) filter (where field = 'handle') as slug,
           max(content) filter (where field = 'title') as title,
           max(content) filter (where field = 'body_html') as description_html,
           max(excerpt) filter (where field = 'body_html') as excerpt,
           max(content) filter (where field = 'meta_title') as seo_title,
           max(content) filter (where field = 'meta_description') as seo_description
    from named group by handle, language
  )
  select p.product_id, t.language, coalesce(t.slug, e.slug), t.title, coalesce(t.description_html, e.description_html),
         coalesce(t.excerpt, e.excerpt), t.seo_title, t.seo_description, e.keywords
  from translated t
  join import_product p on p.handle = t.handle
  join import_text e on e.product_id = p.product_id
  where t.title is not null`

/**
 * Names of a product's category and those above it, in the text's language: who searches for tables must find the
 * dining tables, whose German titles hold the word only as a part of another (Esstisch).
 */
const addCategoryKeywords = `
  update import_text t set keywords = concat_ws(' ', nullif(t.keywords, ''), named.names)
  from (
    select p.id as product_id, x.language, string_agg(x.name, ' ' order by cardinality(c.path) desc) as names
    from import_product i
    join product p on p.id = i.product_id
    join category own on own.id = p.category_id
    join category c on c.id = any (own.path)
    join category_text x on x.category_id = c.id
    group by p.id, x.language
  ) named
  where named.product_id = t.product_id and named.language = t.language`

/** A translated address that another product has, in the file or in the shop, gives way to one with the product's id. */
const uniqueSlugs = `
  update import_text t set slug = t.slug || '-' || t.product_id
  where t.language <> 'en' and (
    exists (select from import_text o where o.language = t.language and o.slug = t.slug and o.product_id < t.product_id)
    or exists (
      select from product_text o
      where o.language = t.language and o.slug = t.slug and o.product_id <> t.product_id
        and not exists (
          select from import_text leaving
          where leaving.product_id = o.product_id and leaving.language = o.language and leaving.slug <> o.slug)
    )
  )`

/** Two products may exchange their addresses; a unique index is checked row by row, so the old ones leave first. */
const freeSlugs = `
  update product_text t set slug = 'moving-' || t.product_id
  from import_text i
  where i.product_id = t.product_id and i.language = t.language and i.slug <> t.slug`

const upsertTexts = `
  with merged as (
    insert into product_text (product_id, language, slug, title, description_html, excerpt, seo_title, seo_description,
                              keywords)
    select product_id, language, slug, title, description_html, excerpt, seo_title, seo_description, keywords
    from import_text order by product_id, language
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

const upsertImages = `
  with merged as (
    insert into product_image (product_id, position, url, alt)
    select p.product_id, i.position, i.url, i.alt
    from import_product p
    cross join jsonb_to_recordset(p.document->'images') as i (position integer, url text, alt text)
    order by p.product_id, i.position
    on conflict (product_id, position) do update set url = excluded.url, alt = excluded.alt
    where (product_image.url, product_image.alt) is distinct from (excluded.url, excluded.alt)
    returning product_id
  )
  insert into import_change select product_id from merged`

const deleteImages = `
  with deleted as (
    delete from product_image i using import_product p
    where i.product_id = p.product_id and (p.document->>'complete')::boolean
      and i.position > jsonb_array_length(p.document->'images')
    returning i.product_id
  )
  insert into import_change select product_id from deleted`

/** Without a translation in this file, a name that was translated by an earlier one stays. */
const upsertOptions = `
  with merged as (
    insert into product_option (product_id, position, name)
    select p.product_id, o.position, o.name
    from import_product p
    cross join jsonb_array_elements(p.document->'options') with ordinality as o (name, position)
    on conflict (product_id, position) do update set name = case
      when product_option.name->'en' = excluded.name->'en' then product_option.name || excluded.name
      else excluded.name
    end
    where not (product_option.name @> excluded.name)
    returning product_id
  )
  insert into import_change select product_id from merged`

const deleteOptions = `
  with deleted as (
    delete from product_option o using import_product p
    where o.product_id = p.product_id and o.position > jsonb_array_length(p.document->'options')
    returning o.product_id
  )
  insert into import_change select product_id from deleted`

/** “In this category or below” is one row per ancestor (migrations/0001_catalog.sql). */
const replaceCategoryProducts = `
  with wanted as (
    select t.id as product_id, unnest(c.path) as category_id
    from import_product p
    join product t on t.id = p.product_id
    join category c on c.id = t.category_id
  ), deleted as (
    delete from category_product cp using import_product p
    where cp.product_id = p.product_id
      and not exists (select from wanted w where w.product_id = cp.product_id and w.category_id = cp.category_id)
    returning cp.product_id
  ), inserted as (
    insert into category_product (category_id, product_id)
    select category_id, product_id from wanted order by category_id, product_id
    on conflict do nothing
    returning product_id
  )
  insert into import_change select product_id from deleted union all select product_id from inserted`

export const productStatements: readonly string[] = [
  noteExisting,
  upsertProducts,
  resolveProducts,
  indexProducts,
  unpackTexts,
  'create index on import_text (language, slug)',
  'analyze import_product, import_text',
  addCategoryKeywords,
  uniqueSlugs,
  freeSlugs,
  upsertTexts,
  upsertImages,
  deleteImages,
  upsertOptions,
  deleteOptions,
  replaceCategoryProducts,
]
