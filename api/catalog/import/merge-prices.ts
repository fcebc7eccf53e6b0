/**
 * Statements that bring prices and stock up to the batch; each notes what it changed. Those that return `line`,
 * `column`, `value` and `reason` report what they removed.
 */

const unknownSkus = `
  delete from import_target where variant_id is null
  returning line, 'sku' as column, sku as value,
    format('No variant has the SKU “%s”. Import its product first.', sku) as reason`

const unknownLists = `
  delete from import_target t using import_price i
  where i.t = t.t and not t.from_product and not exists (select from price_list l where l.code = i.list)
  returning t.line, 'list' as column, i.list as value,
    format('There is no price list “%s”. Put its line (type "priceList") before this one.', i.list) as reason`

const unknownWarehouses = `
  delete from import_target t using import_stock i
  where i.t = t.t and not t.from_product and not exists (select from warehouse w where w.code = i.warehouse)
  returning t.line, 'warehouse' as column, i.warehouse as value, format(
    'There is no warehouse “%s”; there is %s.', i.warehouse,
    (select string_agg('“' || code || '”', ', ' order by code) from warehouse)) as reason`

/** A newer price than the batch's was told, by itself or with the whole product. Index: import_version_pkey. */
const markStalePrices = `
  update import_price i set stale = true
  from import_target t
  where t.t = i.t and i.version is not null and (
    exists (select from import_version v
            where v.kind = 'price' and v.key = i.list || ' ' || t.sku and v.version > i.version)
    or not t.from_product and exists (
      select from product p join import_version v on v.kind = 'product' and v.key = p.external_id
      where p.id = t.product_id and v.version > i.version))`

const markStaleStock = `
  update import_stock i set stale = true
  from import_target t
  where t.t = i.t and i.version is not null and (
    exists (select from import_version v
            where v.kind = 'stock' and v.key = i.warehouse || ' ' || t.sku and v.version > i.version)
    or not t.from_product and exists (
      select from product p join import_version v on v.kind = 'product' and v.key = p.external_id
      where p.id = t.product_id and v.version > i.version))`

/** How many of the changes that name nothing but a price or a stock level came too late. */
export const countStale = `
  select count(*)::integer as count
  from import_target t
  left join import_price p on p.t = t.t
  left join import_stock s on s.t = t.t
  where not t.from_product and (p.stale or s.stale)`

/** The lowest price of the 30 days before is a new price's only; the shop keeps book of those that it has. */
const insertPrices = `
  insert into price (variant_id, price_list_id, amount, compare_at_amount, lowest_recent_amount)
  select t.variant_id, l.id, i.amount, i.compare_at_amount, i.lowest_recent_amount
  from import_price i join import_target t using (t) join price_list l on l.code = i.list
  where t.created and i.amount is not null and not i.stale
  order by t.variant_id, l.id`

const upsertPrices = `
  with merged as (
    insert into price (variant_id, price_list_id, amount, compare_at_amount, lowest_recent_amount)
    select t.variant_id, l.id, i.amount, i.compare_at_amount, i.lowest_recent_amount
    from import_price i join import_target t using (t) join price_list l on l.code = i.list
    where not t.created and i.amount is not null and not i.stale
    order by t.variant_id, l.id
    on conflict (variant_id, price_list_id) do update set
      amount = excluded.amount, compare_at_amount = excluded.compare_at_amount
    where (price.amount, price.compare_at_amount) is distinct from (excluded.amount, excluded.compare_at_amount)
    returning variant_id
  )
  insert into import_change select t.product_id from merged m join import_target t using (variant_id)`

/**
 * A line that takes a price away, and the lists that a product's line does not have. Lists of which a file has no
 * column ($1; null: it speaks of all) stay as they are, and so does a price that is newer than the line.
 */
export const deletePrices = `
  with deleted as (
    delete from price p using import_target t, price_list l
    where not t.created and p.variant_id = t.variant_id and l.id = p.price_list_id and (
      exists (select from import_price i where i.t = t.t and i.list = l.code and i.amount is null and not i.stale)
      or t.from_product and ($1::text[] is null or l.code = any ($1))
        and not exists (select from import_price i where i.t = t.t and i.list = l.code)
        and not exists (
          select from import_version v, import_variant iv, import_product ip
          where iv.t = t.t and ip.n = iv.n and ip.version is not null
            and v.kind = 'price' and v.key = l.code || ' ' || t.sku and v.version > ip.version))
    returning t.product_id
  )
  insert into import_change select product_id from deleted`

const deleteTiers = `
  with deleted as (
    delete from price_tier x using import_target t, import_price i, price_list l
    where not t.created and x.variant_id = t.variant_id and i.t = t.t and i.sets_tiers and not i.stale
      and l.code = i.list and x.price_list_id = l.id
      and not exists (
        select from import_tier w where w.t = t.t and w.list = i.list and w.min_quantity = x.min_quantity)
    returning t.product_id
  )
  insert into import_change select product_id from deleted`

const upsertTiers = `
  with merged as (
    insert into price_tier (variant_id, price_list_id, min_quantity, amount)
    select t.variant_id, l.id, w.min_quantity, w.amount
    from import_tier w join import_target t using (t) join import_price i on i.t = w.t and i.list = w.list
    join price_list l on l.code = w.list
    where not i.stale
    order by t.variant_id, l.id, w.min_quantity
    on conflict (variant_id, price_list_id, min_quantity) do update set amount = excluded.amount
    where price_tier.amount <> excluded.amount
    returning variant_id
  )
  insert into import_change select t.product_id from merged m join import_target t using (variant_id)`

/** The old ones leave first, because two of one variant and list cannot overlap even for a moment. */
const deleteSchedules = `
  with deleted as (
    delete from scheduled_price x using import_target t, import_price i, price_list l
    where not t.created and x.variant_id = t.variant_id and i.t = t.t and i.sets_schedules and not i.stale
      and l.code = i.list and x.price_list_id = l.id
      and not exists (
        select from import_schedule w
        where w.t = t.t and w.list = i.list and w.amount = x.amount
          and tstzrange(w.valid_from, w.valid_until) = x.valid)
    returning t.product_id
  )
  insert into import_change select product_id from deleted`

const insertSchedules = `
  with inserted as (
    insert into scheduled_price (variant_id, price_list_id, amount, valid)
    select t.variant_id, l.id, w.amount, tstzrange(w.valid_from, w.valid_until)
    from import_schedule w join import_target t using (t) join import_price i on i.t = w.t and i.list = w.list
    join price_list l on l.code = w.list
    where not i.stale
      and not exists (
        select from scheduled_price x
        where x.variant_id = t.variant_id and x.price_list_id = l.id
          and x.valid = tstzrange(w.valid_from, w.valid_until))
    order by t.variant_id, l.id, w.valid_from
    returning variant_id
  )
  insert into import_change select t.product_id from inserted m join import_target t using (variant_id)`

const insertStock = `
  insert into stock_level (variant_id, warehouse_id, on_hand)
  select t.variant_id, w.id, i.on_hand
  from import_stock i join import_target t using (t) join warehouse w on w.code = i.warehouse
  where t.created and i.on_hand is not null and not i.stale
  order by t.variant_id, w.id`

/** Pieces on hand never fall below those that are held for running checkouts. */
const upsertStock = `
  with merged as (
    insert into stock_level (variant_id, warehouse_id, on_hand)
    select t.variant_id, w.id, i.on_hand
    from import_stock i join import_target t using (t) join warehouse w on w.code = i.warehouse
    where not t.created and i.on_hand is not null and not i.stale
    order by t.variant_id, w.id
    on conflict (variant_id, warehouse_id) do update set on_hand = greatest(excluded.on_hand, stock_level.reserved)
    where stock_level.on_hand <> greatest(excluded.on_hand, stock_level.reserved)
    returning variant_id
  )
  insert into import_change select t.product_id from merged m join import_target t using (variant_id)`

/** No longer counted there: the row goes, unless a running checkout holds pieces of it. */
const deleteStock = `
  with deleted as (
    delete from stock_level s using import_target t, warehouse w
    where not t.created and s.variant_id = t.variant_id and w.id = s.warehouse_id and (
        exists (select from import_stock i
                where i.t = t.t and i.warehouse = w.code and i.on_hand is null and not i.stale)
        or t.from_product and t.sets_stock
          and not exists (select from import_stock i where i.t = t.t and i.warehouse = w.code))
      and not exists (select from stock_reservation r where r.variant_id = s.variant_id)
    returning t.product_id
  )
  insert into import_change select product_id from deleted`

/** Newest versions, of what was told at all: also of what turned out to be so already. */
export const noteVersions = `
  insert into import_version (kind, key, version)
  select kind, key, max(version) from (
    select 'product' as kind, external_id as key, version from import_product
    union all select 'product', external_id, version from import_deletion
    union all select 'price', i.list || ' ' || t.sku, i.version
              from import_price i join import_target t using (t) where not t.from_product
    union all select 'stock', i.warehouse || ' ' || t.sku, i.version
              from import_stock i join import_target t using (t) where not t.from_product
  ) told
  where version is not null
  group by kind, key order by kind, key
  on conflict (kind, key) do update set version = excluded.version where import_version.version < excluded.version`

export const priceStatements: readonly string[] = [
  unknownSkus,
  unknownLists,
  unknownWarehouses,
  markStalePrices,
  markStaleStock,
  insertPrices,
  upsertPrices,
  deleteTiers,
  upsertTiers,
  deleteSchedules,
  insertSchedules,
  insertStock,
  upsertStock,
  deleteStock,
]
