-- A product page by one call. Functions, because PL/pgSQL keeps the plan of a statement for as long as the connection
-- to the database lives: sent as text, this one is planned anew each time, which costs several times its execution.
-- That is no session state: whichever connection a pooler gives, the answer is the same. All is read by keys, so one
-- plan is good for every product (plan_cache_mode).

-- Variants as VariantRecord has them, with the values of their options instead of title and selectedOptions. What has
-- no price in the list, nor in the one that it inherits from, is left out.
create function catalog_variants(variant_ids bigint[], wanted_language text, wanted_list bigint)
returns table (variant_id bigint, product_id bigint, "position" integer, variant json)
language plpgsql stable rows 10 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  list price_list;
begin
  select * into list from price_list l where l.id = wanted_list;
  return query
  select v.id, v.product_id, v.position, json_build_object(
    'id', v.id::text,
    'productId', v.product_id::text,
    'sku', v.sku,
    'values', coalesce(v.option_values -> wanted_language, v.option_values -> 'en', v.option_values -> 'de', '[]'),
    'currency', list.currency,
    'amount', coalesce(s.amount, p.amount),
    'compareAtAmount',
      case when s.amount < p.amount then greatest(p.amount, p.compare_at_amount) else p.compare_at_amount end,
    'lowestRecentAmount', case when s.amount is not null then s.lowest_recent_amount else p.lowest_recent_amount end,
    'tiers', (
      select coalesce(json_agg(json_build_object('minQuantity', t.min_quantity, 'amount', t.amount)
                               order by t.min_quantity), '[]')
      from price_tier t where t.variant_id = v.id and t.price_list_id = p.price_list_id),
    'taxIncluded', list.tax_included,
    'available', (select sum(level.on_hand - level.reserved) from stock_level level where level.variant_id = v.id),
    'image', (
      select json_build_object('url', i.url, 'alt', coalesce(i.alt_texts ->> wanted_language, i.alt),
                               'width', i.width, 'height', i.height)
      from product_image i
      where i.id = v.image_id or v.image_id is null and i.product_id = v.product_id
      order by i.position limit 1),
    'barcode', v.barcode,
    'weightGrams', v.weight_grams,
    'taxClass', v.tax_class)
  from variant v
  join lateral (
    select own.* from price own
    where own.variant_id = v.id and own.price_list_id in (list.id, list.inherits_from_id)
    order by own.price_list_id = list.id desc limit 1
  ) p on true
  left join lateral (
    select o.amount, o.lowest_recent_amount from scheduled_price o
    where o.variant_id = v.id and o.price_list_id = p.price_list_id and o.valid @> now()
  ) s on true
  where v.id = any (variant_ids);
end
$$;

-- Names of a product's options, in shop order.
create function catalog_option_names(wanted bigint, wanted_language text) returns json language plpgsql stable as $$
begin
  return (
    select coalesce(json_agg(coalesce(o.name ->> wanted_language, o.name ->> 'en', o.name ->> 'de', '')
                             order by o.position), '[]')
    from product_option o where o.product_id = wanted);
end
$$;

-- Categories from the root down to one, as CategoryReference has them.
create function catalog_category_path(wanted bigint, wanted_language text) returns json language plpgsql stable as $$
begin
  return (
    select coalesce(json_agg(json_build_object('id', c.id::text, 'slug', t.slug, 'name', t.name)
                             order by cardinality(c.path)), '[]')
    from category own
    join category c on c.id = any (own.path)
    cross join lateral (
      select x.slug, x.name from category_text x where x.category_id = c.id
      order by x.language = wanted_language desc, x.language = 'en' desc limit 1) t
    where own.id = wanted);
end
$$;

-- One product as ProductRecord has it, with optionNames instead of options; null if shoppers do not see it.
create function catalog_product(wanted bigint, wanted_language text, wanted_list bigint)
returns json language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  offered json;
begin
  select json_agg(v.variant order by v.position) into offered
  from catalog_variants(array(select id from variant where product_id = wanted), wanted_language, wanted_list) v;
  if offered is null then return null; end if;
  return (
    select json_build_object(
      'id', p.id::text,
      'slug', coalesce(own.slug, other.slug),
      'slugs', (
        select json_agg(json_build_object('language', upper(t.language), 'slug', t.slug) order by t.language)
        from product_text t where t.product_id = p.id),
      'title', coalesce(own.title, other.title),
      'excerpt', coalesce(nullif(own.excerpt, ''), other.excerpt, ''),
      'descriptionHtml', coalesce(nullif(own.description_html, ''), other.description_html, ''),
      'seoTitle', coalesce(own.seo_title, other.seo_title),
      'seoDescription', coalesce(own.seo_description, other.seo_description),
      'brand', (
        select json_build_object('id', b.id::text, 'slug', b.slug, 'name', b.name, 'url', b.url)
        from brand b where b.id = p.brand_id),
      'tags', p.tags,
      'categoryPath', catalog_category_path(p.category_id, wanted_language),
      'images', (
        select coalesce(json_agg(json_build_object(
          'url', i.url, 'alt', coalesce(i.alt_texts ->> wanted_language, i.alt), 'width', i.width, 'height', i.height)
          order by i.position), '[]')
        from product_image i where i.product_id = p.id),
      'videos', (
        select coalesce(json_agg(json_build_object(
          'url', v.url, 'mimeType', v.mime_type, 'posterUrl', v.poster_url, 'alt', v.alt) order by v.position), '[]')
        from product_video v where v.product_id = p.id),
      'attributes', (
        select coalesce(json_agg(json_build_object('code', a.code, 'name', coalesce(t.name, a.code), 'unit', a.unit, 'values', x.values)
                                 order by a.position, a.id), '[]')
        from (
          select v.attribute_id, json_agg(case
            when v.option_id is not null then (
              select case o.type
                when 'colour' then json_build_object('type', o.type, 'code', o.code, 'label', n.label, 'colour', o.colour)
                else json_build_object('type', o.type, 'code', o.code, 'label', n.label) end
              from attribute_option o
              cross join lateral (
                select coalesce(o.names ->> wanted_language, o.names ->> 'en', o.names ->> 'de') as label) n
              where o.id = v.option_id)
            when v.type = 'number' then json_build_object('type', v.type, 'value', v.number_value)
            when v.type = 'boolean' then json_build_object('type', v.type, 'value', v.boolean_value)
            else json_build_object('type', v.type, 'value', v.date_value) end order by v.position) as values
          from product_attribute v where v.product_id = p.id group by v.attribute_id
        ) x
        join attribute a on a.id = x.attribute_id
        left join lateral (
          select n.name from attribute_text n where n.attribute_id = a.id
          order by n.language = wanted_language desc, n.language = 'en' desc limit 1) t on true),
      'optionNames', catalog_option_names(p.id, wanted_language),
      'variants', offered,
      'publishedAt', to_char(p.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from product p
    left join product_text own on own.product_id = p.id and own.language = wanted_language
    left join product_text other on other.product_id = p.id and other.language <> wanted_language
    where p.id = wanted
      and p.published_at <= now() and (p.unpublished_at is null or p.unpublished_at > now())
      and coalesce(own.title, other.title) is not null);
end
$$;

-- By the slug in the language, in any, or by a former one.
create function catalog_product_by_slug(wanted text, wanted_language text, wanted_currency text, wanted_country text)
returns json language plpgsql stable as $$
declare
  list bigint := public_price_list(wanted_currency, wanted_country);
  candidate bigint;
  found_product json;
begin
  for candidate in
    select t.product_id from product_text t where t.language in ('de', 'en') and t.slug = wanted
    order by t.language = wanted_language desc
  loop
    found_product := catalog_product(candidate, wanted_language, list);
    if found_product is not null then return found_product; end if;
  end loop;
  for candidate in
    select f.target_id from former_slug f
    where f.kind = 'product' and f.language in ('de', 'en') and f.slug = wanted
    order by f.language = wanted_language desc
  loop
    found_product := catalog_product(candidate, wanted_language, list);
    if found_product is not null then return found_product; end if;
  end loop;
  return null;
end
$$;
