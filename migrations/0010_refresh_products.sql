-- What every writer of the catalogue calls for the products that it changed: refresh_products(). It brings up to date
-- what is derived from them: membership of collections by rule, the read model of lists, and when time alone will
-- change them next. Only the products named are looked at, never the whole catalogue.

-- A collection's rule taken apart into rows, so that one join tests many products against all rules at once. Rows of
-- one number are alternatives; a collection has a product for which all conditions of `all` hold, one of `any` (if
-- there are any), and none of `none`. Written by a trigger from collection.rule, so that a rule cannot name what does
-- not exist, and what a rule names cannot be deleted.
create table collection_condition (
  collection_id  bigint   not null references collection (id) on delete cascade,
  -- A bit of the set of conditions that a product meets.
  number         smallint not null check (number between 0 and 62),
  alternative    smallint not null,
  quantifier     text     not null check (quantifier in ('all', 'any', 'none')),
  field          text     not null,
  tag            text,
  category_id    bigint   references category (id),
  brand_id       bigint   references brand (id),
  attribute_id   bigint,
  attribute_type text,
  option_id      bigint,
  price_list_id  bigint   references price_list (id),
  -- Numbers of an attribute, or minor units; both bounds are included.
  lowest         numeric,
  highest        numeric,
  earliest       date,
  latest         date,
  truth          boolean,
  within_days    integer  check (within_days between 1 and 3650),
  primary key (collection_id, number, alternative),
  foreign key (attribute_id, attribute_type) references attribute (id, type),
  foreign key (option_id, attribute_id) references attribute_option (id, attribute_id),
  check (highest >= lowest),
  check (latest >= earliest),
  constraint collection_condition_complete check (coalesce(case field
    when 'tag' then tag is not null
    when 'category' then category_id is not null
    when 'brand' then brand_id is not null
    when 'price' then price_list_id is not null and coalesce(lowest, highest) is not null
    when 'availability' then truth is not null
    when 'published' then within_days is not null
    when 'attribute' then case attribute_type
      when 'text' then option_id is not null
      when 'colour' then option_id is not null
      when 'number' then coalesce(lowest, highest) is not null
      when 'boolean' then truth is not null
      when 'date' then coalesce(earliest, latest) is not null
    end
  end, false))
);

-- Takes the rule apart and asks for the refill of the collection, which the worker does in batches. Members stay as
-- they are until then; those of a rule that is given up stay as the start of an arrangement by hand.
create function collection_rule_changed() returns trigger language plpgsql as $$
begin
  delete from collection_condition where collection_id = new.id;
  if new.rule is null then return null; end if;
  -- An arrangement by hand ends.
  if tg_op = 'UPDATE' and old.rule is null then
    update collection_product set position = null where collection_id = new.id and position is not null;
  end if;

  insert into collection_condition (collection_id, number, alternative, quantifier, field, tag, category_id, brand_id,
    attribute_id, attribute_type, option_id, price_list_id, lowest, highest, earliest, latest, truth, within_days)
  select new.id, c.number, v.alternative, c.quantifier, c.field,
         case c.field when 'tag' then v.value #>> '{}' end, k.id, b.id, a.id, a.type, o.id, l.id,
         case when c.field = 'price' or a.type = 'number' then (c.condition ->> 'from')::numeric end,
         case when c.field = 'price' or a.type = 'number' then (c.condition ->> 'until')::numeric end,
         case a.type when 'date' then (c.condition ->> 'from')::date end,
         case a.type when 'date' then (c.condition ->> 'until')::date end,
         case when jsonb_typeof(v.value) = 'boolean' then v.value::boolean end,
         (c.condition ->> 'withinDays')::integer
  from (
    select q.quantifier, x.condition, x.condition ->> 'field' as field, row_number() over () - 1 as number
    from (values ('all'), ('any'), ('none')) q (quantifier)
    cross join jsonb_array_elements(coalesce(new.rule -> q.quantifier, '[]')) x (condition)
  ) c
  cross join jsonb_array_elements(coalesce(c.condition -> 'in', jsonb_build_array(c.condition -> 'is')))
    with ordinality v (value, alternative)
  left join category k on c.field = 'category' and k.external_id = v.value #>> '{}'
  left join brand b on c.field = 'brand' and b.external_id = v.value #>> '{}'
  left join attribute a on c.field = 'attribute' and a.code = c.condition ->> 'code'
  left join attribute_option o on o.attribute_id = a.id and o.code = v.value #>> '{}'
  left join price_list l on c.field = 'price' and l.code = c.condition ->> 'list';

  if not exists (select from collection_condition where collection_id = new.id and quantifier <> 'none') then
    raise exception 'The rule % of collection % has no condition that a product could meet.', new.rule, new.external_id
      using errcode = 'check_violation', hint = 'Give at least one condition in "all" or "any".';
  end if;
  insert into outbox (topic, payload)
  values ('collection.rule_changed', jsonb_build_object('collectionId', new.id::text));
  return null;
end
$$;
create trigger collection_rule_inserted after insert on collection
  for each row when (new.rule is not null) execute function collection_rule_changed();
create trigger collection_rule_updated after update on collection
  for each row when (new.rule is distinct from old.rule) execute function collection_rule_changed();

-- Which of the products belong into which collections by rule; of one collection, if it is given. Every condition is a
-- join with an index of the products' side, and costs nothing if no rule has such a condition. What a product meets
-- of a rule is a set of bits, so that alternatives that are met twice count once.
create function collection_matches(product_ids bigint[], only_collection bigint default null)
returns table (collection_id bigint, product_id bigint) language sql stable as $$
  with wanted as materialized (
    select c.*, 1::bigint << c.number as bit from collection_condition c
    where only_collection is null or c.collection_id = only_collection
  ), masks as (
    select w.collection_id, coalesce(bit_or(w.bit) filter (where w.quantifier = 'all'), 0) as all_of,
           bit_or(w.bit) filter (where w.quantifier = 'any') as any_of,
           coalesce(bit_or(w.bit) filter (where w.quantifier = 'none'), 0) as none_of
    from wanted w group by w.collection_id
  ), variants as materialized (
    select v.id, v.product_id from variant v
    where v.product_id = any (product_ids)
      and exists (select from wanted w where w.field in ('price', 'availability'))
  ), amounts as (
    -- As current_price has them, for the lists that rules name.
    select distinct on (v.id, l.id) v.product_id, l.id as price_list_id, coalesce(s.amount, p.amount) as amount
    from variants v
    join price p on p.variant_id = v.id
    join price_list l on p.price_list_id in (l.id, l.inherits_from_id)
     and l.id in (select w.price_list_id from wanted w)
    left join scheduled_price s on s.variant_id = v.id and s.price_list_id = p.price_list_id and s.valid @> now()
    order by v.id, l.id, p.price_list_id = l.id desc
  ), met as (
    select w.collection_id, w.bit, p.id as product_id
    from product p cross join unnest(p.tags) t (tag) join wanted w on w.field = 'tag' and w.tag = t.tag
    where p.id = any (product_ids)
    union all
    select w.collection_id, w.bit, p.id
    from product p join wanted w on w.field = 'brand' and w.brand_id = p.brand_id
    where p.id = any (product_ids)
    union all
    select w.collection_id, w.bit, p.id
    from product p join wanted w on w.field = 'published'
     and p.published_at <= now() and p.published_at > now() - make_interval(days => w.within_days)
    where p.id = any (product_ids)
    union all
    select w.collection_id, w.bit, c.product_id
    from category_product c join wanted w on w.field = 'category' and w.category_id = c.category_id
    where c.product_id = any (product_ids)
    union all
    select w.collection_id, w.bit, a.product_id
    from product_attribute a join wanted w on w.option_id = a.option_id
    where a.product_id = any (product_ids)
    union all
    select w.collection_id, w.bit, a.product_id
    from product_attribute a join wanted w on w.attribute_id = a.attribute_id
     and case a.type
       when 'number' then a.number_value >= coalesce(w.lowest, a.number_value)
                      and a.number_value <= coalesce(w.highest, a.number_value)
       when 'date' then a.date_value >= coalesce(w.earliest, a.date_value)
                    and a.date_value <= coalesce(w.latest, a.date_value)
       when 'boolean' then a.boolean_value = w.truth
     end
    where a.product_id = any (product_ids) and a.option_id is null
    union all
    select w.collection_id, w.bit, m.product_id
    from (
      select product_id, price_list_id, min(amount)::numeric as amount from amounts group by product_id, price_list_id
    ) m
    join wanted w on w.field = 'price' and w.price_list_id = m.price_list_id
     and m.amount >= coalesce(w.lowest, m.amount) and m.amount <= coalesce(w.highest, m.amount)
    union all
    select w.collection_id, w.bit, m.product_id
    from (
      select v.product_id, bool_or(s.available) as available
      from variants v
      cross join lateral (
        select coalesce(sum(level.on_hand - level.reserved) > 0, true) as available
        from stock_level level where level.variant_id = v.id
      ) s
      group by v.product_id
    ) m
    join wanted w on w.field = 'availability' and w.truth = m.available
  )
  select m.collection_id, m.product_id
  from (select collection_id, product_id, bit_or(bit) as bits from met group by collection_id, product_id) m
  join masks k using (collection_id)
  where m.bits & k.all_of = k.all_of and (k.any_of is null or m.bits & k.any_of <> 0) and m.bits & k.none_of = 0
$$;

-- PL/pgSQL keeps a plan for arrays of any length once a statement has run five times. For a few products it is as good
-- as one of their own and saves the planning; for thousands it compares each row with each id. To the end of the
-- transaction, so no state of a session.
create function plan_for_batch(product_ids bigint[]) returns void language plpgsql as $$
begin
  if cardinality(product_ids) > 100 then perform set_config('plan_cache_mode', 'force_custom_plan', true); end if;
end
$$;

-- Members by rule of some products, in all collections or in one. The caller holds the products' locks.
create function refresh_collection_membership(product_ids bigint[], only_collection bigint default null)
returns void language plpgsql as $$
begin
  if not exists (select from collection_condition) then return; end if;
  perform plan_for_batch(product_ids);
  with matching as materialized (
    select * from collection_matches(product_ids, only_collection)
  ), removed as (
    delete from collection_product m using collection c
    where m.product_id = any (product_ids) and c.id = m.collection_id and c.rule is not null
      and (only_collection is null or c.id = only_collection)
      and not exists (select from matching x where (x.collection_id, x.product_id) = (m.collection_id, m.product_id))
  )
  insert into collection_product (collection_id, product_id)
  select x.collection_id, x.product_id from matching x
  where not exists (
    select from collection_product m where (m.collection_id, m.product_id) = (x.collection_id, x.product_id))
  order by x.product_id, x.collection_id
  on conflict do nothing;
end
$$;

-- When time alone changes products next: their window, a scheduled price, a collection of what is new. Nothing is due
-- of what is not to be published. Instants that have passed are not due: their change is what was just refreshed.
create function refresh_product_due(product_ids bigint[]) returns void language plpgsql as $$
begin
  with due as materialized (
    select p.id, least(
      case when p.published_at > now() then p.published_at end,
      case when p.unpublished_at > now() then p.unpublished_at end,
      (select min(p.published_at + make_interval(days => d.within_days))
       from (select distinct within_days from collection_condition where field = 'published') d
       where p.published_at + make_interval(days => d.within_days) > now()),
      (select min(case when lower(s.valid) > now() then lower(s.valid) else upper(s.valid) end)
       from variant v join scheduled_price s on s.variant_id = v.id and upper(s.valid) > now()
       where v.product_id = p.id)) as due_at
    from product p
    where p.id = any (product_ids) and p.published_at is not null
  ), gone as (
    delete from product_due d
    where d.product_id = any (product_ids)
      and not exists (select from due where due.id = d.product_id and due.due_at is not null)
  )
  insert into product_due (product_id, due_at)
  select id, due_at from due where due_at is not null
  order by id
  on conflict (product_id) do update set due_at = excluded.due_at
  where product_due.due_at <> excluded.due_at;
end
$$;

-- These products changed. Set-based, for one as for 10,000; what it writes is what differs.
--
-- The products are locked first: two transactions that each change a part of one product (two variants' prices, say)
-- would otherwise both derive from what they alone see. Each statement below has a newer snapshot and sees what the
-- one before committed. In the order of their ids, so that two batches cannot lock each other out.
create function refresh_products(product_ids bigint[]) returns void language plpgsql as $$
begin
  perform plan_for_batch(product_ids);
  perform from product p where p.id = any (product_ids) order by p.id for no key update;
  perform refresh_collection_membership(product_ids);
  perform refresh_product_listing(product_ids);
  perform refresh_product_due(product_ids);
end
$$;
