import type { CurrencyCode, Language, Locale } from '../../locale.ts'
import type {
  CategoryRecord,
  CollectionRecord,
  FacetRecord,
  FacetRequest,
  ProductCardRecord,
  ProductListFilter,
  ProductRecord,
  ProductSearchRequest,
  VariantRecord,
} from '../catalog-source.ts'
import type {
  CardDocument,
  CategoryDocument,
  CollectionDocument,
  FacetDocument,
  LocaleParameters,
  ProductDocument,
  Question,
  VariantDocument,
} from './protocol.ts'
import { sanitizeProductHtml } from '../product-html.ts'

/**
 * Whose prices count. With `own`, documents without a price become records with an amount of 0, which the composed
 * catalogue replaces before anybody sees them; with `remote` they are not for sale.
 */
export type PriceSource = 'remote' | 'own'

/** @returns undefined if it is not for sale: none of its variants has a price */
export function productRecord(
  document: ProductDocument,
  currency: CurrencyCode,
  prices: PriceSource,
): ProductRecord | undefined {
  const variants = document.variants.flatMap((variant) => variantRecord(variant, currency, prices) ?? [])
  if (variants.length === 0) return undefined
  return {
    id: document.id,
    slug: document.slug,
    slugs: slugRecords(document.slugs),
    title: document.title,
    excerpt: document.excerpt,
    descriptionHtml: sanitizeProductHtml(document.description_html),
    brand: document.brand,
    tags: document.tags,
    categoryPath: document.category_path,
    images: document.images,
    videos: document.videos.map(({ url, mime_type, poster_url, alt }) => ({
      url,
      mimeType: mime_type,
      posterUrl: poster_url,
      alt,
    })),
    attributes: document.attributes,
    options: document.options,
    variants,
    seoTitle: document.seo.title,
    seoDescription: document.seo.description,
    publishedAt: instant(document.published_at),
  }
}

/** @returns undefined if it is not for sale */
export function variantRecord(
  document: VariantDocument,
  currency: CurrencyCode,
  prices: PriceSource,
): VariantRecord | undefined {
  const price = document.price ?? (prices === 'own' ? withoutPrice(currency) : undefined)
  // A price in another currency than the one asked for would be charged as it stands.
  if (price?.currency !== currency) return undefined
  return {
    id: document.id,
    productId: document.product_id,
    sku: document.sku,
    title: document.title,
    selectedOptions: document.options,
    currency: price.currency,
    amount: price.amount,
    compareAtAmount: price.compare_at,
    lowestRecentAmount: price.lowest_recent,
    tiers: price.tiers.map(({ from_quantity, amount }) => ({ minQuantity: from_quantity, amount })),
    taxIncluded: price.tax_included,
    available: document.stock,
    image: document.image,
    barcode: document.barcode,
    weightGrams: document.weight_grams,
    taxClass: document.tax_class,
  }
}

function withoutPrice(currency: CurrencyCode): NonNullable<VariantDocument['price']> {
  return { currency, amount: 0, compare_at: null, lowest_recent: null, tax_included: true, tiers: [] }
}

/** @returns undefined if it is not for sale */
export function cardRecord(
  { price: given, published_at, ...card }: CardDocument,
  currency: CurrencyCode,
  prices: PriceSource,
): ProductCardRecord | undefined {
  const price =
    given ??
    (prices === 'own'
      ? { currency, minimum: 0, maximum: 0, compare_at: null, lowest_recent: null }
      : undefined)
  if (price?.currency !== currency) return undefined
  return {
    ...card,
    currency: price.currency,
    minimumAmount: price.minimum,
    maximumAmount: price.maximum,
    compareAtAmount: price.compare_at,
    lowestRecentAmount: price.lowest_recent,
    publishedAt: instant(published_at),
  }
}

export function categoryRecord({ seo, slugs, product_count, ...category }: CategoryDocument): CategoryRecord {
  return {
    ...category,
    slugs: slugRecords(slugs),
    productCount: product_count,
    seoTitle: seo.title,
    seoDescription: seo.description,
  }
}

export function collectionRecord({ seo, slugs, ...collection }: CollectionDocument): CollectionRecord {
  return {
    ...collection,
    slugs: slugRecords(slugs),
    seoTitle: seo.title,
    seoDescription: seo.description,
  }
}

export function facetRecord({ is_estimate, ...facet }: FacetDocument): FacetRecord {
  return { ...facet, isEstimate: is_estimate }
}

export function localeParameters({ language, country, currency }: Locale): LocaleParameters {
  return { language: languageParameter(language), country, currency }
}

export function languageParameter(language: Language): 'de' | 'en' {
  return language === 'DE' ? 'de' : 'en'
}

const sortParameters = {
  BEST_SELLING: 'best_selling',
  MANUAL: 'manual',
  NEWEST: 'newest',
  PRICE_ASCENDING: 'price_ascending',
  PRICE_DESCENDING: 'price_descending',
  RELEVANCE: 'relevance',
} as const satisfies Record<ProductSearchRequest['sort'], Question['sort']>

/** What is asked, in the words of the protocol. The cursor is the one part of a position. */
export function questionOf(
  request: FacetRequest &
    Partial<Pick<ProductSearchRequest, 'sort' | 'first'>> & { readonly cursor?: string },
  locale: Locale,
): Question {
  const { query, filter, sort, first, cursor } = request
  return {
    locale: localeParameters(locale),
    filter: filterParameters(filter),
    ...(query === undefined ? {} : { query }),
    ...(sort === undefined ? {} : { sort: sortParameters[sort] }),
    ...(first === undefined ? {} : { first }),
    ...(cursor === undefined ? {} : { after: cursor }),
  }
}

function filterParameters(filter: ProductListFilter): Question['filter'] {
  return {
    category_id: filter.categoryId,
    collection_id: filter.collectionId,
    brands: filter.brands?.slice(),
    tags: filter.tags?.slice(),
    price_from: filter.priceFrom,
    price_until: filter.priceUntil,
    available: filter.available,
    attributes: filter.attributes?.map((attribute) =>
      attribute.kind === 'options' ? { ...attribute, options: attribute.options.slice() } : attribute,
    ),
  }
}

function slugRecords(slugs: ProductDocument['slugs']): { language: Language; slug: string }[] {
  return slugs.map(({ language, slug }) => ({ language: language === 'de' ? 'DE' : 'EN', slug }))
}

function instant(text: string): string {
  return new Date(text).toISOString()
}
