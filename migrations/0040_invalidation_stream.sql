-- Which batch of invalidations announced an event; the batches are numbered without gaps, so that a process that was
-- told of the next but one knows that it has missed something.

alter table outbox add column sequence bigint;
-- Batches are read again when the stream has lost them.
create index outbox_sequence on outbox (sequence) where sequence is not null;

create table invalidation_stream (
  only_row            boolean  primary key default true check (only_row),
  sequence            bigint   not null default 0,
  -- Another history of the database (a backup was restored): transaction ids of the old one mean nothing in it.
  epoch               integer  not null default 1,
  -- Of all batches so far; a process that has missed some trusts only what shows every transaction up to this one.
  highest_transaction bigint   not null default 0
);
insert into invalidation_stream default values;
