-- What keeps the shop up: events that leave with their transaction, answers that are given once, switches, audit.

create table outbox (
  id             bigint generated always as identity primary key,
  -- Writing transaction: a reader whose snapshot includes it sees the change (the fence of the cache).
  transaction_id xid8        not null default pg_current_xact_id(),
  topic          text        not null,
  payload        jsonb       not null,
  created_at     timestamptz not null default now(),
  delivered_at   timestamptz
);
create index outbox_waiting on outbox (id) where delivered_at is null;

create table idempotency_key (
  -- Who may replay the answer: a cart, an order, a customer or a client.
  scope        text        not null,
  key          text        not null check (length(key) between 8 and 128),
  -- sha256 of the operation and its arguments.
  request_hash text        not null,
  response     jsonb       not null,
  created_at   timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_key_created_at on idempotency_key (created_at);

create table feature_flag (
  name               text    primary key check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  description        text    not null,
  enabled            boolean not null default false,
  -- Share of clients that get it, by a hash of their id.
  rollout_percentage integer not null default 100 check (rollout_percentage between 0 and 100)
);
insert into feature_flag (name, description, enabled) values
  ('related-products', 'Products that go well with the one being looked at, on the product page.', true);

create table audit_log (
  id          bigint generated always as identity primary key,
  actor       text        not null,
  action      text        not null,
  details     jsonb       not null,
  request_id  text,
  created_at  timestamptz not null default now()
);
create index audit_log_created_at on audit_log (created_at);
