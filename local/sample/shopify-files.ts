import { stringify } from 'csv-stringify/sync'
import type { SampleProduct, SampleVariant } from './catalogue.ts'
import { slugOf } from '../../api/catalog/import/slug.ts'
import type { Phrase } from './vocabulary/phrase.ts'

/** Where the shop serves its pictures (`paths.assets` of the contract). */
export const pictureFolder = '/assets/products'

const productHeader = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Product Category',
  'Type',
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
  'Variant Fulfillment Service',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'Gift Card',
  'SEO Title',
  'SEO Description',
  'Published at (product.metafields.kontor.published_at)',
  'Sold in 90 days (product.metafields.kontor.sales_count)',
  'Variant Image',
  'Variant Weight Unit',
  'Cost per item',
  'Price / Switzerland',
  'Compare At Price / Switzerland',
  'Status',
] as const

type ProductRow = Partial<Record<(typeof productHeader)[number], string>>

/** The catalogue as Shopify exports products: the first row of a product holds what its rows share. */
export function productFile(products: readonly SampleProduct[]): string {
  const rows = products.flatMap(productRows)
  return stringify([productHeader, ...rows.map((row) => productHeader.map((column) => row[column] ?? ''))])
}

function productRows(product: SampleProduct): ProductRow[] {
  const { handle, variants, pictures } = product
  return Array.from({ length: Math.max(variants.length, pictures.length) }, (_, index): ProductRow => {
    const variant = variants[index]
    const picture = pictures[index]
    return {
      Handle: handle,
      ...(index === 0 ? sharedCells(product) : {}),
      ...(variant === undefined ? {} : variantCells(product, variant)),
      ...(picture === undefined
        ? {}
        : {
            'Image Src': `${pictureFolder}/${picture.file}`,
            'Image Position': String(index + 1),
            'Image Alt Text': picture.alt,
          }),
    }
  })
}

function sharedCells(product: SampleProduct): ProductRow {
  const { texts, kind } = product
  const [firstOption, secondOption] = optionNames(product)
  return {
    Title: texts.title.en,
    'Body (HTML)': texts.description.en,
    Vendor: product.brand,
    'Product Category': `${kind.category.root.en} > ${kind.category.leaf.en}`,
    Type: kind.noun.en,
    Tags: product.tags.join(', '),
    Published: product.active ? 'true' : 'false',
    'Option1 Name': firstOption?.en ?? 'Title',
    'Option2 Name': secondOption?.en ?? '',
    'Gift Card': 'false',
    'SEO Title': texts.seoTitle.en,
    'SEO Description': texts.seoDescription.en,
    'Published at (product.metafields.kontor.published_at)': product.publishedAt,
    'Sold in 90 days (product.metafields.kontor.sales_count)': String(product.salesCount),
    Status: product.active ? 'active' : 'draft',
  }
}

function variantCells(product: SampleProduct, variant: SampleVariant): ProductRow {
  const [firstValue, secondValue] = optionValues(product, variant)
  const { eur, chf } = variant.prices
  return {
    'Option1 Value': firstValue?.en ?? 'Default Title',
    'Option2 Value': secondValue?.en ?? '',
    'Variant SKU': variant.sku,
    'Variant Grams': String(variant.grams),
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Qty': String(variant.stock),
    'Variant Inventory Policy': variant.madeToOrder ? 'continue' : 'deny',
    'Variant Fulfillment Service': 'manual',
    'Variant Price': decimal(eur.amount),
    'Variant Compare At Price': eur.compareAt === null ? '' : decimal(eur.compareAt),
    'Variant Requires Shipping': 'true',
    'Variant Taxable': 'true',
    'Variant Barcode': variant.barcode,
    'Variant Image': `${pictureFolder}/${product.pictures[variant.picture]?.file ?? ''}`,
    'Variant Weight Unit': 'g',
    'Cost per item': decimal(Math.round(eur.amount * 0.45)),
    'Price / Switzerland': decimal(chf.amount),
    'Compare At Price / Switzerland': chf.compareAt === null ? '' : decimal(chf.compareAt),
  }
}

const colourOption = { en: 'Colour', de: 'Farbe' }

/** Only what there is to choose: one colour or one size is no option. */
export function optionNames({ colours, sizes, kind }: SampleProduct): Phrase[] {
  return [...(colours.length > 1 ? [colourOption] : []), ...(sizes.length > 1 ? [kind.sizes.option] : [])]
}

/** In the order of `optionNames`. */
export function optionValues({ colours, sizes }: SampleProduct, variant: SampleVariant): Phrase[] {
  return [
    ...(colours.length > 1 ? [variant.colour.name] : []),
    ...(sizes.length > 1 ? [variant.size.label] : []),
  ]
}

function decimal(amount: number): string {
  return (amount / 100).toFixed(2)
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

/** The German texts as Shopify exports translations. Ids are made up; the field “handle” ties them to products. */
export function translationFile(products: readonly SampleProduct[]): string {
  const rows = [
    ...products.flatMap((product, index) => productTranslations(product, 8_100_000_000_000 + index * 32_768)),
    ...sharedTranslations('PRODUCT_OPTION', 'name', products.flatMap(optionNames), 10_400_000_000_000),
    ...sharedTranslations(
      'PRODUCT_OPTION_VALUE',
      'name',
      products.flatMap((product) => product.variants.flatMap((variant) => optionValues(product, variant))),
      4_200_000_000_000,
    ),
    ...categoryTranslations(products),
  ]
  return stringify([translationHeader, ...rows])
}

function productTranslations({ handle, germanHandle, texts }: SampleProduct, id: number): string[][] {
  const fields: readonly (readonly [string, Phrase])[] = [
    ['title', texts.title],
    ['body_html', texts.description],
    ['handle', { en: handle, de: germanHandle }],
    ['meta_title', texts.seoTitle],
    ['meta_description', texts.seoDescription],
  ]
  return fields.map(([field, text]) => translationRow('PRODUCT', id, field, text))
}

function categoryTranslations(products: readonly SampleProduct[]): string[][] {
  const names = products.flatMap(({ kind }) => [kind.category.root, kind.category.leaf])
  const handles = names.map(({ en, de }) => ({ en: slugOf(en), de: slugOf(de) }))
  return [
    ...sharedTranslations('COLLECTION', 'title', names, 460_000_000_000),
    ...sharedTranslations('COLLECTION', 'handle', handles, 460_000_000_000),
  ]
}

function sharedTranslations(
  type: string,
  field: string,
  texts: readonly Phrase[],
  firstId: number,
): string[][] {
  const unique = new Map(texts.map((text) => [text.en, text]))
  return [...unique.values()].map((text, index) =>
    translationRow(type, firstId + index * 32_768, field, text),
  )
}

/** An apostrophe before the id, as Shopify writes it, so that spreadsheets do not round it. */
function translationRow(type: string, id: number, field: string, text: Phrase): string[] {
  return [type, `'${id}`, field, 'de', '', '', text.en, text.de]
}
