-- What a list is read from: a row a product and public price list to sort and filter by, a card a product and language
-- to show, and the shelves (categories, collections) in every order. docs/decisions/0007 has the measurements.

alter table product_listing
  add column lowest_recent_amount bigint,
  -- What a product is filtered and counted by, each (id << 3) | kind. Kind 0: option of an attribute, 1 and 2: attribute
  -- that is true or false, 3: brand, 4: category or one above it, 6: tag, by 61 bits of its hash.
  add column labels   bigint[] not null default '{}',
  -- Attributes of type number and date, and their values beside them; dates as days since 1970-01-01.
  add column measured bigint[] not null default '{}',
  add column measures double precision[] not null default '{}';
-- A short pending list: each read by this index reads it whole.
create index product_listing_labels on product_listing using gin (labels) with (gin_pending_list_limit = 512);

create index product_attribute_number on product_attribute (attribute_id, number_value, product_id)
  where number_value is not null;
create index product_attribute_date on product_attribute (attribute_id, date_value, product_id)
  where date_value is not null;

-- What a list shows of a product and no price list changes; the category is named when it is read.
create table product_card (
  product_id  bigint not null references product (id) on delete cascade,
  language    text   not null check (language in ('de', 'en')),
  category_id bigint,
  card        json   not null,
  primary key (product_id, language)
);

-- A shelf is what products stand on together: a category with all below it (its id), or a collection (its id, negative).
-- A row a product, shelf and public price list, so that every sort of every shelf is one range of an index. Without
-- foreign keys, which would cost more than the rows: product_unshelved and refresh_product_listing() keep it.
create table shelf_listing (
  product_id     bigint      not null,
  price_list_id  bigint      not null,
  shelf_id       bigint      not null,
  minimum_amount bigint      not null,
  published_at   timestamptz not null,
  sales_count    integer     not null,
  -- Order by hand, highest first: 9e15 less the position; members by rule follow, by microseconds since 1970.
  arrangement    bigint      not null default 0,
  primary key (product_id, price_list_id, shelf_id)
);
create index shelf_listing_newest on shelf_listing (shelf_id, price_list_id, published_at desc, product_id desc);
create index shelf_listing_price on shelf_listing (shelf_id, price_list_id, minimum_amount, product_id);
create index shelf_listing_sales on shelf_listing (shelf_id, price_list_id, sales_count desc, product_id desc);
create index shelf_listing_arrangement on shelf_listing (shelf_id, price_list_id, arrangement desc, product_id desc)
  where shelf_id < 0;

-- Recomputes the read models of some products. Who is not public leaves them: outside its publication window, without a
-- text, without a price. Set-based; writes what differs. The caller holds the products' locks (refresh_products()).
create or replace function refresh_product_listing(product_ids bigint[]) returns void language plpgsql as $$
begin
  with language as (
    values ('de', 'en'), ('en', 'de')
  ), wanted as materialized (
    select p.id, l.column1 as language, p.category_id, json_build_object(
      'id', p.id::text,
      'slug', coalesce(own.slug, other.slug),
      'title', coalesce(own.title, other.title),
      'excerpt', coalesce(nullif(own.excerpt, ''), other.excerpt, ''),
      'brand', coalesce(b.name, p.brand),
      'tags', p.tags,
      'image', case when i.id is not null then json_build_object(
        'url', i.url, 'alt', coalesce(i.alt_texts ->> l.column1, i.alt), 'width', i.width, 'height', i.height) end,
      'publishedAt', to_char(p.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    )::text as card
    from product p
    cross join language l
    left join product_text own on own.product_id = p.id and own.language = l.column1
    left join product_text other on other.product_id = p.id and other.language = l.column2
    left join brand b on b.id = p.brand_id
    left join lateral (
      select * from product_image x where x.product_id = p.id order by x.position limit 1) i on true
    where p.id = any (product_ids)
      and p.published_at <= now() and (p.unpublished_at is null or p.unpublished_at > now())
      and coalesce(own.title, other.title) is not null
  ), gone as (
    delete from product_card c
    where c.product_id = any (product_ids) and c.product_id not in (select id from wanted)
  )
  insert into product_card (product_id, language, category_id, card)
  select id, language, category_id, card::json from wanted order by id, language
  on conflict (product_id, language) do update set category_id = excluded.category_id, card = excluded.card
  where product_card.category_id is distinct from excluded.category_id
     or product_card.card::text <> excluded.card::text;

  with variants as materialized (
    select id, product_id from variant where product_id = any (product_ids)
  ), stock as (
    select variant_id, sum(on_hand) > sum(reserved) as available from stock_level
    where variant_id in (select id from variants) group by variant_id
  ), source as (
    select id as price_list_id, id as source_id from price_list where customer_group_id is null
    union all
    select id, inherits_from_id from price_list where customer_group_id is null and inherits_from_id is not null
  ), offers as (
    -- As current_price has them, for the public lists.
    select v.product_id, l.price_list_id, coalesce(s.amount, p.amount) as amount,
           case when s.amount < p.amount then greatest(p.amount, p.compare_at_amount) else p.compare_at_amount end
             as compare_at_amount,
           case when s.amount is not null then s.lowest_recent_amount else p.lowest_recent_amount end
             as lowest_recent_amount,
           coalesce(stock.available, true) as available
    from variants v
    join price p on p.variant_id = v.id
    join source l on l.source_id = p.price_list_id
    left join scheduled_price s
      on s.variant_id = p.variant_id and s.price_list_id = p.price_list_id and s.valid @> now()
    left join stock on stock.variant_id = v.id
    where l.price_list_id = l.source_id or not exists (
      select from price own where own.variant_id = v.id and own.price_list_id = l.price_list_id)
  ), labelled as (
    select product_id, array_agg(label order by label) as labels from (
      select a.product_id, a.option_id << 3 as label from product_attribute a
      where a.product_id = any (product_ids) and a.option_id is not null
      union all
      select a.product_id, (a.attribute_id << 3) | case when a.boolean_value then 1 else 2 end from product_attribute a
      where a.product_id = any (product_ids) and a.boolean_value is not null
      union all
      select p.id, (p.brand_id << 3) | 3 from product p where p.id = any (product_ids) and p.brand_id is not null
      union all
      select c.product_id, (c.category_id << 3) | 4 from category_product c where c.product_id = any (product_ids)
      union all
      select p.id, (hashtextextended(tag, 0) << 3) | 6 from product p cross join unnest(p.tags) tag
      where p.id = any (product_ids)
    ) every group by product_id
  ), measured as (
    select a.product_id, array_agg(a.attribute_id order by a.attribute_id, a.position) as measured,
           array_agg(coalesce(a.number_value, a.date_value - date '1970-01-01')::double precision
                     order by a.attribute_id, a.position) as measures
    from product_attribute a
    where a.product_id = any (product_ids) and a.type in ('number', 'date') group by a.product_id
  ), wanted as materialized (
    select p.id, o.*, p.published_at, p.sales_count, coalesce(f.labels, '{}') as labels,
           coalesce(m.measured, '{}') as measured, coalesce(m.measures, '{}') as measures
    from product p
    left join labelled f on f.product_id = p.id
    left join measured m on m.product_id = p.id
    join (
      select product_id, price_list_id, min(amount) as minimum_amount, max(amount) as maximum_amount,
             max(compare_at_amount) as compare_at_amount,
             (array_agg(lowest_recent_amount order by amount) filter (where lowest_recent_amount is not null))[1]
               as lowest_recent_amount,
             bool_or(available) as available
      from offers group by product_id, price_list_id
    ) o on o.product_id = p.id
    where p.id in (select product_id from product_card where product_id = any (product_ids))
  ), gone as (
    delete from product_listing l
    where l.product_id = any (product_ids)
      and not exists (select from wanted w where (w.id, w.price_list_id) = (l.product_id, l.price_list_id))
  )
  insert into product_listing (product_id, price_list_id, minimum_amount, maximum_amount, compare_at_amount,
                               lowest_recent_amount, available, published_at, sales_count, labels, measured, measures)
  select id, price_list_id, minimum_amount, maximum_amount, compare_at_amount, lowest_recent_amount, available,
         published_at, sales_count, labels, measured, measures
  from wanted order by id, price_list_id
  on conflict (product_id, price_list_id) do update set
    minimum_amount = excluded.minimum_amount, maximum_amount = excluded.maximum_amount,
    compare_at_amount = excluded.compare_at_amount, lowest_recent_amount = excluded.lowest_recent_amount,
    available = excluded.available, published_at = excluded.published_at, sales_count = excluded.sales_count,
    labels = excluded.labels, measured = excluded.measured, measures = excluded.measures
  where (product_listing.minimum_amount, product_listing.maximum_amount, product_listing.compare_at_amount,
         product_listing.lowest_recent_amount, product_listing.available, product_listing.published_at,
         product_listing.sales_count, product_listing.labels, product_listing.measured, product_listing.measures)
    is distinct from (excluded.minimum_amount, excluded.maximum_amount, excluded.compare_at_amount,
         excluded.lowest_recent_amount, excluded.available, excluded.published_at,
         excluded.sales_count, excluded.labels, excluded.measured, excluded.measures);

  perform refresh_shelves(product_ids);
end
$$;

-- Puts listed products on their shelves, and takes them off those that they are no longer on.
create function refresh_shelves(product_ids bigint[]) returns void language plpgsql as $$
begin
  with wanted as materialized (
    select l.product_id, l.price_list_id, s.shelf_id, l.minimum_amount, l.published_at, l.sales_count,
           case when s.shelf_id > 0 then 0 else coalesce(
             9000000000000000 - s.position, (extract(epoch from l.published_at) * 1000000)::bigint) end as arrangement
    from product_listing l
    join (
      select product_id, category_id as shelf_id, null::integer as position from category_product
      where product_id = any (product_ids)
      union all
      select product_id, -collection_id, position from collection_product where product_id = any (product_ids)
    ) s on s.product_id = l.product_id
    where l.product_id = any (product_ids)
  ), gone as (
    delete from shelf_listing s
    where s.product_id = any (product_ids) and not exists (
      select from wanted w
      where (w.product_id, w.price_list_id, w.shelf_id) = (s.product_id, s.price_list_id, s.shelf_id))
  )
  insert into shelf_listing (product_id, price_list_id, shelf_id, minimum_amount, published_at, sales_count, arrangement)
  select * from wanted order by product_id, price_list_id, shelf_id
  on conflict (product_id, price_list_id, shelf_id) do update set
    minimum_amount = excluded.minimum_amount, published_at = excluded.published_at,
    sales_count = excluded.sales_count, arrangement = excluded.arrangement
  where (shelf_listing.minimum_amount, shelf_listing.published_at, shelf_listing.sales_count, shelf_listing.arrangement)
    is distinct from (excluded.minimum_amount, excluded.published_at, excluded.sales_count, excluded.arrangement);
end
$$;

-- Members of a collection come and go by themselves too: arranged by hand, or refilled after a new rule.
create function collection_product_shelved() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from shelf_listing s using changed c
    where s.product_id = c.product_id and s.shelf_id = -c.collection_id;
  else
    insert into shelf_listing
      (product_id, price_list_id, shelf_id, minimum_amount, published_at, sales_count, arrangement)
    select l.product_id, l.price_list_id, -c.collection_id, l.minimum_amount, l.published_at, l.sales_count,
           coalesce(9000000000000000 - c.position, (extract(epoch from l.published_at) * 1000000)::bigint)
    from changed c join product_listing l on l.product_id = c.product_id
    order by l.product_id, l.price_list_id
    on conflict (product_id, price_list_id, shelf_id) do update set arrangement = excluded.arrangement
    where shelf_listing.arrangement <> excluded.arrangement;
  end if;
  return null;
end
$$;
create trigger collection_product_shelved_insert after insert on collection_product
  referencing new table as changed for each statement execute function collection_product_shelved();
create trigger collection_product_shelved_update after update on collection_product
  referencing new table as changed for each statement execute function collection_product_shelved();
create trigger collection_product_shelved_delete after delete on collection_product
  referencing old table as changed for each statement execute function collection_product_shelved();

create function product_unshelved() returns trigger language plpgsql as $$
begin
  delete from shelf_listing where product_id = any (array(select id from gone));
  return null;
end
$$;
create trigger product_unshelved after delete on product
  referencing old table as gone for each statement execute function product_unshelved();

-- Products of before this migration.
select refresh_product_listing(array(select id from product));
