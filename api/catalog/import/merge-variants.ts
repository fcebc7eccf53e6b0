/** Statements that bring a product's variants up to the batch; each notes what it changed. */

/** At the batch's products, but not in the batch. Only where every row of the product could be read. */
const obsolete = `
  with obsolete as materialized (
    select v.id, v.product_id,
           exists (select from cart_line l where l.variant_id = v.id)
           or exists (select from stock_reservation r where r.variant_id = v.id) as in_use
    from import_product p
    join variant v on v.product_id = p.product_id
    where p.complete and not p.created and not exists (select from import_variant i where i.n = p.n and i.sku = v.sku)
  )`

const deleteObsolete = `${obsolete}, deleted as (
    delete from variant v using obsolete o where v.id = o.id and not o.in_use returning v.product_id
  )
  insert into import_change select product_id from deleted`

/** What lies in carts or is being paid for cannot vanish: it is sold out and comes last. */
const withdrawObsolete = `${obsolete}, emptied as (
    insert into stock_level (variant_id, warehouse_id, on_hand)
    select o.id, w.id, 0 from obsolete o cross join warehouse w where o.in_use and w.code = 'main'
    on conflict (variant_id, warehouse_id) do update set on_hand = stock_level.reserved
    where stock_level.on_hand > stock_level.reserved
    returning variant_id
  )
  insert into import_change select o.product_id from emptied e join obsolete o on o.id = e.variant_id`

/**
 * Positions may be exchanged; a unique index is checked row by row, so the old ones leave first. What the batch does
 * not place stays behind the rest; the id keeps those places apart.
 */
const freePositions = `
  update variant v set position = 1000000 + (v.id % 1000000000)::integer
  from (
    select existing.id
    from import_product p
    join variant existing on existing.product_id = p.product_id
    left join import_variant i on i.n = p.n and i.sku = existing.sku
    where not p.created and i.position is distinct from existing.position and existing.position < 1000000
  ) moving
  where v.id = moving.id`

const insertVariants = `
  insert into variant (product_id, sku, position, option_values, image_id, barcode, weight_grams, tax_class)
  select p.product_id, i.sku, i.position, i.option_values, image.id, i.barcode, i.weight_grams,
         coalesce(i.tax_class, 'standard')
  from import_variant i
  join import_product p using (n)
  left join product_image image on image.product_id = p.product_id and image.url = i.image_url
  where p.created
  order by p.product_id, i.position`

const upsertVariants = `
  with merged as (
    insert into variant (product_id, sku, position, option_values, image_id, barcode, weight_grams, tax_class)
    select p.product_id, i.sku, i.position,
           case when p.lenient and same.option_values->'en' = i.option_values->'en'
                then same.option_values || i.option_values else i.option_values end,
           image.id, i.barcode, i.weight_grams, coalesce(i.tax_class, same.tax_class, 'standard')
    from import_variant i
    join import_product p using (n)
    left join variant same on same.sku = i.sku
    left join product_image image on image.product_id = p.product_id and image.url = i.image_url
    where not p.created
    order by p.product_id, i.position
    on conflict (sku) do update set
      product_id = excluded.product_id, position = excluded.position, option_values = excluded.option_values,
      image_id = excluded.image_id, barcode = excluded.barcode, weight_grams = excluded.weight_grams,
      tax_class = excluded.tax_class
    where (variant.product_id, variant.position, variant.option_values, variant.image_id, variant.barcode,
           variant.weight_grams, variant.tax_class)
      is distinct from (excluded.product_id, excluded.position, excluded.option_values, excluded.image_id,
           excluded.barcode, excluded.weight_grams, excluded.tax_class)
    returning product_id
  )
  insert into import_change select product_id from merged`

/** From here on a price or a stock level is one of a variant, whether a product's line or one of its own told of it. */
const resolveTargets = `
  update import_target i set
    variant_id = (select v.id from variant v where v.sku = i.sku),
    product_id = (select v.product_id from variant v where v.sku = i.sku);
  insert into import_target (t, line, sku, variant_id, product_id, sets_stock, from_product, created)
  select i.t, i.line, i.sku, (select v.id from variant v where v.sku = i.sku), p.product_id, i.sets_stock, true, p.created
  from import_variant i join import_product p using (n)`

export const variantStatements: readonly string[] = [
  deleteObsolete,
  withdrawObsolete,
  freePositions,
  insertVariants,
  upsertVariants,
  resolveTargets,
]
