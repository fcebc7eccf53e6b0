-- How far the change feed of a remote catalogue has been read: a row a remote system, by its address. The cursor moves
-- in the transaction that announces the changes, so that none is lost and none is announced twice for nothing.
create table remote_catalogue_feed (
  url     text        primary key,
  cursor  text        not null,
  read_at timestamptz not null default now()
);
