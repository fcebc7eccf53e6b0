import type { CurrencyCode, Language, Locale } from '../locale.ts'

/**
 * Where products come from. PostgreSQL is one adapter; a remote product system and memory are others.
 *
 * Only what a shopper may buy is seen: products that are published and have a price in the locale's currency. Texts
 * fall back to English, one by one. Reads by ids answer in the order of the ids, with `undefined` for what is unknown.
 */
export interface CatalogSource {
  productsByIds(ids: readonly string[], locale: Locale): Promise<(ProductRecord | undefined)[]>
  productIdBySlug(slug: string, language: Language): Promise<string | undefined>
  variantsByIds(ids: readonly string[], locale: Locale): Promise<(VariantRecord | undefined)[]>
  categoriesByIds(ids: readonly string[], language: Language): Promise<(CategoryRecord | undefined)[]>
  categoryIdBySlug(slug: string, language: Language): Promise<string | undefined>
  rootCategoryIds(): Promise<string[]>
  /** @throws InvalidPosition if `after` is not a position of this sort */
  listProducts(request: ProductListRequest, locale: Locale): Promise<ProductPage>
  countProducts(filter: ProductListFilter, locale: Locale): Promise<number>
  /** @throws InvalidPosition if `after` is not a position of a search */
  searchProducts(request: ProductSearchRequest, locale: Locale): Promise<ProductPage>
  countSearch(query: string, locale: Locale): Promise<number>
  suggest(prefix: string, language: Language): Promise<string[]>
  relatedProductIds(productId: string, first: number, locale: Locale): Promise<string[]>
}

export interface ImageRecord {
  readonly url: string
  readonly alt: string
  readonly width: number | null
  readonly height: number | null
}

/** One product with everything a page or a card needs, in one language and price list. JSON, so that it can be cached. */
export interface ProductRecord {
  readonly id: string
  readonly slug: string
  readonly slugs: readonly { readonly language: Language; readonly slug: string }[]
  readonly title: string
  readonly excerpt: string
  readonly descriptionHtml: string
  readonly brand: string | null
  readonly tags: readonly string[]
  /** From the root down to the category that the product belongs to; empty if it belongs to none. */
  readonly categoryPath: readonly CategoryReference[]
  readonly images: readonly ImageRecord[]
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
  /** Published products in this category and below. */
  readonly productCount: number
  readonly image: ImageRecord | null
}

export type ProductSort = 'BEST_SELLING' | 'NEWEST' | 'PRICE_ASCENDING' | 'PRICE_DESCENDING'

export interface ProductListFilter {
  readonly categoryId?: string
  readonly tag?: string
  /** Of the cheapest variant, in minor units, both bounds included. */
  readonly priceFrom?: number
  readonly priceUntil?: number
  readonly available?: boolean
}

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
}

export interface ProductPage {
  readonly edges: readonly { readonly productId: string; readonly position: readonly string[] }[]
  readonly hasNextPage: boolean
}

/** A page was asked for after a position that no page of this list can have given. */
export class InvalidPosition extends Error {
  override readonly name = 'InvalidPosition'
}
