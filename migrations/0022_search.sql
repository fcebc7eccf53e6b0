-- Search: one document a product with a vector a language, its place among the best sellers, and the vocabulary of all
-- texts. What a shopper types is first held against the vocabulary, which is small (typos, compound words, beginnings),
-- and then looked up by the words that are there. docs/search.md explains the ranking.

create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;

-- Stop words are known by their accents, stems by the letters below them: "für" is none, "Stühle" is "stuhl".
create text search dictionary shop_de_stop (template = simple, stopwords = german, accept = false);
create text search configuration shop_de (copy = german);
alter text search configuration shop_de
  alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with shop_de_stop, unaccent, german_stem;
create text search configuration shop_en (copy = english);
alter text search configuration shop_en
  alter mapping for word, hword, hword_part with unaccent, english_stem;
-- Words as shoppers spell them, without accents.
create text search configuration shop_words (copy = simple);
alter text search configuration shop_words
  alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part with unaccent, simple;

create table product_search (
  product_id     bigint   primary key references product (id) on delete cascade,
  -- 1: among the 1,000 best sellers, 2: among the 10,000, 3: the others. By refresh_search_tiers().
  tier           smallint not null,
  sales_count    integer  not null,
  -- Public lists that it is sold by.
  price_list_ids bigint[] not null,
  de             tsvector not null,
  en             tsvector not null
);
-- A word that most products have is looked up among the best sellers first: these indexes are small, however many
-- products there are. Short pending lists, as each read reads them whole.
create index product_search_de on product_search using gin (de) with (gin_pending_list_limit = 512);
create index product_search_en on product_search using gin (en) with (gin_pending_list_limit = 512);
create index product_search_de_2 on product_search using gin (de) with (gin_pending_list_limit = 64) where tier <= 2;
create index product_search_en_2 on product_search using gin (en) with (gin_pending_list_limit = 64) where tier <= 2;
create index product_search_de_1 on product_search using gin (de) with (gin_pending_list_limit = 64) where tier = 1;
create index product_search_en_1 on product_search using gin (en) with (gin_pending_list_limit = 64) where tier = 1;
create index product_search_tier on product_search (tier, sales_count desc, product_id desc) where tier <= 2;

-- Worst product that is still in a tier, by (sales_count, product_id).
create table search_tier (
  tier        smallint primary key check (tier in (1, 2)),
  sales_count integer  not null,
  product_id  bigint   not null
);

create function search_tier_of(sales integer, product bigint) returns smallint language plpgsql stable as $$
begin
  return coalesce((select min(t.tier) from search_tier t where (sales, product) >= (t.sales_count, t.product_id)), 3);
end
$$;

-- The vocabulary. Words are added with the first product that has them; how many products have a word, and that none
-- has it any more, is found out by refresh_search_words().
create table search_word (
  language text    not null check (language in ('de', 'en')),
  word     text    collate "C" not null,
  lexeme   text    collate "C" not null,
  products integer not null,
  primary key (language, word)
);
create index search_word_lexeme on search_word (language, lexeme, products desc);
-- German compounds by their end: "esstisch" is a "tisch".
create index search_word_ending on search_word (language, reverse(lexeme) collate "C");
create index search_word_similar on search_word using gin (word gin_trgm_ops);

-- Brings the documents of some products up to date, and adds their words to the vocabulary: titles (weight A); brand,
-- tags, categories, options of attributes (B); excerpts (C). A product without a text in one language is found by the
-- other's. Of what product_listing says is public. The caller holds the products' locks.
create function refresh_product_search(product_ids bigint[]) returns void language plpgsql as $$
begin
  delete from product_search s
  where s.product_id = any (product_ids)
    and s.product_id not in (select l.product_id from product_listing l where l.product_id = any (product_ids));

  with listed as materialized (
    select product_id, max(sales_count) as sales_count, array_agg(price_list_id order by price_list_id) as price_list_ids
    from product_listing where product_id = any (product_ids) group by product_id
  ), texts as materialized (
    select l.product_id, l.sales_count, l.price_list_ids, g.language, coalesce(own.title, other.title) as title,
           coalesce(nullif(own.excerpt, ''), other.excerpt, '') as excerpt,
           concat_ws(' ', p.brand, array_to_string(p.tags, ' '), own.keywords, k.names, o.names) as keywords
    from listed l
    join product p on p.id = l.product_id
    cross join (values ('de', 'en'), ('en', 'de')) g (language, other)
    left join product_text own on own.product_id = p.id and own.language = g.language
    left join product_text other on other.product_id = p.id and other.language = g.other
    left join lateral (
      select string_agg(coalesce(x.name, y.name), ' ') as names
      from category c
      join category step on step.id = any (c.path)
      left join category_text x on x.category_id = step.id and x.language = g.language
      left join category_text y on y.category_id = step.id and y.language = g.other
      where c.id = p.category_id
    ) k on true
    left join lateral (
      select string_agg(coalesce(n.names ->> g.language, n.names ->> g.other), ' ') as names
      from product_attribute a join attribute_option n on n.id = a.option_id where a.product_id = p.id
    ) o on true
  ), documents as (
    -- One pass over the texts, as a join of both languages would be planned without statistics.
    select product_id, max(sales_count) as sales_count, max(price_list_ids) as price_list_ids,
           (array_agg(vector) filter (where language = 'de'))[1] as de,
           (array_agg(vector) filter (where language = 'en'))[1] as en
    from (
      select product_id, sales_count, price_list_ids, language,
             setweight(to_tsvector(config, title), 'A') || setweight(to_tsvector(config, keywords), 'B') ||
             setweight(to_tsvector(config, excerpt), 'C') as vector
      from texts
      cross join lateral (
        select case language when 'de' then 'shop_de'::regconfig else 'shop_en'::regconfig end as config) c
    ) vectors
    group by product_id
  ), words as (
    select t.language, w.lexeme as word, count(*) as products
    from texts t
    cross join unnest(to_tsvector('shop_words', concat_ws(' ', t.title, t.keywords, t.excerpt))) w
    where w.lexeme ~ '^[[:alpha:]]{2,40}$'
    group by t.language, w.lexeme
  ), added as (
    insert into search_word (language, word, lexeme, products)
    select w.language, w.word, coalesce(
             (ts_lexize(case w.language when 'de' then 'german_stem' else 'english_stem' end::regdictionary, w.word))[1],
             w.word), w.products
    from words w
    where not exists (select from search_word known where (known.language, known.word) = (w.language, w.word))
    order by w.language, w.word
    on conflict do nothing
  )
  insert into product_search (product_id, tier, sales_count, price_list_ids, de, en)
  select product_id, search_tier_of(sales_count, product_id), sales_count, price_list_ids, de, en
  from documents
  order by product_id
  on conflict (product_id) do update set tier = excluded.tier, sales_count = excluded.sales_count,
    price_list_ids = excluded.price_list_ids, de = excluded.de, en = excluded.en
  where (product_search.tier, product_search.sales_count, product_search.price_list_ids, product_search.de,
         product_search.en)
    is distinct from (excluded.tier, excluded.sales_count, excluded.price_list_ids, excluded.de, excluded.en);
end
$$;

-- Who is among the best sellers by now. Reads the 10,000 first of them, writes those that came or went.
create function refresh_search_tiers() returns void language plpgsql as $$
declare
  list bigint := (select min(id) from price_list where customer_group_id is null);
begin
  delete from search_tier;
  insert into search_tier (tier, sales_count, product_id)
  select case place when 1000 then 1 else 2 end, sales_count, product_id
  from (
    select l.sales_count, l.product_id, row_number() over (order by l.sales_count desc, l.product_id desc) as place
    from product_listing l where l.price_list_id = list
    order by l.sales_count desc, l.product_id desc limit 10000
  ) best
  where place in (1000, 10000);
  update product_search s set tier = 3
  where s.tier <= 2 and search_tier_of(s.sales_count, s.product_id) = 3;
  update product_search s set tier = b.tier
  from (
    select l.product_id, search_tier_of(l.sales_count, l.product_id) as tier
    from product_listing l where l.price_list_id = list
    order by l.sales_count desc, l.product_id desc limit 10000
  ) b
  where b.product_id = s.product_id and b.tier <> s.tier;
end
$$;

-- Counts in how many products each word is, and forgets those that are in none. Reads all documents once.
create function refresh_search_words() returns void language plpgsql as $$
begin
  with counted as materialized (
    select 'de' as language, word as lexeme, ndoc from ts_stat('select de from product_search')
    union all
    select 'en', word, ndoc from ts_stat('select en from product_search')
  ), gone as (
    delete from search_word w
    where not exists (select from counted c where (c.language, c.lexeme) = (w.language, w.lexeme))
  )
  update search_word w set products = c.ndoc from counted c
  where (c.language, c.lexeme) = (w.language, w.lexeme) and w.products <> c.ndoc;
end
$$;

-- What words mean to the vocabulary of one language, in order: an array of
--   lexemes   what the text search makes of it; empty for a stop word
--   products  how many products have it; null: none
--   matches   how many at most match it by any of the following
--   begun     lexemes that begin with it, of the last word if it may not be typed to its end
--   compounds lexemes that end with it
--   parts     the two words that it is put together of, if it is not known itself
--   synonyms  tsqueries of words that mean the same
--   similar   lexemes that it may be a misspelling of, if nothing else is known of it
create function search_interpretation(wanted_language text, words text[], is_open boolean)
returns json language plpgsql stable
set pg_trgm.similarity_threshold = 0.4 set plan_cache_mode = force_generic_plan as $$
declare
  config regconfig := 'shop_' || wanted_language;
  answer json[] := '{}';
  word text;
  bare text;
  lexemes text[];
  frequency integer;
  begun text[];
  compounds text[];
  parts text[];
  synonyms text[];
  similar_lexemes text[];
  number integer := 0;
begin
  foreach word in array words loop
    number := number + 1;
    bare := unaccent(lower(word));
    lexemes := tsvector_to_array(to_tsvector(config, word));
    begun := '{}'; compounds := '{}'; parts := '{}'; synonyms := '{}'; similar_lexemes := '{}';
    frequency := (select sum(w.products) from (
      select max(products) as products from search_word
      where language = wanted_language and lexeme = any (lexemes) group by lexeme) w);
    if is_open and number = cardinality(words) then
      begun := array(
        select distinct w.lexeme from (
          select lexeme from search_word
          where language = wanted_language and search_word.word >= bare and search_word.word < bare || chr(1114111)
          order by products desc limit 20) w);
    end if;
    if wanted_language = 'de' and cardinality(lexemes) = 1 and length(lexemes[1]) >= 4 then
      compounds := array(
        select distinct w.lexeme from (
          select lexeme from search_word
          where language = 'de' and reverse(lexeme) collate "C" >= reverse(lexemes[1])
            and reverse(lexeme) collate "C" < reverse(lexemes[1]) || chr(1114111)
            and length(lexeme) >= length(lexemes[1]) + 3
          order by products desc limit 20) w);
    end if;
    if cardinality(lexemes) > 0 then
      synonyms := array(
        select distinct plainto_tsquery(config, meaning)::text
        from search_synonym s cross join unnest(s.words) meaning
        where s.language = wanted_language
          and exists (select from unnest(s.words) own where tsvector_to_array(to_tsvector(config, own)) = lexemes)
          and tsvector_to_array(to_tsvector(config, meaning)) <> lexemes
          and numnode(plainto_tsquery(config, meaning)) > 0);
    end if;
    if frequency is null and cardinality(lexemes) > 0 and begun = '{}' and compounds = '{}' then
      if wanted_language = 'de' then
        select array[head.lexeme, tail.lexeme] into parts
        from generate_series(3, length(bare) - 3) cut
        cross join (values (''), ('s'), ('n'), ('en'), ('es'), ('e')) joint (letters)
        join search_word head on head.language = 'de'
          and head.word = left(bare, cut - length(joint.letters)) and length(head.word) >= 3
        join search_word tail on tail.language = 'de' and tail.word = substr(bare, cut + 1) and length(tail.word) >= 3
        where substr(bare, cut - length(joint.letters) + 1, length(joint.letters)) = joint.letters
        order by least(head.products, tail.products) desc
        limit 1;
        parts := coalesce(parts, '{}');
      end if;
      if parts = '{}' and length(bare) between 4 and 40 then
        similar_lexemes := array(
          select distinct w.lexeme from (
            select candidate.lexeme from search_word candidate
            where candidate.language = wanted_language and (
              candidate.word % bare
              or candidate.word >= left(bare, 1) and candidate.word < left(bare, 1) || chr(1114111)
                and abs(length(candidate.word) - length(bare)) <= 2
                and levenshtein_less_equal(candidate.word, bare, 2) <= 2)
            order by levenshtein(candidate.word, bare), similarity(candidate.word, bare) desc, candidate.products desc
            limit 3) w);
      end if;
    end if;
    answer := answer || json_build_object(
      'lexemes', lexemes, 'products', frequency,
      'matches', (
        select coalesce(sum(w.products), 0) from (
          select max(products) as products from search_word
          where language = wanted_language and lexeme = any (lexemes || begun || compounds || parts || similar_lexemes)
          group by lexeme) w),
      'begun', begun, 'compounds', compounds, 'parts', parts,
      'synonyms', synonyms, 'similar', similar_lexemes);
  end loop;
  return array_to_json(answer);
end
$$;

-- refresh_product_listing() is what all writers call, directly or by refresh_products(); searching goes with it.
alter function refresh_product_listing(bigint[]) rename to refresh_listing_rows;
create function refresh_product_listing(product_ids bigint[]) returns void language plpgsql as $$
begin
  perform refresh_listing_rows(product_ids);
  perform refresh_product_search(product_ids);
end
$$;
