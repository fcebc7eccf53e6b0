/**
 * Out with what contradicts itself or the shop, before anything of a batch is merged. Statements that return `line`,
 * `column`, `value` and `reason` report what they removed. A faulty line of JSON Lines goes as a whole; of Shopify's
 * CSV (`lenient`), where a variant has a row of its own, the variant goes.
 */

/** Ids by probes of unique indexes, however large the shop: a join might read the table. */
export const resolveProducts = `
  update import_product p set
    product_id = (select t.id from product t where t.external_id = p.external_id),
    category_id = (select c.id from category c where c.external_id = p.category),
    brand_id = (select b.id from brand b where b.external_id = p.brand)`

/**
 * In the order of their ids, as refresh_products() takes the same locks: neither two writers nor an import and a shop
 * that sells can lock each other out.
 */
export const lockProducts = `
  select from product p
  where p.id in (select product_id from import_product)
     or p.id in (select v.product_id from import_target t join variant v on v.sku = t.sku)
  order by p.id for no key update`

/** Counted by the importer; an old change is no fault. Index: import_version_pkey. */
export const deleteStaleProducts = `
  delete from import_product p using import_version v
  where v.kind = 'product' and v.key = p.external_id and v.version > p.version`

export const deleteStaleDeletions = `
  delete from import_deletion d using import_version v
  where v.kind = 'product' and v.key = d.external_id and v.version > d.version`

const unknownCategories = `
  delete from import_product p where p.category is not null and p.category_id is null
  returning p.line, 'category' as column, p.category as value, format(
    'There is no category “%s”. Put its line (type "category") before this one.', p.category) as reason`

const unknownBrands = `
  delete from import_product p where p.brand is not null and p.brand_id is null
  returning p.line, 'brand' as column, p.brand as value, format(
    'There is no brand “%s”. Put its line (type "brand") before this one.', p.brand) as reason`

const resolveMembers = `
  update import_member m set collection_id = c.id from collection c
  where c.external_id = m.collection and c.rule is null`

const unknownCollections = `
  delete from import_product p using import_member m
  where m.n = p.n and m.collection_id is null
  returning p.line, 'collections' as column, m.collection as value, case
    when exists (select from collection c where c.external_id = m.collection)
    then format('The collection “%s” chooses its products by a rule. Leave it out here.', m.collection)
    else format('There is no collection “%s”. Put its line (type "collection") before this one.', m.collection)
  end as reason`

const resolveValues = `
  update import_value v set attribute_id = a.id, type = a.type,
    option_id = (select o.id from attribute_option o where o.attribute_id = a.id and o.code = v.value)
  from attribute a where a.code = v.code`

const wrongValues = `
  delete from import_product p using import_value v
  where v.n = p.n and coalesce(case v.type
    when 'text' then v.value_type <> 'string' or v.option_id is null
    when 'colour' then v.value_type <> 'string' or v.option_id is null
    when 'number' then v.value_type <> 'number'
    when 'boolean' then v.value_type <> 'boolean'
    when 'date' then v.value_type <> 'string' or v.value !~ '^\\d{4}-\\d{2}-\\d{2}$' or not pg_input_is_valid(v.value, 'date')
  end, true)
  returning p.line, 'attributes.' || v.code as column, v.value as value, case
    when v.attribute_id is null
      then format('There is no attribute “%s”. Put its line (type "attribute") before this one.', v.code)
    when v.type in ('text', 'colour')
      then format('The attribute “%s” has no option “%s”. Add it to the "options" of the attribute''s line.', v.code, v.value)
    when v.type = 'number' then format('The attribute “%s” takes a number, e.g. 12.5, and not “%s”.', v.code, v.value)
    when v.type = 'boolean' then format('The attribute “%s” takes true or false, and not “%s”.', v.code, v.value)
    else format('The attribute “%s” takes a date like "2026-03-01", and not “%s”.', v.code, v.value)
  end as reason`

const unknownPriceLists = `
  delete from import_product p using import_variant v join import_price i using (t)
  where v.n = p.n and not exists (select from price_list l where l.code = i.list)
  returning p.line, 'prices.list' as column, i.list as value, format(
    'There is no price list “%s”. Put its line (type "priceList") before this one.', i.list) as reason`

const unknownWarehouses = `
  delete from import_product p using import_variant v join import_stock s using (t)
  where v.n = p.n and not exists (select from warehouse w where w.code = s.warehouse)
  returning p.line, 'stock' as column, s.warehouse as value, format(
    'There is no warehouse “%s”; there is %s.', s.warehouse,
    (select string_agg('“' || code || '”', ', ' order by code) from warehouse)) as reason`

/** One that its owner gives up in the same batch is free. Index: product_text_language_slug_key. */
const takenSlugs = `
  delete from import_product p
  using import_text i join product_text t on t.language = i.language and t.slug = i.slug
    join product other on other.id = t.product_id
  where i.n = p.n and (i.language = 'en' or not p.lenient) and t.product_id is distinct from p.product_id
    and not exists (
      select from import_product leaving join import_text x using (n)
      where leaving.product_id = t.product_id and x.language = t.language and x.slug <> t.slug and not p.lenient)
  returning p.line, case when p.lenient then null else 'texts.' || i.language || '.slug' end as column, t.slug as value,
    format('The address “%s” already belongs to the product “%s”; change one of the %s.', t.slug, other.external_id,
           case when p.lenient then 'handles' else 'slugs' end) as reason`

const doubledSlugs = `
  with doubled as (
    select p.n, p.line, i.language, i.slug, min(p.line) over (partition by i.language, i.slug) as first_line
    from import_product p join import_text i using (n)
    where i.language = 'en' or not p.lenient
  )
  delete from import_product p using doubled d
  where p.n = d.n and d.line > d.first_line
  returning p.line, case when p.lenient then null else 'texts.' || d.language || '.slug' end as column, d.slug as value,
    format('The %s “%s” gives the same address as that of line %s: “%s”; change one of them.',
           case when p.lenient then 'handle' else 'slug' end,
           case when p.lenient then p.external_id else d.slug end, d.first_line, d.slug) as reason`

const dropOrphans = `
  delete from import_variant v where not exists (select from import_product p where p.n = v.n)`

const doubledSkus = `
  with doubled as (
    select t, line, first_value(t) over same as first_t, first_value(line) over same as first_line
    from import_variant window same as (partition by sku order by t)
  )
  delete from import_variant v using doubled d
  where v.t = d.t and d.t > d.first_t
  returning v.line, 'SKU' as column, v.sku as value, format(
    'The SKU “%s” already belongs to the variant of line %s; give every variant its own.',
    v.sku, d.first_line) as reason`

/** One that its product gives up in the same batch is free. Index: variant_sku_key. */
const takenSkus = `
  delete from import_variant v using import_product p, variant t join product other on other.id = t.product_id
  where p.n = v.n and t.sku = v.sku and t.product_id is distinct from p.product_id
    and not exists (
      select from import_product leaving
      where leaving.product_id = t.product_id and leaving.complete and not p.lenient
        and not exists (select from import_variant kept where kept.n = leaving.n and kept.sku = t.sku))
  returning v.line, 'SKU' as column, v.sku as value, format(
    'The SKU “%s” already belongs to the product “%s” of the shop; give every variant its own.',
    v.sku, other.external_id) as reason`

/** Rejected variants leave their product incomplete: nothing that the shop has of it is removed. */
const incompleteProducts = `
  update import_product p set complete = false
  from (
    select p.n from import_product p left join import_variant v using (n)
    where p.lenient and p.complete group by p.n, p.variant_count having count(v.t) < p.variant_count
  ) fewer
  where fewer.n = p.n`

const incompleteLines = `
  delete from import_product p
  using (
    select p.n from import_product p left join import_variant v using (n)
    where not p.lenient group by p.n, p.variant_count having count(v.t) < p.variant_count
  ) fewer
  where fewer.n = p.n`

const productsWithoutVariant = `
  delete from import_product p
  where p.lenient and not exists (select from import_variant v where v.n = p.n)
  returning p.line, null as column, null as value, format('No variant of the product “%s” is left.', p.external_id) as reason`

/** In this order: each sees only what the ones before it have left. */
export const resolveStatements: readonly string[] = [
  unknownCategories,
  unknownBrands,
  resolveMembers,
  unknownCollections,
  resolveValues,
  wrongValues,
  unknownPriceLists,
  unknownWarehouses,
  takenSlugs,
  doubledSlugs,
  dropOrphans,
  doubledSkus,
  takenSkus,
  incompleteProducts,
  incompleteLines,
  productsWithoutVariant,
  dropOrphans,
]
