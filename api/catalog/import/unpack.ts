/**
 * From staged documents to rows that can be merged, and out with what contradicts itself or the shop. Statements that
 * return `line`, `column` and `reason` report what they removed.
 */

const doubledHandles = `
  with doubled as (
    select line, handle, min(line) over (partition by handle) as first_line from import_product
  )
  delete from import_product p using doubled d
  where p.line = d.line and d.line > d.first_line
  returning p.line, null as column, format(
    'The handle “%s” already belongs to the product of line %s; the rows of one product must follow each other.',
    p.handle, d.first_line) as reason`

const takenSlugs = `
  delete from import_product p using product_text t join product other on other.id = t.product_id
  where t.language = 'en' and t.slug = p.document->>'slug' and other.external_id <> p.handle
  returning p.line, null as column, format(
    'The address “%s” already belongs to the product “%s”; change one of the handles.',
    t.slug, other.external_id) as reason`

const doubledSlugs = `
  with doubled as (
    select line, min(line) over (partition by document->>'slug') as first_line from import_product
  )
  delete from import_product p using doubled d
  where p.line = d.line and d.line > d.first_line
  returning p.line, null as column, format(
    'The handle “%s” gives the same address as that of line %s: “%s”; change one of them.',
    p.handle, d.first_line, p.document->>'slug') as reason`

const unpackVariants = `
  create temp table import_variant on commit drop as
  select p.handle, v.*
  from import_product p
  cross join jsonb_to_recordset(p.document->'variants') as v (
    line integer, position integer, sku text, option_values jsonb, image_url text, barcode text,
    weight_grams integer, on_hand integer, prices jsonb
  )`

const indexVariants = `
  create index on import_variant (handle);
  create index on import_variant (sku);
  analyze import_variant`

const doubledSkus = `
  with doubled as (
    select line, min(line) over (partition by sku) as first_line from import_variant
  )
  delete from import_variant v using doubled d
  where v.line = d.line and d.line > d.first_line
  returning v.line, 'SKU' as column, format(
    'The SKU “%s” already belongs to the variant of line %s; give every variant its own.',
    v.sku, d.first_line) as reason`

const takenSkus = `
  delete from import_variant v using variant t join product other on other.id = t.product_id
  where t.sku = v.sku and other.external_id <> v.handle
  returning v.line, 'SKU' as column, format(
    'The SKU “%s” already belongs to the product “%s” of the shop; give every variant its own.',
    v.sku, other.external_id) as reason`

/** Rejected variants leave their product incomplete: nothing that the shop has of it is removed. */
const incompleteProducts = `
  update import_product p set document = p.document || '{"complete": false}'
  where (p.document->>'complete')::boolean
    and jsonb_array_length(p.document->'variants') > (select count(*) from import_variant v where v.handle = p.handle)`

const productsWithoutVariant = `
  delete from import_product p
  where not exists (select from import_variant v where v.handle = p.handle)
  returning p.line, null as column, format('No variant of the product “%s” is left.', p.handle) as reason`

const prepareProducts = `
  alter table import_product add primary key (handle);
  alter table import_product add column product_id bigint;
  alter table import_product add column created boolean not null default false`

export const unpackStatements: readonly string[] = [
  doubledHandles,
  takenSlugs,
  doubledSlugs,
  unpackVariants,
  indexVariants,
  doubledSkus,
  takenSkus,
  incompleteProducts,
  productsWithoutVariant,
  prepareProducts,
]
