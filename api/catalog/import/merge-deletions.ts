/** Statements that delete products; their variants, texts, pictures and prices go with them. */

const resolveDeletions = `
  update import_deletion d set product_id = (select p.id from product p where p.external_id = d.external_id)`

const inUse = `exists (
    select from variant v
    where v.product_id = p.id and (
      exists (select from cart_line l where l.variant_id = v.id)
      or exists (select from stock_reservation r where r.variant_id = v.id)))`

/** What lies in carts or is being paid for cannot vanish: it is taken off the shelves and sold out. */
const withdraw = `
  with withdrawn as (
    update product p set published_at = null, unpublished_at = null
    from import_deletion d
    where p.id = d.product_id and p.published_at is not null and ${inUse}
    returning p.id
  ), emptied as (
    insert into stock_level (variant_id, warehouse_id, on_hand)
    select v.id, w.id, 0 from withdrawn join variant v on v.product_id = withdrawn.id
    cross join warehouse w where w.code = 'main'
    on conflict (variant_id, warehouse_id) do update set on_hand = stock_level.reserved
    where stock_level.on_hand > stock_level.reserved
  )
  insert into import_change select id from withdrawn`

const deleteUnused = `
  delete from product p using import_deletion d where p.id = d.product_id and not ${inUse}`

const tagDeleted = `
  insert into import_tag
  select 'product:' || product_id from import_deletion where product_id is not null`

export const deletionStatements: readonly string[] = [resolveDeletions, tagDeleted, withdraw, deleteUnused]

/** Gone, or off the shelves. */
export const countDeleted = `
  select count(*)::integer as count from import_deletion d
  where d.product_id is not null and (
    not exists (select from product p where p.id = d.product_id)
    or d.product_id in (select product_id from import_change))`
