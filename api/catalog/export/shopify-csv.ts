import { stringify } from 'csv-stringify/sync'
import { type ExportDatabase, type Snapshot, withSnapshot } from './snapshot.ts'

/** Shopify's product export, as far as there is something to say; the import reads it back (import/columns.ts). */
const productHeader = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Product Category',
  'Tags',
  'Published',
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Option3 Name',
  'Option3 Value',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'SEO Title',
  'SEO Description',
  'Published at (product.metafields.kontor.published_at)',
  'Sold in 90 days (product.metafields.kontor.sales_count)',
  'Variant Image',
  'Price / Switzerland',
  'Compare At Price / Switzerland',
  'Status',
] as const

type ProductRow = Partial<Record<(typeof productHeader)[number], string>>

interface ExportedProduct {
  readonly id: string
  readonly title: string
  readonly body: string
  readonly vendor: string | null
  readonly category: string | null
  readonly tags: readonly string[]
  readonly published_at: string | null
  readonly sales_count: number
  readonly seo_title: string | null
  readonly seo_description: string | null
  readonly options: readonly string[]
  readonly images: readonly { readonly url: string; readonly alt: string }[]
  readonly variants: readonly ExportedVariant[]
}

interface ExportedVariant {
  readonly sku: string
  readonly values: readonly string[]
  readonly image: string | null
  readonly barcode: string | null
  readonly grams: number | null
  readonly on_hand: number | null
  readonly eur: readonly [amount: number, compareAt: number | null] | null
  readonly chf: readonly [amount: number, compareAt: number | null] | null
}

const price = (list: string): string => `(
  select json_build_array(x.amount, x.compare_at_amount)
  from price x join price_list l on l.id = x.price_list_id where x.variant_id = v.id and l.code = '${list}')`

/** Only what has a price in the shop's own currency: Shopify knows no variant without. */
const products = `
  select p.external_id as id, coalesce(en.title, de.title) as title,
    coalesce(en.description_html, de.description_html) as body, coalesce(b.name, p.brand) as vendor,
    (select string_agg(coalesce(x.name, y.name), ' > ' order by cardinality(a.path))
     from category own join category a on a.id = any (own.path)
     left join category_text x on x.category_id = a.id and x.language = 'en'
     left join category_text y on y.category_id = a.id and y.language = 'de'
     where own.id = p.category_id) as category,
    p.tags, to_char(p.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as published_at, p.sales_count,
    coalesce(en.seo_title, de.seo_title) as seo_title, coalesce(en.seo_description, de.seo_description) as seo_description,
    coalesce((select json_agg(coalesce(o.name->>'en', o.name->>'de') order by o.position)
              from product_option o where o.product_id = p.id), '[]') as options,
    coalesce((select json_agg(json_build_object('url', i.url, 'alt', i.alt) order by i.position)
              from product_image i where i.product_id = p.id), '[]') as images,
    coalesce((select json_agg(json_build_object('sku', v.sku, 'barcode', v.barcode, 'grams', v.weight_grams,
                'values', coalesce(v.option_values->'en', v.option_values->'de', '[]'), 'image', i.url,
                'on_hand', (select sum(s.on_hand) from stock_level s where s.variant_id = v.id),
                'eur', ${price('eur')}, 'chf', ${price('chf')}) order by v.position)
              from variant v left join product_image i on i.id = v.image_id
              where v.product_id = p.id and exists (
                select from price x join price_list l on l.id = x.price_list_id
                where x.variant_id = v.id and l.code = 'eur')), '[]') as variants
  from product p
  left join product_text en on en.product_id = p.id and en.language = 'en'
  left join product_text de on de.product_id = p.id and de.language = 'de'
  left join brand b on b.id = p.brand_id
  where coalesce(en.title, de.title) is not null
  order by p.external_id`

/**
 * Products as Shopify exports them. What that format does not know (attributes, further price lists, tiers, videos, …)
 * is left out; JSON Lines have all of it.
 */
export function exportShopifyProducts(database: ExportDatabase): AsyncGenerator<string> {
  return withSnapshot(database, async function* (snapshot: Snapshot) {
    yield stringify([[...productHeader]])
    for await (const product of snapshot.stream<ExportedProduct>(products)) {
      if (product.variants.length === 0) continue
      yield stringify(productRows(product).map((row) => productHeader.map((column) => row[column] ?? '')))
    }
  })
}

function productRows(product: ExportedProduct): ProductRow[] {
  const { id, variants, images } = product
  return Array.from({ length: Math.max(variants.length, images.length) }, (_, index): ProductRow => {
    const variant = variants[index]
    const image = images[index]
    return {
      Handle: id,
      ...(index === 0 ? sharedCells(product) : {}),
      ...(variant === undefined ? {} : variantCells(variant)),
      ...(image === undefined
        ? {}
        : { 'Image Src': image.url, 'Image Position': String(index + 1), 'Image Alt Text': image.alt }),
    }
  })
}

function sharedCells(product: ExportedProduct): ProductRow {
  const isPublished = product.published_at !== null
  return {
    Title: product.title,
    'Body (HTML)': product.body,
    Vendor: product.vendor ?? '',
    'Product Category': product.category ?? '',
    Tags: product.tags.join(', '),
    Published: isPublished ? 'true' : 'false',
    'Option1 Name': product.options[0] ?? 'Title',
    'Option2 Name': product.options[1] ?? '',
    'Option3 Name': product.options[2] ?? '',
    'SEO Title': product.seo_title ?? '',
    'SEO Description': product.seo_description ?? '',
    'Published at (product.metafields.kontor.published_at)': product.published_at ?? '',
    'Sold in 90 days (product.metafields.kontor.sales_count)': String(product.sales_count),
    Status: isPublished ? 'active' : 'draft',
  }
}

function variantCells(variant: ExportedVariant): ProductRow {
  const isCounted = variant.on_hand !== null
  return {
    'Option1 Value': variant.values[0] ?? 'Default Title',
    'Option2 Value': variant.values[1] ?? '',
    'Option3 Value': variant.values[2] ?? '',
    'Variant SKU': variant.sku,
    'Variant Grams': variant.grams === null ? '' : String(variant.grams),
    'Variant Inventory Tracker': isCounted ? 'shopify' : '',
    'Variant Inventory Qty': isCounted ? String(variant.on_hand) : '',
    'Variant Inventory Policy': 'deny',
    'Variant Price': decimal(variant.eur?.[0]),
    'Variant Compare At Price': decimal(variant.eur?.[1]),
    'Variant Barcode': variant.barcode ?? '',
    'Variant Image': variant.image ?? '',
    'Price / Switzerland': decimal(variant.chf?.[0]),
    'Compare At Price / Switzerland': decimal(variant.chf?.[1]),
  }
}

function decimal(amount: number | null | undefined): string {
  return amount == null ? '' : (amount / 100).toFixed(2)
}

const translationHeader = [
  'Type',
  'Identification',
  'Field',
  'Locale',
  'Market',
  'Status',
  'Default content',
  'Translated content',
]

/** Columns `type`, `identification`, `field`, `original` and `translated`; what several things share is told once. */
const sharedTranslations = `
  select distinct 'PRODUCT_OPTION' as type, o.name->>'en' as identification, 'name' as field, o.name->>'en' as original,
         o.name->>'de' as translated
  from product_option o where o.name ?& array['en', 'de']
  union
  select distinct 'PRODUCT_OPTION_VALUE', en.value, 'name', en.value, de.value
  from variant v
  cross join jsonb_array_elements_text(v.option_values->'en') with ordinality en (value, number)
  join jsonb_array_elements_text(v.option_values->'de') with ordinality de (value, number) using (number)
  union
  select 'COLLECTION', en.name, f.field, f.original, f.translated
  from category_text en join category_text de on de.category_id = en.category_id and de.language = 'de'
  cross join lateral (values ('title', en.name, de.name), ('handle', en.slug, de.slug),
                             ('body_html', en.name, de.description)) f (field, original, translated)
  where en.language = 'en' and f.translated is not null
  order by 1, 3, 4, 5`

const productTranslations = `
  select 'PRODUCT' as type, p.external_id as identification, f.field, f.original, f.translated
  from product p
  join product_text de on de.product_id = p.id and de.language = 'de'
  join product_text en on en.product_id = p.id and en.language = 'en'
  cross join lateral (values (1, 'title', en.title, de.title), (2, 'body_html', '', de.description_html),
    (3, 'handle', p.external_id, de.slug), (4, 'meta_title', en.seo_title, de.seo_title),
    (5, 'meta_description', en.seo_description, de.seo_description)) f (rank, field, original, translated)
  where f.translated <> ''
  order by p.external_id, f.rank`

interface Translation {
  readonly type: string
  readonly identification: string
  readonly field: string
  readonly original: string | null
  readonly translated: string
}

/** German texts as Shopify exports translations, of what `exportShopifyProducts` tells. */
export function exportShopifyTranslations(database: ExportDatabase): AsyncGenerator<string> {
  return withSnapshot(database, async function* (snapshot: Snapshot) {
    yield stringify([translationHeader])
    for (const statement of [productTranslations, sharedTranslations]) {
      for await (const row of snapshot.stream<Translation>(statement)) {
        const { type, identification, field, original, translated } = row
        yield stringify([[type, identification, field, 'de', '', '', original ?? '', translated]])
      }
    }
  })
}
