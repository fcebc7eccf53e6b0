import { type ExportDatabase, type Snapshot, withSnapshot } from './snapshot.ts'

/** ISO 8601 with microseconds where there are some, as the database has them. */
const instant = (column: string): string =>
  `regexp_replace(to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '\\.?0*$', '') || 'Z'`

const pageTexts = (table: string, key: string, owner: string): string => `(
  select json_object_agg(t.language, json_build_object('slug', t.slug, 'name', t.name, 'description', t.description,
           'seoTitle', t.seo_title, 'seoDescription', t.seo_description) order by t.language)
  from ${table} t where t.${key} = ${owner})`

const customerGroups = `
  select json_build_object('type', 'customerGroup', 'code', code, 'name', name) as record
  from customer_group order by code`

/** General lists first: the others inherit from them. */
const priceLists = `
  select json_build_object('type', 'priceList', 'code', l.code, 'currency', l.currency, 'country', l.country,
           'customerGroup', g.code, 'inherits', i.code, 'taxIncluded', l.tax_included) as record
  from price_list l
  left join customer_group g on g.id = l.customer_group_id
  left join price_list i on i.id = l.inherits_from_id
  order by i.code is not null, l.code`

const attributes = `
  select json_build_object('type', 'attribute', 'code', a.code, 'valueType', a.type, 'unit', a.unit, 'facet', a.is_facet,
           'position', a.position,
           'names', (select json_object_agg(t.language, t.name order by t.language)
                     from attribute_text t where t.attribute_id = a.id),
           'options', coalesce((
             select json_agg(json_build_object('code', o.code, 'names', o.names, 'colour', o.colour,
                                               'position', o.position) order by o.position, o.code)
             from attribute_option o where o.attribute_id = a.id), '[]')) as record
  from attribute a
  where exists (select from attribute_text t where t.attribute_id = a.id)
  order by a.code`

/** Parents first. */
const categories = `
  select json_build_object('type', 'category', 'id', c.external_id, 'parent', p.external_id, 'position', c.position,
           'texts', ${pageTexts('category_text', 'category_id', 'c.id')}) as record
  from category c left join category p on p.id = c.parent_id
  where exists (select from category_text t where t.category_id = c.id)
  order by cardinality(c.path), c.external_id`

const brands = `
  select json_build_object('type', 'brand', 'id', external_id, 'slug', slug, 'name', name, 'url', url) as record
  from brand order by external_id`

const collections = `
  select json_build_object('type', 'collection', 'id', c.external_id, 'rule', c.rule,
           'publishedAt', ${instant('c.published_at')}, 'unpublishedAt', ${instant('c.unpublished_at')},
           'position', c.position, 'imageUrl', c.image_url,
           'texts', ${pageTexts('collection_text', 'collection_id', 'c.id')}) as record
  from collection c
  where exists (select from collection_text t where t.collection_id = c.id)
  order by c.external_id`

const prices = `
  select json_agg(json_build_object(
    'list', l.code, 'amount', pr.amount, 'compareAtAmount', pr.compare_at_amount,
    'lowestRecentAmount', pr.lowest_recent_amount,
    'tiers', (select json_agg(json_build_object('minQuantity', x.min_quantity, 'amount', x.amount)
                              order by x.min_quantity)
              from price_tier x where x.variant_id = v.id and x.price_list_id = l.id),
    'schedules', (select json_agg(json_build_object('amount', x.amount, 'from', ${instant('lower(x.valid)')},
                                                    'until', ${instant('upper(x.valid)')}) order by x.valid)
                  from scheduled_price x where x.variant_id = v.id and x.price_list_id = l.id)) order by l.code)
  from price pr join price_list l on l.id = pr.price_list_id where pr.variant_id = v.id`

const variants = `
  select json_agg(json_build_object(
    'sku', v.sku, 'optionValues', v.option_values, 'image', vi.url, 'barcode', v.barcode,
    'weightGrams', v.weight_grams, 'taxClass', v.tax_class,
    'prices', coalesce((${prices}), '[]'),
    'stock', (select json_object_agg(w.code, s.on_hand order by w.code)
              from stock_level s join warehouse w on w.id = s.warehouse_id where s.variant_id = v.id)
    ) order by v.position)
  from variant v left join product_image vi on vi.id = v.image_id where v.product_id = p.id`

const values = `
  select json_object_agg(a.code, a.values order by a.code) from (
    select a.code, json_agg(case x.type
        when 'number' then to_json(x.number_value) when 'boolean' then to_json(x.boolean_value)
        when 'date' then to_json(x.date_value) else to_json(o.code) end order by x.position) as values
    from product_attribute x join attribute a on a.id = x.attribute_id
    left join attribute_option o on o.id = x.option_id
    where x.product_id = p.id group by a.code) a`

/** In the order of their ids, which a second shop has too; the database's own keys are drawn as rows come. */
const products = `
  select json_build_object('type', 'product', 'id', p.external_id, 'category', c.external_id, 'brand', b.external_id,
    'tags', p.tags, 'publishedAt', ${instant('p.published_at')}, 'unpublishedAt', ${instant('p.unpublished_at')},
    'salesCount', p.sales_count,
    'texts', (select json_object_agg(t.language, json_build_object('slug', t.slug, 'title', t.title,
                'descriptionHtml', t.description_html, 'excerpt', t.excerpt, 'seoTitle', t.seo_title,
                'seoDescription', t.seo_description, 'keywords', t.keywords) order by t.language)
              from product_text t where t.product_id = p.id),
    'attributes', coalesce((${values}), '{}'),
    'options', coalesce((select json_agg(o.name order by o.position) from product_option o where o.product_id = p.id), '[]'),
    'images', coalesce((select json_agg(json_build_object('url', i.url, 'alt', i.alt, 'altTexts', i.alt_texts,
                'width', i.width, 'height', i.height) order by i.position)
              from product_image i where i.product_id = p.id), '[]'),
    'videos', coalesce((select json_agg(json_build_object('url', i.url, 'mimeType', i.mime_type,
                'posterUrl', i.poster_url, 'alt', i.alt) order by i.position)
              from product_video i where i.product_id = p.id), '[]'),
    'collections', coalesce((select json_agg(json_build_object('id', k.external_id, 'position', m.position)
                                             order by k.external_id)
              from collection_product m join collection k on k.id = m.collection_id
              where m.product_id = p.id and k.rule is null), '[]'),
    'variants', coalesce((${variants}), '[]')) as record
  from product p
  left join category c on c.id = p.category_id
  left join brand b on b.id = p.brand_id
  where exists (select from product_text t where t.product_id = p.id)
  order by p.external_id`

/**
 * The whole catalogue as lines that the import reads (docs/catalogue-import.md), as it was at one moment. An export of
 * what was imported from an export is the same to the byte. Memory does not grow with the catalogue.
 */
export function exportJsonLines(database: ExportDatabase): AsyncGenerator<string> {
  return withSnapshot(database, lines)
}

async function* lines(snapshot: Snapshot): AsyncGenerator<string> {
  yield line({ type: 'catalogue', formatVersion: 1 })
  for (const statement of [
    customerGroups,
    priceLists,
    attributes,
    categories,
    brands,
    collections,
    products,
  ]) {
    for await (const { record } of snapshot.stream<{ record: object }>(statement)) yield line(record)
  }
}

/** An absent field and null mean the same, but that no stock means that nothing is counted. */
function line(record: object): string {
  const text = JSON.stringify(record, (key, value: unknown) =>
    value === null && key !== 'stock' ? undefined : value,
  )
  return `${text}\n`
}
