-- The catalogue as a large shop needs it: brands, typed attributes, collections, media, publication windows, former
-- slugs. All of it is added; what was there keeps its meaning, so that the release before goes on working.

create table brand (
  id          bigint generated always as identity primary key,
  external_id text not null unique,
  slug        text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name        text not null check (name <> ''),
  url         text check (url ~ '^https?://')
);

-- product.brand, the name as a text, is written along with brand_id for releases that know nothing else.
alter table product
  add column brand_id bigint references brand (id),
  -- End of the publication window; null: none. A product is public from published_at until this instant.
  add column unpublished_at timestamptz,
  add constraint product_publication_window check (unpublished_at > published_at);
create index product_brand_id on product (brand_id);

alter table category_text
  add column seo_title text,
  add column seo_description text;

-- Alternative texts by language, e.g. {"de": "Eichentisch von vorn"}; product_image.alt is what the others get.
alter table product_image add column alt_texts jsonb not null default '{}' check (jsonb_typeof(alt_texts) = 'object');

create table product_video (
  id         bigint generated always as identity primary key,
  product_id bigint  not null references product (id) on delete cascade,
  position   integer not null check (position > 0),
  url        text    not null,
  mime_type  text    not null check (mime_type ~ '^video/[a-z0-9.+-]+$'),
  poster_url text,
  alt        text    not null default '',
  unique (product_id, position)
);

-- Attributes are typed. Texts and colours are chosen from options, so that they can be translated, counted and
-- filtered by; numbers carry the attribute's unit.
create table attribute (
  id          bigint generated always as identity primary key,
  code        text    not null unique check (code ~ '^[a-z0-9]+(_[a-z0-9]+)*$'),
  type        text    not null check (type in ('text', 'number', 'boolean', 'date', 'colour')),
  -- UCUM symbol, e.g. cm, kg, W; numbers only.
  unit        text,
  -- Whether shoppers may filter by it.
  is_facet    boolean not null default false,
  position    integer not null default 0,
  unique (id, type),
  check (unit is null or type = 'number')
);

create table attribute_text (
  attribute_id bigint not null references attribute (id) on delete cascade,
  language     text   not null check (language in ('de', 'en')),
  name         text   not null check (name <> ''),
  primary key (attribute_id, language)
);

create table attribute_option (
  id           bigint  generated always as identity primary key,
  attribute_id bigint  not null,
  type         text    not null check (type in ('text', 'colour')),
  code         text    not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  -- {"de": "Eiche", "en": "Oak"}
  names        jsonb   not null check (names ? 'en' or names ? 'de'),
  -- sRGB as #rrggbb; colours only.
  colour       text    check (colour ~ '^#[0-9a-f]{6}$'),
  position     integer not null default 0,
  unique (attribute_id, code),
  unique (id, attribute_id),
  foreign key (attribute_id, type) references attribute (id, type) on delete cascade,
  check (colour is null or type = 'colour')
);

-- Values of a product; several of one attribute where it comes in several colours. Exactly the column of the
-- attribute's type is filled, and an option belongs to its attribute.
create table product_attribute (
  product_id    bigint   not null references product (id) on delete cascade,
  attribute_id  bigint   not null,
  position      smallint not null default 1 check (position > 0),
  type          text     not null,
  option_id     bigint,
  number_value  numeric,
  boolean_value boolean,
  date_value    date,
  primary key (product_id, attribute_id, position),
  foreign key (attribute_id, type) references attribute (id, type) on delete cascade,
  foreign key (option_id, attribute_id) references attribute_option (id, attribute_id) on delete cascade,
  check ((option_id is not null) = (type in ('text', 'colour'))),
  check ((number_value is not null) = (type = 'number')),
  check ((boolean_value is not null) = (type = 'boolean')),
  check ((date_value is not null) = (type = 'date'))
);
create unique index product_attribute_option on product_attribute (option_id, product_id) where option_id is not null;
create index product_attribute_attribute on product_attribute (attribute_id);

-- Collections: chosen by hand, or by a rule. collection_product holds the members of both kinds; members by rule are
-- kept by refresh_collection_membership() for the products that changed, never for the whole catalogue.
create table collection (
  id             bigint generated always as identity primary key,
  external_id    text        not null unique,
  -- Null: chosen by hand. Else e.g. {"all": [{"field": "tag", "is": "oak"}, {"field": "price", "list": "eur", "until": 5000}]}.
  rule           jsonb       check (jsonb_typeof(rule) = 'object'),
  published_at   timestamptz,
  unpublished_at timestamptz,
  position       integer     not null default 0,
  image_url      text,
  updated_at     timestamptz not null default now(),
  check (unpublished_at > published_at)
);

create table collection_text (
  collection_id   bigint not null references collection (id) on delete cascade,
  language        text   not null check (language in ('de', 'en')),
  slug            text   not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name            text   not null check (name <> ''),
  description     text,
  seo_title       text,
  seo_description text,
  primary key (collection_id, language),
  unique (language, slug)
);

create table collection_product (
  collection_id bigint  not null references collection (id) on delete cascade,
  product_id    bigint  not null references product (id) on delete cascade,
  -- Order by hand; null for members by rule.
  position      integer check (position > 0),
  primary key (collection_id, product_id)
);
create index collection_product_product on collection_product (product_id);
create index collection_product_position on collection_product (collection_id, position, product_id);

-- Slugs that were given up: old links go on working, by a redirect to the present one. A slug that is in use again
-- leaves this table. Filled by triggers on the texts.
create table former_slug (
  kind      text   not null check (kind in ('product', 'category', 'collection')),
  language  text   not null check (language in ('de', 'en')),
  slug      text   not null,
  target_id bigint not null,
  given_up_at timestamptz not null default now(),
  primary key (kind, language, slug)
);
create index former_slug_target on former_slug (kind, target_id);

-- Words that mean the same to shoppers, e.g. {"sofa", "couch"}; search widens a query by them.
create table search_synonym (
  id       bigint generated always as identity primary key,
  language text   not null check (language in ('de', 'en')),
  words    text[] not null check (cardinality(words) >= 2)
);

-- When a product's public face changes by time alone: its window opens or closes, a scheduled price begins or ends.
-- One row a product, with the next such instant; kept by refresh_products(), emptied by the worker.
create table product_due (
  product_id bigint      primary key references product (id) on delete cascade,
  due_at     timestamptz not null
);
create index product_due_due_at on product_due (due_at);
