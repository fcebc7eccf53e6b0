import type { CurrencyCode, Language, Locale } from '../locale.ts'

/**
 * Where products come from. PostgreSQL is one adapter; a remote product system and memory are others.
 *
 * Only what a shopper may buy is seen: products that are published and have a price in the locale's currency. Texts
 * fall back to English, one by one. Reads by ids answer in the order of the ids, with `undefined` for what is unknown.
 */
export interface CatalogSource {
  productsByIds(ids: readonly string[], locale: Locale): Promise<(ProductRecord | undefined)[]>
  /**
   * By its slug in the given language, in any other, or by a former one: compare the record's `slug` to know whether
   * the link is out of date.
   */
  productBySlug(slug: string, locale: Locale): Promise<ProductRecord | undefined>
  variantsByIds(ids: readonly string[], locale: Locale): Promise<(VariantRecord | undefined)[]>
  categoriesByIds(ids: readonly string[], language: Language): Promise<(CategoryRecord | undefined)[]>
  /** As `productBySlug`, former slugs included. */
  categoryIdBySlug(slug: string, language: Language): Promise<string | undefined>
  rootCategoryIds(): Promise<string[]>
  collectionsByIds(ids: readonly string[], language: Language): Promise<(CollectionRecord | undefined)[]>
  /** As `productBySlug`, former slugs included. */
  collectionIdBySlug(slug: string, language: Language): Promise<string | undefined>
  /** Public ones, in shop order; at most 100. */
  collectionIds(): Promise<string[]>
  brandBySlug(slug: string): Promise<BrandRecord | undefined>
  /**
   * @throws InvalidPosition if `after` is not a position of this sort
   * @throws UnknownFacet if the filter names an attribute that is none, or is no facet, or not of that type
   */
  listProducts(request: ProductListRequest, locale: Locale): Promise<ProductPage>
  /** At most `countLimit` are counted. */
  countProducts(filter: ProductListFilter, locale: Locale): Promise<number>
  /** @throws InvalidPosition if `after` is not a position of a search in this sort; UnknownFacet as listProducts */
  searchProducts(request: ProductSearchRequest, locale: Locale): Promise<ProductPage>
  /** At most `countLimit` are counted. */
  countSearch(query: string, filter: ProductListFilter, locale: Locale): Promise<number>
  /**
   * What the matches can be narrowed down by, in shop order; a facet's own selection does not narrow its own counts
   * (so that a second colour can be chosen). Facets without a value among the matches are left out.
   * @throws UnknownFacet as listProducts does
   */
  facets(request: FacetRequest, locale: Locale): Promise<FacetRecord[]>
  suggest(prefix: string, language: Language): Promise<string[]>
  relatedProducts(productId: string, first: number, locale: Locale): Promise<ProductCardRecord[]>
}

export interface ImageRecord {
  readonly url: string
  readonly alt: string
  readonly width: number | null
  readonly height: number | null
}

/** Matches that are counted; beyond it the number costs more than it is worth. */
export const countLimit = 10_000

export interface VideoRecord {
  readonly url: string
  readonly mimeType: string
  readonly posterUrl: string | null
  readonly alt: string
}

/** What a list shows of a product. One statement gives a page of them. */
export interface ProductCardRecord {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly excerpt: string
  readonly brand: string | null
  readonly tags: readonly string[]
  readonly category: CategoryReference | null
  readonly image: ImageRecord | null
  readonly currency: CurrencyCode
  /** Minor units of the currency. */
  readonly minimumAmount: number
  readonly maximumAmount: number
  /** Of the variant that was reduced most. */
  readonly compareAtAmount: number | null
  /** Lowest price of the 30 days before the reduction, of the cheapest reduced variant; null: not reduced. */
  readonly lowestRecentAmount: number | null
  readonly available: boolean
  /** ISO 8601. */
  readonly publishedAt: string
}

/** Value of a typed attribute; `label` is what shoppers read, in the language that was asked for. */
export type AttributeValueRecord =
  | { readonly type: 'text'; readonly code: string; readonly label: string }
  | { readonly type: 'colour'; readonly code: string; readonly label: string; readonly colour: string | null }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** ISO 8601 date. */
  | { readonly type: 'date'; readonly value: string }

export interface AttributeRecord {
  readonly code: string
  readonly name: string
  /** UCUM symbol, e.g. cm; numbers only. */
  readonly unit: string | null
  readonly values: readonly AttributeValueRecord[]
}

export interface BrandRecord {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly url: string | null
}

export interface CollectionRecord {
  readonly id: string
  readonly slug: string
  readonly slugs: readonly { readonly language: Language; readonly slug: string }[]
  readonly name: string
  readonly description: string | null
  readonly seoTitle: string | null
  readonly seoDescription: string | null
  readonly image: ImageRecord | null
}

/** One product with everything a page or a card needs, in one language and price list. JSON, so that it can be cached. */
export interface ProductRecord {
  readonly id: string
  readonly slug: string
  readonly slugs: readonly { readonly language: Language; readonly slug: string }[]
  readonly title: string
  readonly excerpt: string
  readonly descriptionHtml: string
  readonly brand: BrandRecord | null
  readonly tags: readonly string[]
  /** From the root down to the category that the product belongs to; empty if it belongs to none. */
  readonly categoryPath: readonly CategoryReference[]
  readonly images: readonly ImageRecord[]
  readonly videos: readonly VideoRecord[]
  /** In shop order. */
  readonly attributes: readonly AttributeRecord[]
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly variants: readonly VariantRecord[]
  readonly seoTitle: string | null
  readonly seoDescription: string | null
  /** ISO 8601. */
  readonly publishedAt: string
}

export interface VariantRecord {
  readonly id: string
  readonly productId: string
  readonly sku: string
  readonly title: string
  readonly selectedOptions: readonly { readonly name: string; readonly value: string }[]
  readonly currency: CurrencyCode
  /** Minor units of the currency. */
  readonly amount: number
  readonly compareAtAmount: number | null
  /** Lowest price of the 30 days before the reduction (Directive 98/6/EC, Article 6a); null: not reduced. */
  readonly lowestRecentAmount: number | null
  /** Unit prices from a quantity on, fewest first; empty: one price for any quantity. */
  readonly tiers: readonly { readonly minQuantity: number; readonly amount: number }[]
  /** Whether amounts contain VAT. */
  readonly taxIncluded: boolean
  /** Pieces that can be promised; null: sold without counting. */
  readonly available: number | null
  readonly image: ImageRecord | null
  readonly barcode: string | null
  readonly weightGrams: number | null
  readonly taxClass: 'standard' | 'reduced'
}

/** What a link to a category needs, so that a card or a breadcrumb costs no further read. */
export interface CategoryReference {
  readonly id: string
  readonly slug: string
  readonly name: string
}

export interface CategoryRecord extends CategoryReference {
  /** From the root down to the parent. */
  readonly ancestors: readonly CategoryReference[]
  /** In shop order. */
  readonly children: readonly CategoryReference[]
  readonly slugs: readonly { readonly language: Language; readonly slug: string }[]
  readonly description: string | null
  readonly seoTitle: string | null
  readonly seoDescription: string | null
  /** Published products in this category and below. */
  readonly productCount: number
  readonly image: ImageRecord | null
}

/** `MANUAL`: as arranged by hand, with a filter by collection only; members by rule come last, newest first. */
export type ProductSort = 'BEST_SELLING' | 'MANUAL' | 'NEWEST' | 'PRICE_ASCENDING' | 'PRICE_DESCENDING'

/** Matches all that is given. */
export interface ProductListFilter {
  readonly categoryId?: string
  readonly collectionId?: string
  /** Slugs; any of them. */
  readonly brands?: readonly string[]
  /** All of them. */
  readonly tags?: readonly string[]
  /** Of the cheapest variant, in minor units, both bounds included. */
  readonly priceFrom?: number
  readonly priceUntil?: number
  readonly available?: boolean
  /** Each must match; at most one a code. */
  readonly attributes?: readonly AttributeFilter[]
}

/** Any of the options (text, colour), a range with both bounds included (number, date), or a boolean. */
export type AttributeFilter =
  | { readonly code: string; readonly kind: 'options'; readonly options: readonly string[] }
  | { readonly code: string; readonly kind: 'number'; readonly from?: number; readonly until?: number }
  | { readonly code: string; readonly kind: 'date'; readonly from?: string; readonly until?: string }
  | { readonly code: string; readonly kind: 'boolean'; readonly value: boolean }

export interface ProductListRequest {
  readonly first: number
  /** Sort key values of the last row of the page before, as `ProductPage.edges[].position` gave them. */
  readonly after?: readonly string[]
  readonly sort: ProductSort
  readonly filter: ProductListFilter
}

export interface ProductSearchRequest {
  readonly query: string
  readonly first: number
  readonly after?: readonly string[]
  readonly sort: ProductSort | 'RELEVANCE'
  readonly filter: ProductListFilter
}

export interface FacetRequest {
  /** What was searched for; undefined: all products. */
  readonly query?: string
  readonly filter: ProductListFilter
}

export interface FacetRecord {
  /** Code of the attribute, or `brand`, `price`, `availability`, `category`. */
  readonly code: string
  readonly name: string
  readonly unit: string | null
  /** Whether counts are estimates, because more matched than are counted one by one. */
  readonly isEstimate: boolean
  readonly kind: 'options' | 'range' | 'boolean'
  /** Most frequent first; at most 50. For a boolean, `true` and `false`. Empty for a range. */
  readonly options: readonly FacetOptionRecord[]
  /** Smallest and largest value among the matches: minor units for `price`, ISO 8601 for dates; ranges only. */
  readonly minimum: string | null
  readonly maximum: string | null
}

export interface FacetOptionRecord {
  /** What the filter takes: option code, slug of the brand or category. */
  readonly value: string
  readonly label: string
  readonly colour: string | null
  readonly count: number
}

export interface ProductPage {
  readonly edges: readonly { readonly card: ProductCardRecord; readonly position: readonly string[] }[]
  readonly hasNextPage: boolean
}

/** A page was asked for after a position that no page of this list can have given. */
export class InvalidPosition extends Error {
  override readonly name = 'InvalidPosition'
}

/** A filter names an attribute that does not exist, is no facet, or has another type. */
export class UnknownFacet extends Error {
  override readonly name = 'UnknownFacet'
}

/** The source does not answer in time; a cache in front of it serves what it has. */
export class CatalogUnavailable extends Error {
  override readonly name = 'CatalogUnavailable'
}

/** A list that this source cannot give: it would have to look at more than it can; a narrower one it can. */
export class ListTooBroad extends Error {
  override readonly name = 'ListTooBroad'
}
