-- Gross prices in minor units. A price list belongs to a currency; a country buys from exactly one list.

create table price_list (
  id       bigint generated always as identity primary key,
  code     text not null unique,
  currency text not null unique check (currency ~ '^[A-Z]{3}$')
);
insert into price_list (code, currency) values ('eur', 'EUR'), ('chf', 'CHF');

create table price (
  variant_id        bigint not null references variant (id) on delete cascade,
  price_list_id     bigint not null references price_list (id),
  amount            bigint not null check (amount between 0 and 100000000),
  compare_at_amount bigint check (compare_at_amount > amount),
  primary key (variant_id, price_list_id)
);

-- Read model: one row per product and price list, so that a list can be sorted and filtered by one index.
-- Kept in the same transaction by refresh_product_listing().
create table product_listing (
  product_id        bigint      not null references product (id) on delete cascade,
  price_list_id     bigint      not null references price_list (id),
  minimum_amount    bigint      not null,
  maximum_amount    bigint      not null,
  compare_at_amount bigint,
  available         boolean     not null,
  published_at      timestamptz not null,
  sales_count       integer     not null,
  primary key (product_id, price_list_id)
);
create index product_listing_newest on product_listing (price_list_id, published_at desc, product_id desc);
create index product_listing_price on product_listing (price_list_id, minimum_amount, product_id);
create index product_listing_sales on product_listing (price_list_id, sales_count desc, product_id desc);
