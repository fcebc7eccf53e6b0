-- Former slugs, kept by triggers, so that no writer can forget them: a slug that a text gives up is remembered, one
-- that is taken into use is forgotten, and nothing remains of what is deleted. One statement's rows at a time, so that
-- an import of a million texts costs a few joins.

-- Arguments: kind, and the column that names the target. The rows are in old_texts, new_texts, as the event has them.
create function remember_slugs() returns trigger language plpgsql as $$
declare
  kind   constant text := tg_argv[0];
  target constant text := tg_argv[1];
begin
  if tg_op = 'UPDATE' then
    execute format(
      'insert into former_slug (kind, language, slug, target_id)
       select %L, o.language, o.slug, o.%I
       from old_texts o join new_texts n on n.%2$I = o.%2$I and n.language = o.language and n.slug <> o.slug
       on conflict (kind, language, slug) do update set target_id = excluded.target_id, given_up_at = now()',
      kind, target);
  elsif tg_op = 'DELETE' then
    -- A text whose target is deleted with it finds the target gone.
    execute format(
      'insert into former_slug (kind, language, slug, target_id)
       select %L, o.language, o.slug, o.%I from old_texts o join %I t on t.id = o.%2$I
       on conflict (kind, language, slug) do update set target_id = excluded.target_id, given_up_at = now()',
      kind, target, kind);
    return null;
  end if;
  -- After what was given up, and not before: two texts may trade their slugs in one import.
  execute format(
    'delete from former_slug f using new_texts n where f.kind = %L and f.language = n.language and f.slug = n.slug',
    kind);
  return null;
end
$$;

create function forget_slugs() returns trigger language plpgsql as $$
begin
  delete from former_slug f using old_targets o where f.kind = tg_argv[0] and f.target_id = o.id;
  return null;
end
$$;

create trigger product_slug_taken after insert on product_text
  referencing new table as new_texts for each statement execute function remember_slugs('product', 'product_id');
create trigger product_slug_changed after update on product_text
  referencing old table as old_texts new table as new_texts
  for each statement execute function remember_slugs('product', 'product_id');
create trigger product_slug_given_up after delete on product_text
  referencing old table as old_texts for each statement execute function remember_slugs('product', 'product_id');
create trigger product_slugs_forgotten after delete on product
  referencing old table as old_targets for each statement execute function forget_slugs('product');

create trigger category_slug_taken after insert on category_text
  referencing new table as new_texts for each statement execute function remember_slugs('category', 'category_id');
create trigger category_slug_changed after update on category_text
  referencing old table as old_texts new table as new_texts
  for each statement execute function remember_slugs('category', 'category_id');
create trigger category_slug_given_up after delete on category_text
  referencing old table as old_texts for each statement execute function remember_slugs('category', 'category_id');
create trigger category_slugs_forgotten after delete on category
  referencing old table as old_targets for each statement execute function forget_slugs('category');

create trigger collection_slug_taken after insert on collection_text
  referencing new table as new_texts for each statement execute function remember_slugs('collection', 'collection_id');
create trigger collection_slug_changed after update on collection_text
  referencing old table as old_texts new table as new_texts
  for each statement execute function remember_slugs('collection', 'collection_id');
create trigger collection_slug_given_up after delete on collection_text
  referencing old table as old_texts for each statement execute function remember_slugs('collection', 'collection_id');
create trigger collection_slugs_forgotten after delete on collection
  referencing old table as old_targets for each statement execute function forget_slugs('collection');
