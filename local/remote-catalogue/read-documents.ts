import { recordSchemas, type RecordName, type RecordOf } from '../../api/catalog/import/json-lines-records.ts'
import type {
  AttributeValueDocument,
  CatalogDocuments,
  CategoryText,
  CollectionDocument,
  ProductDocument,
  Translated,
  VariantDocument,
} from '../../api/catalog/memory/documents.ts'
import type { CountryCode } from '../../api/locale.ts'

/** Records of the kinds that a catalogue in memory holds. */
const kinds = ['priceList', 'brand', 'attribute', 'category', 'collection', 'product'] as const
type Kind = (typeof kinds)[number]
type Records = { readonly [K in Kind]: RecordOf<K>[] }

/**
 * Reads a catalogue in Kontor's own format (docs/catalogue-import.md), as its export writes it. Collections by rule
 * have the members that the products name; customer groups and their prices are left out.
 *
 * @throws Error naming the first line that is no record
 */
export function readDocuments(jsonLines: string): CatalogDocuments {
  const records: Records = {
    priceList: [],
    brand: [],
    attribute: [],
    category: [],
    collection: [],
    product: [],
  }
  for (const [index, text] of jsonLines.split('\n').entries()) {
    if (text.trim() !== '') addRecord(records, text, index + 1)
  }
  const { brand, attribute, category, collection, product } = records
  return {
    priceLists: priceLists(records.priceList),
    brands: brand.map(({ id, slug, name, url }) => ({ id, slug, name, ...given({ url }) })),
    attributes: byPosition(attribute).map(({ code, valueType, unit, facet, names, options }) => ({
      code,
      type: valueType,
      isFacet: facet ?? false,
      names: byLanguage(names),
      ...given({ unit }),
      options: byPosition(options ?? []).map((option) => ({
        code: option.code,
        names: byLanguage(option.names),
        ...given({ colour: option.colour }),
      })),
    })),
    categories: byPosition(category).map(({ id, parent, texts }) => ({
      id,
      texts: pageTexts(texts),
      ...given({ parentId: parent }),
    })),
    collections: byPosition(collection).map((one) => collectionDocument(one, product)),
    products: product.map(productDocument),
  }
}

function addRecord(records: Records, text: string, line: number): void {
  try {
    const record = JSON.parse(text) as { readonly type?: unknown }
    const kind = kinds.find((one) => one === record.type)
    if (kind === undefined) return
    const list: unknown[] = records[kind]
    list.push(recordSchemas[kind satisfies RecordName].parse(record))
  } catch (error) {
    throw new Error(`Line ${line} is no record of a catalogue: ${text.slice(0, 100)}`, { cause: error })
  }
}

function priceLists(records: readonly RecordOf<'priceList'>[]): CatalogDocuments['priceLists'] {
  // Lists that every database has; a file need not name them.
  const general = [
    { code: 'eur', currency: 'EUR' },
    { code: 'chf', currency: 'CHF' },
  ] as const
  const others = records
    .filter(({ code, customerGroup }) => customerGroup == null && !general.some((list) => list.code === code))
    .map(({ code, currency, country, inherits, taxIncluded }) => ({
      code,
      currency: currency === 'CHF' ? ('CHF' as const) : ('EUR' as const),
      ...given({ country: country as CountryCode | null | undefined, inheritsFrom: inherits, taxIncluded }),
    }))
  return [...general, ...others]
}

function collectionDocument(
  { id, texts, publishedAt, unpublishedAt, imageUrl }: RecordOf<'collection'>,
  products: readonly RecordOf<'product'>[],
): CollectionDocument {
  const members = products.flatMap(({ id: productId, collections = [] }) =>
    collections
      .filter((membership) => membership.id === id)
      .map(({ position }) => ({ productId, position: position ?? Number.MAX_SAFE_INTEGER })),
  )
  return {
    id,
    texts: pageTexts(texts),
    publishedAt: publishedAt ?? null,
    productIds: byPosition(members).map(({ productId }) => productId),
    ...given({ unpublishedAt }),
    ...(imageUrl == null ? {} : { image: { url: imageUrl, alt: '', width: null, height: null } }),
  }
}

function productDocument(product: RecordOf<'product'>): ProductDocument {
  const { id, texts, options = [], images = [], videos = [], variants } = product
  const published = { publishedAt: product.publishedAt ?? null }
  return {
    id,
    ...published,
    ...given({
      unpublishedAt: product.unpublishedAt,
      brandId: product.brand,
      categoryId: product.category,
      tags: product.tags,
      salesCount: product.salesCount,
    }),
    texts: byLanguage(
      mapValues(texts, ({ slug, title, descriptionHtml, excerpt, seoTitle, seoDescription }) => ({
        // The importer makes an address where there is none; here the id has to do.
        slug: slug ?? id.toLowerCase(),
        title,
        ...given({ descriptionHtml, excerpt, seoTitle, seoDescription }),
      })),
    ),
    attributes: Object.entries(product.attributes ?? {}).flatMap(([code, values]) =>
      [values].flat().map((value): AttributeValueDocument => ({ code, value })),
    ),
    optionNames: options.map(byLanguage),
    images: images.map(({ url, alt, altTexts, width, height }) => ({
      url,
      alt: alt ?? '',
      width: width ?? null,
      height: height ?? null,
      ...(altTexts === undefined ? {} : { alts: byLanguage(altTexts) }),
    })),
    videos: videos.map(({ url, mimeType, posterUrl, alt }) => ({
      url,
      mimeType,
      posterUrl: posterUrl ?? null,
      alt: alt ?? '',
    })),
    variants: variants.map(variantDocument),
  }
}

function variantDocument(variant: RecordOf<'product'>['variants'][number]): VariantDocument {
  const { sku, optionValues, image, barcode, weightGrams, taxClass, prices, stock } = variant
  return {
    id: sku,
    sku,
    ...(optionValues === undefined ? {} : { values: byLanguage(optionValues) }),
    ...(stock == null ? {} : { available: Object.values(stock).reduce((sum, pieces) => sum + pieces, 0) }),
    ...given({ imageUrl: image, barcode, weightGrams, taxClass }),
    prices: prices.map(({ list, amount, compareAtAmount, lowestRecentAmount, tiers, schedules }) => ({
      list,
      amount,
      ...given({ compareAtAmount, lowestRecentAmount, tiers, scheduled: schedules }),
    })),
  }
}

function pageTexts(texts: RecordOf<'category'>['texts']): Translated<CategoryText> {
  return byLanguage(
    mapValues(texts, ({ slug, name, description, seoTitle, seoDescription }) => ({
      slug,
      name,
      ...given({ description, seoTitle, seoDescription }),
    })),
  )
}

type InLanguages<T> = Readonly<Partial<Record<'de' | 'en', T>>>

function byLanguage<T>({ de, en }: InLanguages<T>): Translated<T> {
  return { ...(de === undefined ? {} : { DE: de }), ...(en === undefined ? {} : { EN: en }) }
}

function mapValues<T, U>({ de, en }: InLanguages<T>, work: (value: T) => U): InLanguages<U> {
  return { ...(de === undefined ? {} : { de: work(de) }), ...(en === undefined ? {} : { en: work(en) }) }
}

/** The fields that have a value. */
function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as { [K in keyof T]?: NonNullable<T[K]> }
}

function byPosition<T extends { readonly position?: number | undefined }>(records: readonly T[]): T[] {
  return records.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
}
