/** Statements that bring variants, prices and stock up to the file; each notes what it changed. */

/** In the file's products, but not in the file. Only where every row of the product could be read. */
const findObsolete = `
  create temp table import_obsolete on commit drop as
  select v.id, v.product_id,
         exists (select from cart_line l where l.variant_id = v.id)
         or exists (select from stock_reservation r where r.variant_id = v.id) as in_use
  from variant v
  join import_product p on p.product_id = v.product_id
  where (p.document->>'complete')::boolean and not exists (select from import_variant i where i.sku = v.sku)`

const deleteObsolete = `
  with deleted as (
    delete from variant v using import_obsolete o where v.id = o.id and not o.in_use returning v.product_id
  )
  insert into import_change select product_id from deleted`

/** What lies in carts or is being paid for cannot vanish: it is sold out and comes last. */
const withdrawObsolete = `
  with emptied as (
    insert into stock_level (variant_id, warehouse_id, on_hand)
    select o.id, w.id, 0 from import_obsolete o cross join warehouse w where o.in_use and w.code = 'main'
    on conflict (variant_id, warehouse_id) do update set on_hand = stock_level.reserved
    where stock_level.on_hand > stock_level.reserved
    returning variant_id
  )
  insert into import_change select o.product_id from emptied e join import_obsolete o on o.id = e.variant_id`

/**
 * Positions may be exchanged; a unique index is checked row by row, so the old ones leave first. What the file does
 * not place stays behind the rest; the id keeps those places apart.
 */
const freePositions = `
  update variant v set position = 1000000 + (v.id % 1000000000)::integer
  from (
    select existing.id
    from variant existing
    join import_product p on p.product_id = existing.product_id
    left join import_variant i on i.sku = existing.sku
    where i.position is distinct from existing.position and existing.position < 1000000
  ) moving
  where v.id = moving.id`

const upsertVariants = `
  with staged as (
    select p.product_id, i.*, image.id as image_id
    from import_variant i
    join import_product p on p.handle = i.handle
    left join product_image image on image.product_id = p.product_id and image.url = i.image_url
  ), merged as (
    insert into variant (product_id, sku, position, option_values, image_id, barcode, weight_grams)
    select product_id, sku, position, option_values, image_id, barcode, weight_grams
    from staged order by product_id, position
    on conflict (sku) do update set
      position = excluded.position, image_id = excluded.image_id, barcode = excluded.barcode,
      weight_grams = excluded.weight_grams,
      option_values = case
        when variant.option_values->'en' = excluded.option_values->'en'
        then variant.option_values || excluded.option_values else excluded.option_values
      end
    where (variant.position, variant.image_id, variant.barcode, variant.weight_grams)
      is distinct from (excluded.position, excluded.image_id, excluded.barcode, excluded.weight_grams)
      or not (variant.option_values->'en' = excluded.option_values->'en'
              and (variant.option_values || excluded.option_values) = variant.option_values)
    returning product_id
  )
  insert into import_change select product_id from merged`

const resolveVariants = `
  alter table import_variant add column variant_id bigint, add column product_id bigint;
  update import_variant i set variant_id = v.id, product_id = v.product_id from variant v where v.sku = i.sku;
  create index on import_variant (variant_id)`

const upsertPrices = `
  with merged as (
    insert into price (variant_id, price_list_id, amount, compare_at_amount)
    select i.variant_id, l.id, d.amount, d.compare_at_amount
    from import_variant i
    cross join jsonb_to_recordset(i.prices) as d (list text, amount bigint, compare_at_amount bigint)
    join price_list l on l.code = d.list
    order by i.variant_id, l.id
    on conflict (variant_id, price_list_id) do update set
      amount = excluded.amount, compare_at_amount = excluded.compare_at_amount
    where (price.amount, price.compare_at_amount) is distinct from (excluded.amount, excluded.compare_at_amount)
    returning variant_id
  )
  insert into import_change select i.product_id from merged m join import_variant i using (variant_id)`

/** A market's empty price takes the variant out of it. Lists of which the file has no column stay as they are. */
export const deletePrices = `
  with deleted as (
    delete from price p using import_variant i, price_list l
    where p.variant_id = i.variant_id and l.id = p.price_list_id and l.code = any ($1)
      and not exists (select from jsonb_array_elements(i.prices) d where d->>'list' = l.code)
    returning i.product_id
  )
  insert into import_change select product_id from deleted`

/** Pieces on hand never fall below those that are held for running checkouts. */
const upsertStock = `
  with merged as (
    insert into stock_level (variant_id, warehouse_id, on_hand)
    select i.variant_id, w.id, i.on_hand
    from import_variant i cross join warehouse w
    where w.code = 'main' and i.on_hand is not null
    order by i.variant_id
    on conflict (variant_id, warehouse_id) do update set on_hand = greatest(excluded.on_hand, stock_level.reserved)
    where stock_level.on_hand <> greatest(excluded.on_hand, stock_level.reserved)
    returning variant_id
  )
  insert into import_change select i.product_id from merged m join import_variant i using (variant_id)`

/**
 * No longer counted: the row goes, unless a running checkout holds pieces of it. Not for a file without quantities,
 * which says nothing about stock.
 */
export const deleteStock = `
  with deleted as (
    delete from stock_level s using import_variant i
    where s.variant_id = i.variant_id and i.on_hand is null
      and not exists (select from stock_reservation r where r.variant_id = s.variant_id)
    returning i.product_id
  )
  insert into import_change select product_id from deleted`

export const variantStatements: readonly string[] = [
  findObsolete,
  deleteObsolete,
  withdrawObsolete,
  freePositions,
  upsertVariants,
  resolveVariants,
  upsertPrices,
  upsertStock,
]
