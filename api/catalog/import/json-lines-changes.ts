import { hash } from 'node:crypto'
import { excerptOf, sanitizeProductHtml } from '../product-html.ts'
import type { Change, DefinitionKind } from './change.ts'
import type { RecordName, RecordOf } from './json-lines-records.ts'
import type {
  AttributeValueDocument,
  PriceDocument,
  ProductDocument,
  TextDocument,
} from './product-document.ts'
import { slugOf } from './slug.ts'

/** What a checked line changes; nothing, if it only names the format. */
export function changeOf<Name extends RecordName>(
  name: Name,
  record: RecordOf<Name>,
  line: number,
): Change | undefined {
  return changes[name](record, line)
}

const changes: {
  readonly [Name in RecordName]: (record: RecordOf<Name>, line: number) => Change | undefined
} = {
  catalogue: () => undefined,
  customerGroup: ({ code, name }, line) => definition('customerGroup', line, code, { name }),
  priceList: ({ code, currency, country, customerGroup, inherits, taxIncluded }, line) =>
    definition('priceList', line, code, {
      currency,
      country,
      customerGroup,
      inherits,
      taxIncluded: taxIncluded ?? true,
    }),
  brand: ({ id, slug, name, url }, line) => definition('brand', line, id, { slug, name, url }),
  attribute: ({ code, valueType, unit, facet, position, names, options }, line) =>
    definition('attribute', line, code, {
      valueType,
      unit,
      facet: facet ?? false,
      position: position ?? 0,
      names,
      options: options ?? [],
    }),
  category: ({ id, parent, position, texts }, line) =>
    definition('category', line, id, { parent, position: position ?? 0, texts }),
  collection: ({ id, rule, publishedAt, unpublishedAt, position, imageUrl, texts }, line) =>
    definition('collection', line, id, {
      rule: rule ?? null,
      publishedAt,
      unpublishedAt,
      position: position ?? 0,
      imageUrl,
      texts,
    }),
  product: (product, line) => ({
    kind: 'product',
    line,
    lastLine: line,
    document: productDocument(product, line),
    version: versionOf(product),
    repeatable: product.op !== undefined,
  }),
  'delete product': (record, line) => ({ kind: 'deletion', line, id: record.id, version: versionOf(record) }),
  'delete collection': ({ id }, line) => definition('collectionDeletion', line, id, {}),
  price: ({ sku, list, amount, ...fields }, line) => ({
    kind: 'price',
    line,
    sku,
    list,
    price: amount === null ? null : priceDocument({ list, amount, ...fields }),
    version: versionOf(fields),
  }),
  stock: ({ sku, warehouse = 'main', onHand, ...fields }, line) => ({
    kind: 'stock',
    line,
    sku,
    warehouse,
    onHand,
    version: versionOf(fields),
  }),
}

function definition(of: DefinitionKind, line: number, id: string, fields: object): Change {
  return { kind: 'definition', of, line, id, document: { id, ...fields }, implied: false }
}

/** Milliseconds are too coarse for a busy sender, so times count by the microsecond. */
function versionOf(record: { version?: number | undefined; updatedAt?: string | undefined }): number | null {
  if (record.version !== undefined) return record.version
  if (record.updatedAt === undefined) return null
  const fraction = /\.\d{3}(\d{1,3})/.exec(record.updatedAt)?.[1] ?? ''
  return Date.parse(record.updatedAt) * 1000 + Number(fraction.padEnd(3, '0'))
}

function productDocument(product: RecordOf<'product'>, line: number): ProductDocument {
  return {
    id: product.id,
    category: product.category ?? null,
    brand: product.brand ?? null,
    brandName: null,
    tags: product.tags ?? [],
    published: product.publishedAt != null,
    publishedAt: product.publishedAt ?? null,
    unpublishedAt: product.unpublishedAt ?? null,
    salesCount: product.salesCount ?? null,
    texts: Object.entries(product.texts).map(([language, text]) => textDocument(language, text, product.id)),
    options: product.options ?? [],
    images: (product.images ?? []).map(({ url, alt, altTexts, width, height }, index) => ({
      position: index + 1,
      url,
      alt: alt ?? '',
      altTexts: altTexts ?? {},
      width: width ?? null,
      height: height ?? null,
    })),
    videos:
      product.videos?.map(({ url, mimeType, posterUrl, alt }) => ({
        url,
        mimeType,
        posterUrl: posterUrl ?? null,
        alt: alt ?? '',
      })) ?? null,
    attributes: product.attributes === undefined ? null : attributeValues(product.attributes),
    collections: product.collections?.map(({ id, position }) => ({ id, position: position ?? null })) ?? null,
    variants: product.variants.map((variant, index) => ({
      line,
      position: index + 1,
      sku: variant.sku,
      optionValues: variant.optionValues ?? { en: [] },
      imageUrl: variant.image ?? null,
      barcode: variant.barcode ?? null,
      weightGrams: variant.weightGrams ?? null,
      taxClass: variant.taxClass ?? null,
      // The line is the truth about the product: no tiers are none.
      prices: variant.prices.map((price) => priceDocument({ tiers: [], schedules: [], ...price })),
      stock: variant.stock,
    })),
    complete: true,
  }
}

function textDocument(
  language: string,
  text: NonNullable<RecordOf<'product'>['texts']['en']>,
  id: string,
): TextDocument {
  const descriptionHtml = sanitizeProductHtml(text.descriptionHtml ?? '')
  return {
    language,
    slug: text.slug ?? (slugOf(text.title) || slugOf(id) || `product-${hash('md5', id).slice(0, 12)}`),
    title: text.title,
    descriptionHtml,
    excerpt: text.excerpt ?? excerptOf(descriptionHtml),
    seoTitle: text.seoTitle ?? null,
    seoDescription: text.seoDescription ?? null,
    keywords: text.keywords ?? null,
    words: '',
  }
}

function attributeValues(
  attributes: NonNullable<RecordOf<'product'>['attributes']>,
): readonly AttributeValueDocument[] {
  return Object.entries(attributes).flatMap(([code, values]) =>
    [values].flat().map((value, index) => ({ code, value, position: index + 1 })),
  )
}

function priceDocument(price: RecordOf<'product'>['variants'][number]['prices'][number]): PriceDocument {
  return {
    list: price.list,
    amount: price.amount,
    compareAtAmount: price.compareAtAmount ?? null,
    lowestRecentAmount: price.lowestRecentAmount ?? null,
    tiers: price.tiers ?? null,
    schedules: price.schedules ?? null,
  }
}
