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

type Records = { readonly [Name in RecordName]: RecordOf<Name> }

/** What a checked line changes; nothing, if it only names the format. */
export function changeOf(name: RecordName, record: Records[RecordName], line: number): Change | undefined {
  // TypeScript does not see that the name chooses the record.
  const as = <Name extends RecordName>(): Records[Name] => record as Records[Name]
  switch (name) {
    case 'catalogue':
      return undefined
    case 'customerGroup': {
      const { code, name: label } = as<'customerGroup'>()
      return definition('customerGroup', line, code, { name: label })
    }
    case 'priceList': {
      const { code, currency, country, customerGroup, inherits, taxIncluded } = as<'priceList'>()
      const fields = { currency, country, customerGroup, inherits, taxIncluded: taxIncluded ?? true }
      return definition('priceList', line, code, fields)
    }
    case 'brand': {
      const { id, slug, name: label, url } = as<'brand'>()
      return definition('brand', line, id, { slug, name: label, url })
    }
    case 'attribute': {
      const { code, valueType, unit, facet, position, names, options } = as<'attribute'>()
      const fields = { valueType, unit, facet: facet ?? false, position: position ?? 0, names }
      return definition('attribute', line, code, { ...fields, options: options ?? [] })
    }
    case 'category': {
      const { id, parent, position, texts } = as<'category'>()
      return definition('category', line, id, { parent, position: position ?? 0, texts })
    }
    case 'collection': {
      const { id, rule, publishedAt, unpublishedAt, position, imageUrl, texts } = as<'collection'>()
      const fields = {
        rule: rule ?? null,
        publishedAt,
        unpublishedAt,
        position: position ?? 0,
        imageUrl,
        texts,
      }
      return definition('collection', line, id, fields)
    }
    case 'product': {
      const product = as<'product'>()
      return {
        kind: 'product',
        line,
        lastLine: line,
        document: productDocument(product, line),
        version: versionOf(product),
        repeatable: product.op !== undefined,
      }
    }
    case 'delete product':
      return {
        kind: 'deletion',
        line,
        id: as<'delete product'>().id,
        version: versionOf(as<'delete product'>()),
      }
    case 'delete collection':
      return definition('collectionDeletion', line, as<'delete collection'>().id, {})
    case 'price': {
      const { sku, list, amount, ...fields } = as<'price'>()
      const price = amount === null ? null : priceDocument({ list, amount, ...fields })
      return { kind: 'price', line, sku, list, price, version: versionOf(fields) }
    }
    case 'stock': {
      const { sku, warehouse = 'main', onHand, ...fields } = as<'stock'>()
      return { kind: 'stock', line, sku, warehouse, onHand, version: versionOf(fields) }
    }
    default:
      return name satisfies never
  }
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
