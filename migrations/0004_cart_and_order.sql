-- Carts and orders have random ids (128 bits or more of randomness), made by the application: the id is the secret
-- that opens them, and no sequence is needed (sequences pin connections in RDS Proxy).

create table customer (
  id         uuid primary key,
  -- `sub` of the OpenID Connect issuer.
  issuer     text        not null,
  subject    text        not null,
  email      text        not null,
  name       text,
  created_at timestamptz not null default now(),
  unique (issuer, subject)
);

create table shipping_method (
  code             text    primary key,
  currency         text    not null,
  countries        text[]  not null,
  amount           bigint  not null check (amount >= 0),
  -- Free from this subtotal on; null: never free.
  free_from_amount bigint  check (free_from_amount > 0),
  texts            jsonb   not null
);
insert into shipping_method (code, currency, countries, amount, free_from_amount, texts) values
  ('standard', 'EUR', '{DE,AT}', 490, 5000,
   '{"de": {"name": "Standardversand", "description": "2 bis 4 Werktage"}, "en": {"name": "Standard delivery", "description": "2 to 4 working days"}}'),
  ('express', 'EUR', '{DE,AT}', 1290, null,
   '{"de": {"name": "Expressversand", "description": "Am nächsten Werktag"}, "en": {"name": "Express delivery", "description": "Next working day"}}'),
  ('standard-ch', 'CHF', '{CH}', 990, 10000,
   '{"de": {"name": "Standardversand", "description": "3 bis 5 Werktage"}, "en": {"name": "Standard delivery", "description": "3 to 5 working days"}}');

create table cart (
  id                   uuid primary key,
  customer_id          uuid references customer (id),
  currency             text        not null,
  country              text        not null,
  language             text        not null,
  email                text,
  delivery_address     jsonb,
  shipping_method_code text references shipping_method (code),
  status               text        not null default 'open' check (status in ('open', 'ordered')),
  version              integer     not null default 1,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now()
);
create index cart_updated_at on cart (updated_at) where status = 'open';

create table cart_line (
  cart_id    uuid        not null references cart (id) on delete cascade,
  variant_id bigint      not null references variant (id),
  quantity   integer     not null check (quantity between 1 and 99),
  added_at   timestamptz not null default now(),
  primary key (cart_id, variant_id)
);
create index cart_line_variant on cart_line (variant_id);

-- "order" is a reserved word.
create table customer_order (
  id               uuid primary key,
  number           text        not null unique,
  cart_id          uuid        not null references cart (id),
  -- cart.version that the order was made of: an order of a cart that changed since is not paid.
  cart_version     integer     not null,
  customer_id      uuid        references customer (id),
  status           text        not null check (status in ('awaiting_payment', 'placed', 'cancelled')),
  currency         text        not null,
  language         text        not null,
  email            text        not null,
  delivery_address jsonb       not null,
  shipping_method  jsonb       not null,
  subtotal_amount  bigint      not null check (subtotal_amount >= 0),
  shipping_amount  bigint      not null check (shipping_amount >= 0),
  tax_amount       bigint      not null check (tax_amount >= 0),
  total_amount     bigint      not null check (total_amount = subtotal_amount + shipping_amount),
  reserved_until   timestamptz,
  created_at       timestamptz not null default now(),
  placed_at        timestamptz,
  check ((status = 'placed') = (placed_at is not null))
);
-- One order of a cart may be alive: a second checkout of the same cart cannot become a second order.
create unique index customer_order_cart on customer_order (cart_id) where status <> 'cancelled';
create index customer_order_customer on customer_order (customer_id, created_at desc, id desc);
create index customer_order_reserved_until on customer_order (reserved_until) where status = 'awaiting_payment';

create table order_line (
  order_id      uuid    not null references customer_order (id) on delete cascade,
  position      integer not null,
  variant_id    bigint  references variant (id) on delete set null,
  sku           text    not null,
  title         text    not null,
  variant_title text    not null,
  product_slug  text    not null,
  image_url     text,
  image_alt     text,
  quantity      integer not null check (quantity > 0),
  unit_amount   bigint  not null check (unit_amount >= 0),
  tax_amount    bigint  not null check (tax_amount >= 0),
  primary key (order_id, position)
);

-- Pieces held for an order that awaits payment; gone when it is placed (sold) or cancelled (released).
create table stock_reservation (
  order_id     uuid    not null references customer_order (id) on delete cascade,
  variant_id   bigint  not null,
  warehouse_id bigint  not null,
  quantity     integer not null check (quantity > 0),
  primary key (order_id, variant_id, warehouse_id),
  foreign key (variant_id, warehouse_id) references stock_level (variant_id, warehouse_id)
);

-- One row an attempt to charge. Its id is the idempotency key at the provider, so that no retry charges twice.
create table payment (
  id                 uuid primary key,
  order_id           uuid        not null references customer_order (id),
  provider           text        not null,
  -- refund_due: charged, but no order can be made of it; decided for good, and the worker gives it back.
  status             text        not null
                     check (status in ('pending', 'succeeded', 'declined', 'refund_due', 'refunded')),
  amount             bigint      not null check (amount >= 0),
  currency           text        not null,
  method             text        not null,
  provider_reference text,
  failure_code       text,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now()
);
-- At most one attempt of an order may be under way or successful.
create unique index payment_order_active on payment (order_id) where status in ('pending', 'succeeded');
create index payment_pending on payment (created_at) where status = 'pending';

-- Webhooks of the payment provider, stored before they are processed.
create table payment_event (
  provider     text        not null,
  event_id     text        not null,
  body         jsonb       not null,
  received_at  timestamptz not null default now(),
  processed_at timestamptz,
  primary key (provider, event_id)
);
create index payment_event_waiting on payment_event (received_at) where processed_at is null;

-- The test provider's own book of charges, as a real provider has one outside our transactions.
create schema test_payment_provider;
create table test_payment_provider.charge (
  idempotency_key text primary key,
  reference       text        not null unique,
  amount          bigint      not null,
  currency        text        not null,
  outcome         text        not null check (outcome in ('approved', 'declined', 'refunded')),
  created_at      timestamptz not null default now()
);
