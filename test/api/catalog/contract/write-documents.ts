import type {
  AttributeDocument,
  CatalogDocuments,
  CategoryDocument,
  CollectionDocument,
  ProductDocument,
  Translated,
  VariantDocument,
} from '../../../../api/catalog/memory/documents.ts'
import type { Queryable } from '../../../../api/database/database.ts'

type Run = (text: string, values: readonly unknown[]) => Promise<unknown>

/** Writes a catalogue into an empty database, with the ids of the documents, as an import would leave it. */
export async function writeDocuments(transaction: Queryable, documents: CatalogDocuments): Promise<void> {
  const run: Run = (text, values) => transaction.query({ name: 'test', text, values })
  for (const { code, currency, country, inheritsFrom, taxIncluded } of documents.priceLists) {
    await run(
      `insert into price_list (code, currency, country, inherits_from_id, tax_included)
       values ($1, $2, $3, (select id from price_list where code = $4), $5) on conflict (code) do nothing`,
      [code, currency, country ?? null, inheritsFrom ?? null, taxIncluded ?? true],
    )
  }
  for (const { id, slug, name, url } of documents.brands) {
    await run(
      `insert into brand (id, external_id, slug, name, url) overriding system value values ($1::bigint, $2, $3, $4, $5)`,
      [id, `brand-${id}`, slug, name, url ?? null],
    )
  }
  for (const [position, attribute] of documents.attributes.entries())
    await writeAttribute(run, attribute, position)
  for (const [position, category] of documents.categories.entries()) {
    await writeCategory(run, category, position, pathOf(documents, category))
  }
  for (const product of documents.products) await writeProduct(run, documents, product)
  for (const [position, collection] of documents.collections.entries()) {
    await writeCollection(run, collection, position)
  }
  await run('select refresh_products(array(select id from product))', [])
}

function pathOf({ categories }: CatalogDocuments, { id, parentId }: CategoryDocument): string[] {
  const parent = categories.find((category) => category.id === parentId)
  return parent === undefined ? [id] : [...pathOf({ categories } as CatalogDocuments, parent), id]
}

/** Keys as the columns hold them. */
function byLanguage<T>(translated: Translated<T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(translated).map(([language, text]) => [language.toLowerCase(), text]),
  )
}

async function writeAttribute(run: Run, attribute: AttributeDocument, position: number): Promise<void> {
  const { code, type, unit, isFacet, names, options = [] } = attribute
  await run('insert into attribute (code, type, unit, is_facet, position) values ($1, $2, $3, $4, $5)', [
    code,
    type,
    unit ?? null,
    isFacet,
    position,
  ])
  for (const [language, name] of Object.entries(byLanguage(names))) {
    await run('insert into attribute_text select id, $2, $3 from attribute where code = $1', [
      code,
      language,
      name,
    ])
  }
  for (const [place, option] of options.entries()) {
    await run(
      `insert into attribute_option (attribute_id, type, code, names, colour, position)
       select id, type, $2, $3, $4, $5 from attribute where code = $1`,
      [code, option.code, byLanguage(option.names), option.colour ?? null, place],
    )
  }
}

async function writeCategory(
  run: Run,
  { id, parentId, texts, formerSlugs = [] }: CategoryDocument,
  position: number,
  path: readonly string[],
): Promise<void> {
  await run(
    `insert into category (id, external_id, parent_id, path, position) overriding system value
     values ($1::bigint, $2, $3, $4, $5)`,
    [id, `category-${id}`, parentId ?? null, path, position],
  )
  for (const [language, text] of Object.entries(byLanguage(texts))) {
    await run(
      `insert into category_text (category_id, language, slug, name, description, seo_title, seo_description)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        language,
        text.slug,
        text.name,
        text.description ?? null,
        text.seoTitle ?? null,
        text.seoDescription ?? null,
      ],
    )
  }
  await writeFormerSlugs(run, 'category', id, formerSlugs)
}

async function writeFormerSlugs(
  run: Run,
  kind: string,
  id: string,
  formerSlugs: NonNullable<ProductDocument['formerSlugs']>,
): Promise<void> {
  for (const { language, slug } of formerSlugs) {
    await run('insert into former_slug (kind, language, slug, target_id) values ($1, $2, $3, $4)', [
      kind,
      language.toLowerCase(),
      slug,
      id,
    ])
  }
}

async function writeCollection(
  run: Run,
  {
    id,
    texts,
    formerSlugs = [],
    image,
    publishedAt,
    unpublishedAt,
    productIds = [],
    rule,
  }: CollectionDocument,
  position: number,
): Promise<void> {
  const conditions = (rule?.tags ?? []).map((tag) => ({ field: 'tag', is: tag }))
  await run(
    `insert into collection (id, external_id, rule, published_at, unpublished_at, position, image_url)
     overriding system value values ($1::bigint, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      `collection-${id}`,
      rule === undefined ? null : { all: conditions },
      publishedAt,
      unpublishedAt ?? null,
      position,
      image?.url ?? null,
    ],
  )
  for (const [language, text] of Object.entries(byLanguage(texts))) {
    await run(
      `insert into collection_text (collection_id, language, slug, name, description, seo_title, seo_description)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        language,
        text.slug,
        text.name,
        text.description ?? null,
        text.seoTitle ?? null,
        text.seoDescription ?? null,
      ],
    )
  }
  await writeFormerSlugs(run, 'collection', id, formerSlugs)
  await run(
    `insert into collection_product (collection_id, product_id, position)
     select $1, product_id, place from unnest($2::bigint[]) with ordinality as chosen (product_id, place)`,
    [id, productIds],
  )
}

async function writeProduct(run: Run, documents: CatalogDocuments, product: ProductDocument): Promise<void> {
  const { id, brandId, tags = [], categoryId, publishedAt, unpublishedAt, salesCount = 0, texts } = product
  const brand = documents.brands.find((one) => one.id === brandId)
  await run(
    `insert into product (id, external_id, category_id, brand, brand_id, tags, published_at, unpublished_at, sales_count)
     overriding system value values ($1::bigint, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      `product-${id}`,
      categoryId ?? null,
      brand?.name ?? null,
      brandId ?? null,
      tags,
      publishedAt,
      unpublishedAt ?? null,
      salesCount,
    ],
  )
  await run('insert into category_product select unnest(path), $1::bigint from category where id = $2', [
    id,
    categoryId ?? null,
  ])
  for (const [language, text] of Object.entries(byLanguage(texts))) {
    await run(
      `insert into product_text (product_id, language, slug, title, description_html, excerpt, seo_title, seo_description, keywords)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        language,
        text.slug,
        text.title,
        text.descriptionHtml ?? '',
        text.excerpt ?? '',
        text.seoTitle ?? null,
        text.seoDescription ?? null,
        [brand?.name ?? '', ...tags].join(' '),
      ],
    )
  }
  await writeFormerSlugs(run, 'product', id, product.formerSlugs ?? [])
  await writeMedia(run, product)
  await writeAttributeValues(run, product)
  for (const [index, name] of (product.optionNames ?? []).entries()) {
    await run('insert into product_option (product_id, position, name) values ($1, $2, $3)', [
      id,
      index + 1,
      byLanguage(name),
    ])
  }
  for (const [index, variant] of product.variants.entries()) await writeVariant(run, id, index + 1, variant)
}

async function writeMedia(run: Run, { id, images = [], videos = [] }: ProductDocument): Promise<void> {
  for (const [index, { url, alt, alts, width, height }] of images.entries()) {
    await run(
      `insert into product_image (product_id, position, url, alt, alt_texts, width, height)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, index + 1, url, alt, byLanguage(alts ?? {}), width, height],
    )
  }
  for (const [index, { url, mimeType, posterUrl, alt }] of videos.entries()) {
    await run(
      'insert into product_video (product_id, position, url, mime_type, poster_url, alt) values ($1, $2, $3, $4, $5, $6)',
      [id, index + 1, url, mimeType, posterUrl, alt],
    )
  }
}

async function writeAttributeValues(run: Run, { id, attributes = [] }: ProductDocument): Promise<void> {
  for (const [index, { code, value }] of attributes.entries()) {
    await run(
      `insert into product_attribute
         (product_id, attribute_id, position, type, option_id, number_value, boolean_value, date_value)
       select $1, a.id, $3, a.type, o.id, $5, $6, $7::date
       from attribute a left join attribute_option o on o.attribute_id = a.id and o.code = $4::text
       where a.code = $2`,
      [
        id,
        code,
        index + 1,
        String(value),
        typeof value === 'number' ? value : null,
        typeof value === 'boolean' ? value : null,
        /^\d{4}-\d\d-\d\d$/.test(String(value)) ? value : null,
      ],
    )
  }
}

async function writeVariant(
  run: Run,
  productId: string,
  position: number,
  variant: VariantDocument,
): Promise<void> {
  const {
    id,
    sku,
    values,
    imageUrl,
    barcode,
    weightGrams,
    taxClass = 'standard',
    available,
    prices,
  } = variant
  await run(
    `insert into variant (id, product_id, sku, position, option_values, image_id, barcode, weight_grams, tax_class)
     overriding system value values ($1::bigint, $2::bigint, $3, $4, $5,
       (select id from product_image where product_id = $2::bigint and url = $6), $7, $8, $9)`,
    [
      id,
      productId,
      sku,
      position,
      byLanguage(values ?? { EN: [] }),
      imageUrl ?? null,
      barcode ?? null,
      weightGrams ?? null,
      taxClass,
    ],
  )
  if (available !== undefined) {
    // Two pieces are promised to somebody already.
    await run(
      'insert into stock_level (variant_id, warehouse_id, on_hand, reserved) select $1, id, $2, 2 from warehouse',
      [id, available + 2],
    )
  }
  for (const price of prices) {
    const list = '(select id from price_list where code = $2)'
    await run(
      `insert into price (variant_id, price_list_id, amount, compare_at_amount, lowest_recent_amount)
       values ($1, ${list}, $3, $4, $5)`,
      [id, price.list, price.amount, price.compareAtAmount ?? null, price.lowestRecentAmount ?? null],
    )
    for (const { minQuantity, amount } of price.tiers ?? []) {
      await run(
        `insert into price_tier (variant_id, price_list_id, min_quantity, amount) values ($1, ${list}, $3, $4)`,
        [id, price.list, minQuantity, amount],
      )
    }
    for (const { amount, from, until, lowestRecentAmount } of price.scheduled ?? []) {
      await run(
        `insert into scheduled_price (variant_id, price_list_id, amount, valid, lowest_recent_amount)
         values ($1, ${list}, $3, tstzrange($4, $5), $6)`,
        [id, price.list, amount, from, until, lowestRecentAmount ?? null],
      )
    }
  }
}
