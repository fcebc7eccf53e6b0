/**
 * Definitions (categories, brands, attributes, collections, price lists, customer groups) one after the other, because
 * each may refer to the one before; a faulty one is reported and the rest goes in, which takes a subtransaction each.
 * The functions live in pg_temp, so that they are of this release and vanish with the connection.
 */

const texts = `
  -- Names and addresses per language; those that the document lacks go.
  create function pg_temp.define_texts(kind text, target bigint, texts jsonb, implied boolean) returns boolean
  language plpgsql as $$
  declare
    changed boolean := false;
    affected bigint;
  begin
    execute format($f$
      insert into %1$I (%2$I, language, slug, name, description, seo_title, seo_description)
      select $1, t.key, t.value->>'slug', t.value->>'name', t.value->>'description', t.value->>'seoTitle',
             t.value->>'seoDescription'
      from jsonb_each($2) t
      on conflict (%2$I, language) do update set
        slug = case when $3 then %1$I.slug else excluded.slug end, name = excluded.name,
        description = case when $3 then coalesce(excluded.description, %1$I.description) else excluded.description end,
        seo_title = case when $3 then %1$I.seo_title else excluded.seo_title end,
        seo_description = case when $3 then %1$I.seo_description else excluded.seo_description end
      where (%1$I.name, %1$I.description) is distinct from
            (excluded.name, case when $3 then coalesce(excluded.description, %1$I.description) else excluded.description end)
         or not $3 and (%1$I.slug, %1$I.seo_title, %1$I.seo_description)
            is distinct from (excluded.slug, excluded.seo_title, excluded.seo_description)$f$,
      kind || '_text', kind || '_id') using target, texts, implied;
    get diagnostics affected = row_count;
    changed := affected > 0;
    if not implied then
      execute format('delete from %I where %I = $1 and not $2 ? language', kind || '_text', kind || '_id')
        using target, texts;
      get diagnostics affected = row_count;
      changed := changed or affected > 0;
    end if;
    return changed;
  end $$;`

const category = `
  create function pg_temp.define_category(d jsonb, implied boolean) returns text language plpgsql as $$
  #variable_conflict use_variable
  declare
    known record;
    parent_id bigint;
    parent_path bigint[] := '{}';
    new_id bigint;
    given jsonb := d->'texts';
    one record;
    created boolean := false;
    changed boolean := false;
  begin
    select c.id, c.position, p.external_id as parent into known
    from category c left join category p on p.id = c.parent_id where c.external_id = d->>'id';
    if not found then
      if d->>'parent' is not null then
        select c.id, c.path into parent_id, parent_path from category c where c.external_id = d->>'parent';
        if not found then
          raise exception 'There is no category “%”. Put its line before those of the categories in it.', d->>'parent'
            using column = 'parent', detail = d->>'parent';
        end if;
      end if;
      new_id := nextval(pg_get_serial_sequence('category', 'id'));
      insert into category (id, external_id, parent_id, path, position) overriding system value
      values (new_id, d->>'id', parent_id, parent_path || new_id, (d->>'position')::integer);
      created := true;
    else
      new_id := known.id;
      if not implied then
        if known.parent is distinct from d->>'parent' then
          raise exception 'The category “%” lies in “%” and an import cannot move it to “%”. Move it in the shop first.',
            d->>'id', coalesce(known.parent, 'no other'), coalesce(d->>'parent', 'no other')
            using column = 'parent', detail = coalesce(d->>'parent', '');
        end if;
        if known.position <> (d->>'position')::integer then
          update category set position = (d->>'position')::integer where id = new_id;
          changed := true;
        end if;
      end if;
    end if;
    if implied then
      -- An address that is taken gives way to one with the parent's name before it, and at last to one with the id.
      for one in select t.key as language, t.value from jsonb_each(given) t loop
        given := jsonb_set(given, array[one.language, 'slug'], to_jsonb((
          select s.slug from unnest(array[one.value->>'slug', one.value->>'longSlug', (one.value->>'slug') || '-' || new_id])
            with ordinality s (slug, rank)
          where not exists (
            select from category_text t
            where t.language = one.language and t.slug = s.slug and t.category_id <> new_id)
          order by s.rank limit 1)));
      end loop;
    end if;
    changed := pg_temp.define_texts('category', new_id, given, implied) or changed;
    if created or changed then insert into import_tag values ('category:' || new_id); end if;
    return case when created then 'created' when changed then 'updated' else 'unchanged' end;
  end $$;`

const collection = `
  create function pg_temp.define_collection(d jsonb) returns text language plpgsql as $$
  declare
    target bigint;
    created boolean;
    changed boolean;
  begin
    select id into target from collection where external_id = d->>'id';
    created := not found;
    insert into collection as c (external_id, rule, published_at, unpublished_at, position, image_url)
    values (d->>'id', nullif(d->'rule', 'null'), (d->>'publishedAt')::timestamptz, (d->>'unpublishedAt')::timestamptz,
            (d->>'position')::integer, d->>'imageUrl')
    on conflict (external_id) do update set
      rule = excluded.rule, published_at = excluded.published_at, unpublished_at = excluded.unpublished_at,
      position = excluded.position, image_url = excluded.image_url, updated_at = now()
    where (c.rule, c.published_at, c.unpublished_at, c.position, c.image_url) is distinct from
      (excluded.rule, excluded.published_at, excluded.unpublished_at, excluded.position, excluded.image_url);
    changed := found;
    select id into target from collection where external_id = d->>'id';
    changed := pg_temp.define_texts('collection', target, d->'texts', false) or changed;
    if created or changed then insert into import_tag values ('collection:' || target); end if;
    return case when created then 'created' when changed then 'updated' else 'unchanged' end;
  end $$;`

const attribute = `
  create function pg_temp.define_attribute(d jsonb) returns text language plpgsql as $$
  declare
    target bigint;
    known_type text;
    created boolean;
    changed boolean;
    affected bigint;
  begin
    select id, type into target, known_type from attribute where code = d->>'id';
    created := not found;
    if known_type <> d->>'valueType' then
      raise exception 'The attribute “%” is of the type “%” and cannot become “%”. Give the new one another code.',
        d->>'id', known_type, d->>'valueType' using column = 'valueType', detail = d->>'valueType';
    end if;
    insert into attribute as a (code, type, unit, is_facet, position)
    values (d->>'id', d->>'valueType', d->>'unit', (d->>'facet')::boolean, (d->>'position')::integer)
    on conflict (code) do update set unit = excluded.unit, is_facet = excluded.is_facet, position = excluded.position
    where (a.unit, a.is_facet, a.position) is distinct from (excluded.unit, excluded.is_facet, excluded.position);
    changed := found;
    select id into target from attribute where code = d->>'id';
    insert into attribute_text as t (attribute_id, language, name)
    select target, key, value from jsonb_each_text(d->'names')
    on conflict (attribute_id, language) do update set name = excluded.name where t.name <> excluded.name;
    changed := changed or found;
    delete from attribute_text where attribute_id = target and not d->'names' ? language;
    changed := changed or found;
    -- Options are added and changed, never taken away: products have them.
    insert into attribute_option as o (attribute_id, type, code, names, colour, position)
    select target, d->>'valueType', x.value->>'code', x.value->'names', x.value->>'colour',
           coalesce((x.value->>'position')::integer, x.number::integer)
    from jsonb_array_elements(d->'options') with ordinality x (value, number)
    on conflict (attribute_id, code) do update set
      names = excluded.names, colour = excluded.colour, position = excluded.position
    where (o.names, o.colour, o.position) is distinct from (excluded.names, excluded.colour, excluded.position);
    get diagnostics affected = row_count;
    changed := changed or affected > 0;
    if created or changed then insert into import_tag values ('attributes'); end if;
    return case when created then 'created' when changed then 'updated' else 'unchanged' end;
  end $$;`

const brand = `
  create function pg_temp.define_brand(d jsonb, implied boolean) returns text language plpgsql as $$
  declare
    known brand;
    slug text := d->>'slug';
  begin
    select * into known from brand where external_id = d->>'id';
    if known.id is null then
      if implied and exists (select from brand b where b.slug = d->>'slug') then
        slug := slug || '-' || nextval(pg_get_serial_sequence('brand', 'id'));
      end if;
      insert into brand (external_id, slug, name, url) values (d->>'id', slug, d->>'name', d->>'url');
      return 'created';
    end if;
    if implied or (known.slug, known.name, known.url) is not distinct from (slug, d->>'name', d->>'url') then
      return 'unchanged';
    end if;
    update brand b set slug = define_brand.slug, name = d->>'name', url = d->>'url' where b.id = known.id;
    -- The name as a text, for releases that know no brands.
    update product set brand = d->>'name' where brand_id = known.id and brand is distinct from d->>'name';
    insert into import_tag values ('brand:' || known.id);
    return 'updated';
  end $$;`

const priceList = `
  create function pg_temp.define_price_list(d jsonb) returns text language plpgsql as $$
  declare
    known price_list;
    group_id bigint;
    inherited bigint;
  begin
    select * into known from price_list where code = d->>'id';
    if d->>'customerGroup' is not null then
      select id into group_id from customer_group where code = d->>'customerGroup';
      if not found then
        raise exception 'There is no customer group “%”. Put its line (type "customerGroup") before this one.',
          d->>'customerGroup' using column = 'customerGroup', detail = d->>'customerGroup';
      end if;
    end if;
    if d->>'inherits' is not null then
      select id into inherited from price_list where code = d->>'inherits';
      if not found then
        raise exception 'There is no price list “%”. Put its line before this one.', d->>'inherits'
          using column = 'inherits', detail = d->>'inherits';
      end if;
    end if;
    if known.currency <> d->>'currency' then
      raise exception 'The price list “%” is in % and cannot become one in %. Give the new one another code.',
        d->>'id', known.currency, d->>'currency' using column = 'currency', detail = d->>'currency';
    end if;
    insert into price_list as l (code, currency, country, customer_group_id, inherits_from_id, tax_included)
    values (d->>'id', d->>'currency', d->>'country', group_id, inherited, (d->>'taxIncluded')::boolean)
    on conflict (code) do update set
      country = excluded.country, customer_group_id = excluded.customer_group_id,
      inherits_from_id = excluded.inherits_from_id, tax_included = excluded.tax_included
    where (l.country, l.customer_group_id, l.inherits_from_id, l.tax_included) is distinct from
      (excluded.country, excluded.customer_group_id, excluded.inherits_from_id, excluded.tax_included);
    return case when known.id is null then 'created' when found then 'updated' else 'unchanged' end;
  end $$;`

const others = `
  create function pg_temp.define_customer_group(d jsonb) returns text language plpgsql as $$
  declare created boolean := not exists (select from customer_group where code = d->>'id');
  begin
    insert into customer_group as g (code, name) values (d->>'id', d->>'name')
    on conflict (code) do update set name = excluded.name where g.name <> excluded.name;
    return case when created then 'created' when found then 'updated' else 'unchanged' end;
  end $$;

  create function pg_temp.delete_collection(d jsonb) returns text language plpgsql as $$
  begin
    insert into import_tag select 'collection:' || id from collection where external_id = d->>'id';
    delete from collection where external_id = d->>'id';
    return case when found then 'deleted' else 'unchanged' end;
  end $$;`

const all = `
  create function pg_temp.define_all()
  returns table (line bigint, outcome text, "column" text, value text, reason text) language plpgsql as $$
  declare
    one record;
    fault_detail text;
  begin
    for one in select d.* from import_definition d order by d.ctid loop
      line := one.line;
      begin
        outcome := case one.of
          when 'customerGroup' then pg_temp.define_customer_group(one.document)
          when 'priceList' then pg_temp.define_price_list(one.document)
          when 'brand' then pg_temp.define_brand(one.document, one.implied)
          when 'attribute' then pg_temp.define_attribute(one.document)
          when 'category' then pg_temp.define_category(one.document, one.implied)
          when 'collection' then pg_temp.define_collection(one.document)
          when 'collectionDeletion' then pg_temp.delete_collection(one.document)
        end;
        "column" := null; value := null; reason := null;
      exception
        when raise_exception or integrity_constraint_violation or data_exception then
          get stacked diagnostics "column" = column_name, value = pg_exception_detail, reason = message_text;
          outcome := 'rejected';
          "column" := nullif("column", '');
          if sqlstate = '23505' then
            reason := format('Something else in the shop has this already: %s Give each its own.', value);
          end if;
          value := coalesce(nullif(value, ''), one.document->>'id');
      end;
      return next;
    end loop;
  end $$;`

export const createDefinitionFunctions: readonly string[] = [
  texts,
  category,
  collection,
  attribute,
  brand,
  priceList,
  others,
  all,
]

export const mergeDefinitions = 'select line, outcome, "column", value, reason from pg_temp.define_all()'
