-- What edits of the catalogue need: words to be found by, changes that concern many products, lists that are being
-- filled.

-- What of a product's keywords follows from its brand, tags and categories, in a language.
create function product_keywords(of_product bigint, in_language text) returns text language sql stable as $$
  select concat_ws(' ', coalesce(b.name, p.brand), nullif(array_to_string(p.tags, ' '), ''), (
           select string_agg(t.name, ' ' order by cardinality(c.path) desc)
           from category own
           join category c on c.id = any (own.path)
           join category_text t on t.category_id = c.id and t.language = in_language
           where own.id = p.category_id))
  from product p left join brand b on b.id = p.brand_id
  where p.id = of_product
$$;

-- Keywords after an edit: what follows anew, and of the rest what did not follow from how it was before ({"de": …,
-- "en": …}), e.g. words that an import gave.
create function rewrite_product_keywords(of_product bigint, before jsonb) returns void language sql as $$
  update product_text t
  set keywords = concat_ws(' ', nullif(k.derived, ''), k.kept)
  from (
    select x.language, x.derived, (
      select string_agg(w.word, ' ' order by w.number)
      from regexp_split_to_table(x.keywords, '\s+') with ordinality w (word, number)
      where w.word <> '' and w.word <> all (regexp_split_to_array(coalesce(before ->> x.language, ''), '\s+'))
        and w.word <> all (regexp_split_to_array(x.derived, '\s+'))) as kept
    from (
      select y.language, y.keywords, product_keywords(of_product, y.language) as derived
      from product_text y where y.product_id = of_product
    ) x
  ) k
  where t.product_id = of_product and t.language = k.language
    and t.keywords <> concat_ws(' ', nullif(k.derived, ''), k.kept)
$$;

-- Adds names of brand and categories that keywords lack, after many products' brand or category got another name.
-- The former name stays: shoppers go on searching for it.
create function add_product_keywords(product_ids bigint[]) returns void language sql as $$
  update product_text t set keywords = concat_ws(' ', nullif(t.keywords, ''), n.names)
  from (
    select x.product_id, x.language, string_agg(x.name, ' ') as names
    from (
      select y.product_id, y.language, b.name, y.keywords
      from product_text y join product p on p.id = y.product_id join brand b on b.id = p.brand_id
      where y.product_id = any (product_ids)
      union all
      select y.product_id, y.language, c.name, y.keywords
      from product_text y
      join category_product m on m.product_id = y.product_id
      join category_text c on c.category_id = m.category_id and c.language = y.language
      where y.product_id = any (product_ids)
    ) x
    where position(x.name in x.keywords) = 0
    group by x.product_id, x.language
  ) n
  where t.product_id = n.product_id and t.language = n.language
$$;

-- For a change that concerns any number of products: a few are refreshed at once; many become due now, and the worker
-- refreshes them in batches of their own transactions, so that neither they nor the caller are held for long.
-- Gives the products that were refreshed.
create function refresh_products_soon(product_ids bigint[]) returns bigint[] language plpgsql as $$
begin
  if coalesce(cardinality(product_ids), 0) <= 200 then
    perform add_product_keywords(product_ids);
    perform refresh_products(product_ids);
    return product_ids;
  end if;
  insert into product_due (product_id, due_at)
  select id, now() from product where id = any (product_ids) order by id
  on conflict (product_id) do update set due_at = least(product_due.due_at, excluded.due_at);
  return '{}';
end
$$;

-- A list of a country serves it when its read models are filled, which the worker does; until then the country buys
-- from the currency's list, and nobody sees an empty shop.
alter table price_list add column opened boolean not null default true;

create or replace function public_price_list(wanted_currency text, wanted_country text) returns bigint
language sql stable parallel safe
as $$
  select id from price_list
  where currency = wanted_currency and customer_group_id is null and (country = wanted_country or country is null)
    and opened
  order by country nulls last
  limit 1
$$;

-- Staff find a customer by the address that they gave.
create index customer_email on customer (lower(email));
