-- Products, categories and their texts. Ids are surrogate keys; external_id is the key of the source system
-- (for Shopify: the handle), so that an import can be repeated.

create table category (
  id          bigint generated always as identity primary key,
  external_id text    not null unique,
  parent_id   bigint  references category (id),
  -- Ids from the root down to this category, itself included.
  path        bigint[] not null,
  position    integer not null default 0,
  check (path[cardinality(path)] = id),
  check ((parent_id is null) = (cardinality(path) = 1))
);
create index category_parent on category (parent_id, position);

create table category_text (
  category_id bigint not null references category (id) on delete cascade,
  language    text   not null check (language in ('de', 'en')),
  slug        text   not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name        text   not null check (name <> ''),
  description text,
  primary key (category_id, language),
  unique (language, slug)
);

create table product (
  id           bigint generated always as identity primary key,
  external_id  text        not null unique,
  category_id  bigint      references category (id),
  brand        text,
  tags         text[]      not null default '{}',
  -- Null: not published.
  published_at timestamptz,
  -- Pieces sold in the last 90 days; kept by the worker, imported as a start.
  sales_count  integer     not null default 0 check (sales_count >= 0),
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now()
);
create index product_tags on product using gin (tags);
create index product_category_id on product (category_id);

create table product_text (
  product_id       bigint not null references product (id) on delete cascade,
  language         text   not null check (language in ('de', 'en')),
  slug             text   not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title            text   not null check (title <> ''),
  -- Sanitized on the way in.
  description_html text   not null default '',
  excerpt          text   not null default '' check (length(excerpt) <= 300),
  seo_title        text,
  seo_description  text,
  -- Brand and tags repeated, so that the search vector needs one row only.
  keywords         text   not null default '',
  search_vector    tsvector generated always as (
    setweight(to_tsvector(case language when 'de' then 'german'::regconfig else 'english'::regconfig end, title), 'A') ||
    setweight(to_tsvector(case language when 'de' then 'german'::regconfig else 'english'::regconfig end, keywords), 'B') ||
    setweight(to_tsvector(case language when 'de' then 'german'::regconfig else 'english'::regconfig end, excerpt), 'C')
  ) stored,
  primary key (product_id, language),
  unique (language, slug)
);
create index product_text_search on product_text using gin (search_vector);
create extension if not exists pg_trgm;
create index product_text_title_trgm on product_text using gin (title gin_trgm_ops);

create table product_image (
  id         bigint generated always as identity primary key,
  product_id bigint  not null references product (id) on delete cascade,
  position   integer not null check (position > 0),
  url        text    not null,
  alt        text    not null default '',
  width      integer check (width > 0),
  height     integer check (height > 0),
  unique (product_id, position)
);

-- Names of the options in each language, e.g. {"en": "Colour", "de": "Farbe"}; values live on the variants.
create table product_option (
  product_id bigint  not null references product (id) on delete cascade,
  position   integer not null check (position between 1 and 3),
  name       jsonb   not null,
  primary key (product_id, position)
);

create table variant (
  id            bigint generated always as identity primary key,
  product_id    bigint  not null references product (id) on delete cascade,
  sku           text    not null unique,
  position      integer not null check (position > 0),
  -- In the order of product_option, per language: {"en": ["Oak", "160 cm"], "de": ["Eiche", "160 cm"]}.
  option_values jsonb   not null default '{"en": []}',
  image_id      bigint  references product_image (id) on delete set null,
  barcode       text,
  weight_grams  integer check (weight_grams >= 0),
  tax_class     text    not null default 'standard' check (tax_class in ('standard', 'reduced')),
  unique (product_id, position)
);

-- Every category that a product is in, ancestors included: "category and below" is one index range.
create table category_product (
  category_id bigint not null references category (id) on delete cascade,
  product_id  bigint not null references product (id) on delete cascade,
  primary key (category_id, product_id)
);
create index category_product_product on category_product (product_id);
