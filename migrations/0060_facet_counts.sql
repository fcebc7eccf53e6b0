-- What some products have in common, counted and named in one call: the plans of a function live as long as the
-- connection, whereas the same SQL as text took longer to plan than the names take to read.

-- Attributes to filter by, in their order: [id, code, name, unit, type].
create function facet_attributes(wanted_language text) returns json language plpgsql stable as $$
begin
  return (
    select coalesce(json_agg(json_build_array(a.id::text, a.code, coalesce((
             select n.name from attribute_text n where n.attribute_id = a.id
             order by n.language = wanted_language desc, n.language = 'en' desc limit 1), a.code), a.unit, a.type)
             order by a.position, a.id), '[]')
    from attribute a where a.is_facet);
end
$$;

-- Counts by label (product_listing.labels) of products in one price list, most frequent first, with the names of what
-- is counted: at most 50 categories and brands, as a facet shows no more, and 500 options of all attributes together.
-- Only what is shown is named.
create function facet_counts(product_ids bigint[], list bigint, wanted_language text) returns json
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  other_language text := case wanted_language when 'de' then 'en' else 'de' end;
begin
  return (
    with m as materialized (
      -- One probe a product: the planner does not know how many there are and must not read the table instead.
      select l.* from unnest(product_ids) wanted (id) cross join lateral (
        select x.labels, x.measured, x.measures, x.minimum_amount, x.available
        from product_listing x where x.product_id = wanted.id and x.price_list_id = list limit 1) l
    ), counted as materialized (
      select label & 7 as kind, label >> 3 as id, count(*) as n
      from (select unnest(labels) as label from m) every where label & 7 <> 6 group by label
    )
    select json_build_object(
      'sampled', count(*),
      'available', count(*) filter (where m.available),
      'minimumAmount', min(m.minimum_amount),
      'maximumAmount', max(m.minimum_amount),
      'categories', (
        select coalesce(json_agg(json_build_array(coalesce(own.slug, other.slug), coalesce(own.name, other.name), x.n)), '[]')
        from (select id, n from counted where kind = 4 order by n desc, id limit 50) x
        left join category_text own on own.category_id = x.id and own.language = wanted_language
        left join category_text other on other.category_id = x.id and other.language = other_language
        where coalesce(own.slug, other.slug) is not null),
      'brands', (
        select coalesce(json_agg(json_build_array(b.slug, b.name, x.n)), '[]')
        from (select id, n from counted where kind = 3 order by n desc, id limit 50) x
        join brand b on b.id = x.id),
      'options', (
        select coalesce(json_agg(json_build_array(o.attribute_id::text, o.code,
                 coalesce(o.names ->> wanted_language, o.names ->> 'en', o.names ->> 'de', o.code), o.colour, x.n)), '[]')
        from (select id, n from counted where kind = 0 order by n desc, id limit 500) x
        join attribute_option o on o.id = x.id),
      'booleans', (
        select coalesce(json_agg(json_build_array(x.id::text, x.kind = 1, x.n)), '[]')
        from counted x where x.kind in (1, 2)),
      'measures', (
        select coalesce(json_agg(json_build_array(x.id::text, x.minimum, x.maximum)), '[]') from (
          select id, min(value) as minimum, max(value) as maximum
          from (select unnest(m.measured) as id, unnest(m.measures) as value from m) every group by id) x)
    ) from m);
end
$$;
