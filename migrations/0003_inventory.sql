-- Stock per warehouse. What can be promised is on_hand - reserved; the checks make overselling impossible, whatever
-- the code does.

create table warehouse (
  id   bigint generated always as identity primary key,
  code text not null unique
);
insert into warehouse (code) values ('main');

create table stock_level (
  variant_id   bigint  not null references variant (id) on delete cascade,
  warehouse_id bigint  not null references warehouse (id),
  on_hand      integer not null check (on_hand >= 0),
  reserved     integer not null default 0 check (reserved >= 0),
  primary key (variant_id, warehouse_id),
  check (reserved <= on_hand)
);
-- A variant without a row in stock_level is sold without counting.

-- Recomputes the read model of some products. Unpublished products leave it.
create function refresh_product_listing(product_ids bigint[]) returns void language sql as $$
  delete from product_listing l
  where l.product_id = any (product_ids)
    and not exists (select from product p where p.id = l.product_id and p.published_at is not null);

  insert into product_listing (product_id, price_list_id, minimum_amount, maximum_amount, compare_at_amount,
                               available, published_at, sales_count)
  select p.id, pr.price_list_id, min(pr.amount), max(pr.amount), max(pr.compare_at_amount),
         bool_or(s.variant_id is null or s.on_hand > s.reserved), p.published_at, p.sales_count
  from product p
  join variant v on v.product_id = p.id
  join price pr on pr.variant_id = v.id
  left join (
    select variant_id, sum(on_hand) as on_hand, sum(reserved) as reserved from stock_level
    where variant_id in (select id from variant where product_id = any (product_ids)) group by variant_id
  ) s on s.variant_id = v.id
  where p.id = any (product_ids) and p.published_at is not null
  group by p.id, pr.price_list_id
  order by p.id, pr.price_list_id
  on conflict (product_id, price_list_id) do update set
    minimum_amount = excluded.minimum_amount, maximum_amount = excluded.maximum_amount,
    compare_at_amount = excluded.compare_at_amount, available = excluded.available,
    published_at = excluded.published_at, sales_count = excluded.sales_count
  where (product_listing.minimum_amount, product_listing.maximum_amount, product_listing.compare_at_amount,
         product_listing.available, product_listing.published_at, product_listing.sales_count)
    is distinct from (excluded.minimum_amount, excluded.maximum_amount, excluded.compare_at_amount,
         excluded.available, excluded.published_at, excluded.sales_count);
$$;
