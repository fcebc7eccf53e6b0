-- Price lists by currency, country and customer group. A list may inherit from another: what it has no price for costs
-- what it costs there, one step only, so that a price is found by two index probes.

create table customer_group (
  id   bigint generated always as identity primary key,
  code text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null
);
alter table customer add column customer_group_id bigint references customer_group (id);

alter table price_list
  drop constraint price_list_currency_key,
  -- Null: every country that pays in the currency.
  add column country           text check (country ~ '^[A-Z]{2}$'),
  -- Null: everybody. Prices of a group are personal: they never enter a shared cache.
  add column customer_group_id bigint references customer_group (id),
  add column inherits_from_id  bigint references price_list (id),
  -- Whether amounts contain VAT.
  add column tax_included      boolean not null default true,
  add constraint price_list_market unique nulls not distinct (currency, country, customer_group_id),
  -- A general list is complete in itself; one for a country or a group completes itself from another.
  add constraint price_list_inherits check ((country is null and customer_group_id is null) = (inherits_from_id is null)),
  add constraint price_list_inherits_other check (inherits_from_id <> id);

alter table price
  -- Since when the price is what it is; begins the next row of price_history.
  add column changed_at timestamptz not null default now(),
  -- Lowest price of the 30 days before the present reduction (Directive 98/6/EC, Article 6a); null: not reduced,
  -- or no price was known before. Set by a trigger when the price falls, taken away when it rises.
  add column lowest_recent_amount bigint check (lowest_recent_amount >= 0);

-- What one costs when at least min_quantity of a variant are bought.
create table price_tier (
  variant_id    bigint  not null references variant (id) on delete cascade,
  price_list_id bigint  not null references price_list (id),
  min_quantity  integer not null check (min_quantity between 2 and 100000),
  amount        bigint  not null check (amount between 0 and 100000000),
  primary key (variant_id, price_list_id, min_quantity)
);

-- A price for a while, e.g. a week's offer. While its time runs it takes the place of price.amount, which becomes the
-- price before reduction. Two of one variant and list cannot overlap.
create extension if not exists btree_gist;
create table scheduled_price (
  id            bigint generated always as identity primary key,
  variant_id    bigint    not null references variant (id) on delete cascade,
  price_list_id bigint    not null references price_list (id),
  amount        bigint    not null check (amount between 0 and 100000000),
  valid         tstzrange not null check (not isempty(valid) and lower(valid) is not null and upper(valid) is not null),
  lowest_recent_amount bigint check (lowest_recent_amount >= 0),
  exclude using gist (variant_id with =, price_list_id with =, valid with &&)
);

-- Prices that were, for the price indication rule. Written when a price changes, so that a first import writes none.
create table price_history (
  variant_id    bigint    not null references variant (id) on delete cascade,
  price_list_id bigint    not null references price_list (id),
  amount        bigint    not null,
  valid         tstzrange not null check (not isempty(valid)),
  id            bigint generated always as identity primary key
);
create index price_history_variant on price_history (variant_id, price_list_id);

-- The price of each variant in each list at this moment, inherited where the list has none: by variant and list it is
-- two probes of price_pkey and two of scheduled_price's index.
create view current_price as
select v.id as variant_id, l.id as price_list_id,
       coalesce(s.amount, p.amount) as amount,
       case when s.amount < p.amount then greatest(p.amount, p.compare_at_amount) else p.compare_at_amount end
         as compare_at_amount,
       case when s.amount is not null then s.lowest_recent_amount else p.lowest_recent_amount end as lowest_recent_amount,
       p.price_list_id as source_list_id
from variant v
cross join price_list l
join lateral (
  select own.* from price own
  where own.variant_id = v.id and own.price_list_id in (l.id, l.inherits_from_id)
  order by own.price_list_id = l.id desc
  limit 1
) p on true
left join lateral (
  select o.amount, o.lowest_recent_amount from scheduled_price o
  where o.variant_id = v.id and o.price_list_id = p.price_list_id and o.valid @> now()
) s on true;

-- The list that everybody in a country buys from: the country's own, else the currency's. Index: price_list_market.
create function public_price_list(wanted_currency text, wanted_country text) returns bigint
language sql stable parallel safe
as $$
  select id from price_list
  where currency = wanted_currency and customer_group_id is null and (country = wanted_country or country is null)
  order by country nulls last
  limit 1
$$;
