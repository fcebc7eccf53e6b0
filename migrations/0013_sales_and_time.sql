-- What sells and what time changes: kept by the worker every second, for the products that it concerns.

-- Pieces of a product that were sold on a day (UTC), so that product.sales_count can forget them after 90 days.
create table product_sale (
  product_id bigint  not null references product (id) on delete cascade,
  sold_on    date    not null,
  pieces     integer not null,
  primary key (product_id, sold_on)
);
create index product_sale_sold_on on product_sale (sold_on);

-- Whether the pieces of a placed order are in product_sale: each order is counted once, however often it is tried.
alter table customer_order add column sales_counted boolean not null default false;
create index customer_order_uncounted on customer_order (placed_at) where status = 'placed' and not sales_counted;

-- When time alone opens or closes a collection next; null: never.
alter table collection add column due_at timestamptz;
create index collection_due_at on collection (due_at) where due_at is not null;

create function collection_due() returns trigger language plpgsql as $$
begin
  new.due_at := least(case when new.published_at > now() then new.published_at end,
                      case when new.published_at is not null and new.unpublished_at > now() then new.unpublished_at end);
  return new;
end
$$;
create trigger collection_due before insert or update on collection
  for each row execute function collection_due();

-- A category stands where its parent says: no cycle and no gap can be, because the path of a parent is finite. Asked
-- at the end of the transaction, when a whole subtree has been moved.
create function category_path_checked() returns trigger language plpgsql as $$
begin
  if exists (
    select from category c left join category parent on parent.id = c.parent_id
    where c.id = new.id and c.path <> coalesce(parent.path, '{}') || c.id
  ) then
    raise exception 'The path of category % is not the path of its parent and itself.', new.external_id
      using errcode = 'check_violation', constraint = 'category_path_of_parent';
  end if;
  return null;
end
$$;
create constraint trigger category_path_checked after insert or update of parent_id, path on category
  deferrable initially deferred for each row execute function category_path_checked();
