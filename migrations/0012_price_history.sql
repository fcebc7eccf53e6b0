-- Prices that were, and the lowest of the 30 days before a reduction, as Directive 98/6/EC, Article 6a, wants it shown.
-- Kept by triggers, so that no writer can forget them; a statement's rows at a time, so that an import that changes
-- many prices costs two joins. A first price has no history, and inserting it fires nothing.

-- The lowest price of a variant that applied within the 30 days before an instant, the present price apart; null if
-- none is known. Indexes: price_history_variant, the exclusion constraint of scheduled_price.
create function lowest_price_before(of_variant bigint, in_list bigint, instant timestamptz) returns bigint
language sql stable as $$
  select min(amount) from (
    select h.amount from price_history h
    where h.variant_id = of_variant and h.price_list_id = in_list
      and h.valid && tstzrange(instant - interval '30 days', instant)
    union all
    select s.amount from scheduled_price s
    where s.variant_id = of_variant and s.price_list_id = in_list
      and s.valid && tstzrange(instant - interval '30 days', instant)
  ) applied
$$;

-- A price that changes: the former one goes into the history. If it falls, its reference is the lowest of the 30 days
-- before; a reduction that goes on step by step, each step within 30 days of the one before, keeps the reference of
-- its first step (Article 6a (5); § 11 (2) PAngV). If it rises, nothing is reduced any more. What is planned for later
-- is compared anew.
create function price_changed() returns trigger language plpgsql as $$
begin
  insert into price_history (variant_id, price_list_id, amount, valid)
  select o.variant_id, o.price_list_id, o.amount, tstzrange(o.changed_at, now())
  from old_prices o join new_prices n using (variant_id, price_list_id)
  -- A price of the same transaction, or of one that began later, has not applied for any time.
  where n.amount <> o.amount and o.changed_at < now();
  if not found then return null; end if;

  update price p set
    changed_at = now(),
    lowest_recent_amount = case
      when n.amount > o.amount then null
      when o.lowest_recent_amount is not null and o.changed_at > now() - interval '30 days' then o.lowest_recent_amount
      else lowest_price_before(o.variant_id, o.price_list_id, now())
    end
  from old_prices o join new_prices n using (variant_id, price_list_id)
  where n.amount <> o.amount and o.changed_at < now()
    and p.variant_id = o.variant_id and p.price_list_id = o.price_list_id;

  update scheduled_price s set lowest_recent_amount = scheduled_reference(s)
  from old_prices o join new_prices n using (variant_id, price_list_id)
  where n.amount <> o.amount and s.variant_id = o.variant_id and s.price_list_id = o.price_list_id
    and lower(s.valid) > now();
  return null;
end
$$;

-- The reference of a scheduled price: none if it is no reduction; that of the reduction which it continues without a
-- gap, be it another scheduled price or the present one; else the lowest of the 30 days before it begins.
create function scheduled_reference(scheduled scheduled_price) returns bigint language sql stable as $$
  select case
    when p.amount <= scheduled.amount then null
    when earlier.amount > scheduled.amount and earlier.lowest_recent_amount is not null then earlier.lowest_recent_amount
    when p.lowest_recent_amount is not null and p.changed_at > lower(scheduled.valid) - interval '30 days'
      then p.lowest_recent_amount
    else least(p.amount, lowest_price_before(p.variant_id, p.price_list_id, lower(scheduled.valid)))
  end
  from price p
  left join scheduled_price earlier
    on earlier.variant_id = p.variant_id and earlier.price_list_id = p.price_list_id
   and upper(earlier.valid) = lower(scheduled.valid)
  where p.variant_id = scheduled.variant_id and p.price_list_id = scheduled.price_list_id
$$;

create trigger price_changed after update on price
  referencing old table as old_prices new table as new_prices
  for each statement when (pg_trigger_depth() = 0) execute function price_changed();

-- A scheduled price that is new or another gets its reference; what of the former one has applied goes into the
-- history, as does what has applied of a deleted one.
create function scheduled_price_changed() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into price_history (variant_id, price_list_id, amount, valid)
    select o.variant_id, o.price_list_id, o.amount, tstzrange(lower(o.valid), least(upper(o.valid), now()))
    from old_prices o
    -- Gone with its variant: there is nothing to compare any more.
    where lower(o.valid) < now() and exists (select from variant v where v.id = o.variant_id);
  end if;
  if tg_op <> 'DELETE' then
    update scheduled_price s set lowest_recent_amount = scheduled_reference(s)
    from new_prices n where s.id = n.id;
  end if;
  return null;
end
$$;
create trigger scheduled_price_inserted after insert on scheduled_price
  referencing new table as new_prices for each statement execute function scheduled_price_changed();
create trigger scheduled_price_updated after update on scheduled_price
  referencing old table as old_prices new table as new_prices
  for each statement when (pg_trigger_depth() = 0) execute function scheduled_price_changed();
create trigger scheduled_price_deleted after delete on scheduled_price
  referencing old table as old_prices for each statement execute function scheduled_price_changed();

-- What a list may inherit from: one that inherits from none (a price is found in one step), in the same currency, and
-- for the public also with or without VAT alike, since one list of products shows both lists' amounts side by side.
create function price_list_checked() returns trigger language plpgsql as $$
declare
  parent price_list;
begin
  select * into parent from price_list where id = new.inherits_from_id;
  if parent.inherits_from_id is not null or parent.currency <> new.currency
     or (new.customer_group_id is null and parent.tax_included <> new.tax_included)
     or exists (select from price_list l where l.inherits_from_id = new.id
                and (new.inherits_from_id is not null or l.currency <> new.currency
                     or (l.customer_group_id is null and l.tax_included <> new.tax_included))) then
    raise exception 'The price list % cannot inherit as it is said to.', new.code
      using errcode = 'check_violation', constraint = 'price_list_inherits_same',
            hint = 'It inherits from a general list of its own currency, and for the public with or without VAT alike.';
  end if;
  return null;
end
$$;
create trigger price_list_checked after insert or update on price_list
  for each row execute function price_list_checked();

-- Which list a group buys from first. Found by price_list_market.
create index customer_customer_group on customer (customer_group_id) where customer_group_id is not null;
