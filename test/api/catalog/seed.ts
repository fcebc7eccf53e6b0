import type { CatalogShop } from './catalog-shop.ts'

export interface SeedCategory {
  readonly id: number
  readonly path: readonly number[]
  readonly position?: number
  readonly texts: Partial<Record<'en' | 'de', { slug: string; name: string; description?: string }>>
}

export interface SeedProduct {
  readonly id: number
  readonly texts: Partial<
    Record<'en' | 'de', { slug: string; title: string; html?: string; excerpt?: string; keywords?: string }>
  >
  readonly categoryId?: number
  readonly brand?: string
  readonly tags?: readonly string[]
  /** Null: not published. */
  readonly publishedAt?: string | null
  readonly salesCount?: number
  readonly images?: readonly string[]
  readonly options?: readonly object[]
  readonly variants?: readonly SeedVariant[]
}

interface SeedVariant {
  readonly id: number
  readonly values?: Partial<Record<'en' | 'de', readonly string[]>>
  readonly eur?: number
  readonly eurBefore?: number
  readonly chf?: number
  /** Undefined: sold without counting. */
  readonly onHand?: number
  readonly reserved?: number
}

export async function seedCategories(
  shop: Pick<CatalogShop, 'run'>,
  categories: readonly SeedCategory[],
): Promise<void> {
  for (const { id, path, position, texts } of categories) {
    await shop.run(
      `insert into category (id, external_id, parent_id, path, position) overriding system value
       values ($1::bigint, 'category-' || $1::bigint, $2, $3, $4)`,
      [id, path.at(-2) ?? null, path, position ?? 0],
    )
    for (const [language, text] of Object.entries(texts)) {
      await shop.run(`insert into category_text values ($1, $2, $3, $4, $5)`, [
        id,
        language,
        text.slug,
        text.name,
        text.description ?? null,
      ])
    }
  }
}

/** Inserts products as an import leaves them, read model included. */
export async function seedProducts(
  shop: Pick<CatalogShop, 'run'>,
  products: readonly SeedProduct[],
): Promise<void> {
  for (const product of products) {
    await insertProduct(shop, product)
    for (const [index, variant] of (product.variants ?? []).entries()) {
      await insertVariant(shop, product.id, index + 1, variant)
    }
  }
  await shop.run(`select refresh_products($1::bigint[])`, [products.map(({ id }) => id)])
}

async function insertProduct(shop: Pick<CatalogShop, 'run'>, product: SeedProduct): Promise<void> {
  const { id, categoryId, brand, tags, publishedAt, salesCount, texts, images, options } = product
  await shop.run(
    `with b as (
       insert into brand (external_id, slug, name) select lower($3), lower($3), $3::text where $3 is not null
       on conflict (external_id) do update set name = excluded.name returning id)
     insert into product (id, external_id, category_id, brand, tags, published_at, sales_count, brand_id)
       overriding system value
     values ($1::bigint, 'product-' || $1::bigint, $2, $3, $4, $5, $6, (select id from b))`,
    [
      id,
      categoryId ?? null,
      brand ?? null,
      tags ?? [],
      publishedAt === undefined ? '2026-01-01T00:00:00Z' : publishedAt,
      salesCount ?? 0,
    ],
  )
  await shop.run(
    `insert into category_product select unnest(c.path), $1::bigint from category c where c.id = $2::bigint`,
    [id, categoryId ?? null],
  )
  for (const [language, text] of Object.entries(texts)) {
    await shop.run(
      `insert into product_text (product_id, language, slug, title, description_html, excerpt, keywords)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, language, text.slug, text.title, text.html ?? '', text.excerpt ?? '', text.keywords ?? ''],
    )
  }
  for (const [index, url] of (images ?? []).entries()) {
    await shop.run(
      `insert into product_image (product_id, position, url, alt, width, height) values ($1, $2, $3, 'A picture', 800, 600)`,
      [id, index + 1, url],
    )
  }
  for (const [index, name] of (options ?? []).entries()) {
    await shop.run(`insert into product_option values ($1, $2, $3)`, [id, index + 1, name])
  }
}

async function insertVariant(
  shop: Pick<CatalogShop, 'run'>,
  productId: number,
  position: number,
  { id, values, eur, eurBefore, chf, onHand, reserved }: SeedVariant,
): Promise<void> {
  await shop.run(
    `insert into variant (id, product_id, sku, position, option_values) overriding system value
     values ($1::bigint, $2, 'SKU-' || $1::bigint, $3, $4)`,
    [id, productId, position, values ?? { en: [] }],
  )
  const prices = [
    ['EUR', eur, eurBefore],
    ['CHF', chf, undefined],
  ] as const
  for (const [currency, amount, before] of prices) {
    if (amount === undefined) continue
    await shop.run(
      `insert into price select $1::bigint, id, $3::bigint, $4::bigint from price_list where currency = $2`,
      [id, currency, amount, before ?? null],
    )
  }
  if (onHand === undefined) return
  await shop.run(
    `insert into stock_level (variant_id, warehouse_id, on_hand, reserved) select $1::bigint, id, $2::integer, $3::integer from warehouse`,
    [id, onHand, reserved ?? 0],
  )
}
