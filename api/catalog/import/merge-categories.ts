/** Makes the categories of one depth whose parents exist; ids are drawn first, because `path` contains the row's own. */
export const insertCategoriesOfDepth = `
  insert into category (id, external_id, parent_id, path, position)
  overriding system value
  select fresh.id, fresh.external_id, parent.id, coalesce(parent.path, '{}') || fresh.id, fresh.position
  from (
    select nextval(pg_get_serial_sequence('category', 'id')) as id, d.*
    from import_category c
    cross join jsonb_to_record(c.document) as d (external_id text, parent text, depth integer, position integer)
    where d.depth = $1
  ) fresh
  left join category parent on parent.external_id = fresh.parent
  where not exists (select from category existing where existing.external_id = fresh.external_id)`

/**
 * Names and slugs. Where a slug is taken, or is the same for several categories, the name of the parent comes before
 * it, and at last the id after it. An existing category keeps its slug: its address must not change because a
 * category of the same name has come along.
 */
export const mergeCategoryTexts = `
  with staged as (
    select c.id, t.*, existing.slug as old_slug,
           count(*) over (partition by t.language, t.slug) as same_slug,
           count(*) over (partition by t.language, t.long_slug) as same_long_slug
    from import_category i
    join category c on c.external_id = i.document->>'external_id'
    cross join jsonb_to_recordset(i.document->'texts') as t (
      language text, name text, slug text, long_slug text, description text
    )
    left join category_text existing on existing.category_id = c.id and existing.language = t.language
  )
  insert into category_text (category_id, language, slug, name, description)
  select s.id, s.language, case
      when s.old_slug is not null then s.old_slug
      when s.same_slug = 1 and not exists (
        select from category_text o where o.language = s.language and o.slug = s.slug) then s.slug
      when s.same_long_slug = 1 and not exists (
        select from category_text o where o.language = s.language and o.slug = s.long_slug) then s.long_slug
      else s.slug || '-' || s.id
    end, s.name, s.description
  from staged s
  on conflict (category_id, language) do update set
    name = excluded.name, description = coalesce(excluded.description, category_text.description)
  where (category_text.name, category_text.description)
    is distinct from (excluded.name, coalesce(excluded.description, category_text.description))`
