-- Imports of the catalogue, by batches of one short transaction each. A batch commits together with the position that
-- it reached, so that an import that ended half-way goes on from there, and nothing goes in twice.

create table import_run (
  id           bigint generated always as identity primary key,
  -- sha256 of the file's bytes and of how it is read: the same file goes on, another one starts anew.
  fingerprint  text        not null,
  name         text        not null,
  status       text        not null check (status in ('running', 'finished', 'refused')),
  -- Line of the last record that is in; lines up to here are done.
  position     bigint      not null default 0 check (position >= 0),
  batches      integer     not null default 0,
  -- {"created": 3, "updated": 1, …}; counted along with the position.
  counts       jsonb       not null default '{}',
  -- Server process of the importer. The run is alive while that process is (pg_stat_activity), so that a killed import
  -- can be taken up at once and a living one is left alone.
  backend_pid  integer     not null,
  backend_start timestamptz not null,
  started_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now()
);
create unique index import_run_running on import_run (fingerprint) where status = 'running';
create index import_run_updated_at on import_run (updated_at);

-- What a run left out. The first 10,000 of a run are kept; import_run.counts has how many there were.
create table import_rejection (
  run_id  bigint  not null references import_run (id) on delete cascade,
  number  integer not null check (number > 0),
  file    text    not null,
  line    bigint  not null,
  column_name text,
  value   text,
  reason  text    not null,
  primary key (run_id, number)
);

-- Newest version of what a change feed has told, also of what it deleted: a change that arrives late is passed over.
-- A price is kept by SKU and list, a stock level by SKU and warehouse.
create table import_version (
  kind    text   not null check (kind in ('product', 'price', 'stock')),
  key     text   not null,
  -- Number of the sender, or microseconds since 1970 of its time.
  version bigint not null,
  primary key (kind, key)
);
