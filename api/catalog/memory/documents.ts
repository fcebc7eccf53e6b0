import type { CountryCode, CurrencyCode, Language } from '../../locale.ts'
import type { ImageRecord, ProductListFilter, VideoRecord } from '../catalog-source.ts'

/**
 * A whole catalogue as plain objects, in every language and price list: what the memory catalogue is made of. Arrays
 * are in shop order.
 */
export interface CatalogDocuments {
  readonly priceLists: readonly PriceListDocument[]
  readonly brands: readonly BrandDocument[]
  readonly attributes: readonly AttributeDocument[]
  readonly categories: readonly CategoryDocument[]
  readonly collections: readonly CollectionDocument[]
  readonly products: readonly ProductDocument[]
}

export type Translated<T> = Readonly<Partial<Record<Language, T>>>

/** A slug that was given up and still leads to what had it. */
export interface FormerSlug {
  readonly language: Language
  readonly slug: string
}

export interface PriceListDocument {
  readonly code: string
  readonly currency: CurrencyCode
  /** Undefined: every country that pays in the currency and has no list of its own. */
  readonly country?: CountryCode
  /** Code of the list that has the prices which this one lacks. */
  readonly inheritsFrom?: string
  /** Whether amounts contain VAT; default: they do. */
  readonly taxIncluded?: boolean
}

export interface BrandDocument {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly url?: string
}

export interface AttributeDocument {
  readonly code: string
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'colour'
  /** UCUM symbol; numbers only. */
  readonly unit?: string
  /** Whether shoppers may filter by it. */
  readonly isFacet: boolean
  readonly names: Translated<string>
  /** Of texts and colours. */
  readonly options?: readonly AttributeOptionDocument[]
}

interface AttributeOptionDocument {
  readonly code: string
  readonly names: Translated<string>
  /** sRGB as #rrggbb. */
  readonly colour?: string
}

interface PageText {
  readonly slug: string
  readonly seoTitle?: string
  readonly seoDescription?: string
}

export interface CategoryText extends PageText {
  readonly name: string
  readonly description?: string
}

export interface CategoryDocument {
  readonly id: string
  readonly parentId?: string
  readonly texts: Translated<CategoryText>
  readonly formerSlugs?: readonly FormerSlug[]
}

export interface CollectionDocument {
  readonly id: string
  readonly texts: Translated<CategoryText>
  readonly formerSlugs?: readonly FormerSlug[]
  readonly image?: ImageRecord
  /** ISO 8601; null: not public. */
  readonly publishedAt: string | null
  readonly unpublishedAt?: string
  /** Members chosen by hand, in their order. */
  readonly productIds?: readonly string[]
  /** Members by rule: whatever matches. */
  readonly rule?: Pick<ProductListFilter, 'categoryId' | 'brands' | 'tags' | 'attributes'>
}

interface ProductText extends PageText {
  readonly title: string
  readonly excerpt?: string
  readonly descriptionHtml?: string
}

export interface ProductDocument {
  readonly id: string
  readonly texts: Translated<ProductText>
  readonly formerSlugs?: readonly FormerSlug[]
  readonly brandId?: string
  readonly tags?: readonly string[]
  readonly categoryId?: string
  readonly images?: readonly ImageDocument[]
  readonly videos?: readonly VideoRecord[]
  readonly attributes?: readonly AttributeValueDocument[]
  /** At most three. */
  readonly optionNames?: readonly Translated<string>[]
  readonly variants: readonly VariantDocument[]
  /** ISO 8601, start of the publication window; null: not published. */
  readonly publishedAt: string | null
  readonly unpublishedAt?: string
  /** Pieces sold of late. */
  readonly salesCount?: number
}

export interface ImageDocument extends ImageRecord {
  /** Alternative texts by language; `alt` is what the others get. */
  readonly alts?: Translated<string>
}

/** One value; an attribute with several has several. `value` is the option's code for texts and colours. */
export interface AttributeValueDocument {
  readonly code: string
  readonly value: string | number | boolean
}

export interface VariantDocument {
  readonly id: string
  readonly sku: string
  /** In the order of the product's `optionNames`. */
  readonly values?: Translated<readonly string[]>
  /** Address of one of the product's images; the first unless given. */
  readonly imageUrl?: string
  readonly barcode?: string
  readonly weightGrams?: number
  readonly taxClass?: 'standard' | 'reduced'
  /** Pieces that can be promised; undefined: sold without counting. */
  readonly available?: number
  readonly prices: readonly PriceDocument[]
}

/** Minor units of the list's currency. */
export interface PriceDocument {
  /** Code of the price list. */
  readonly list: string
  readonly amount: number
  readonly compareAtAmount?: number
  /** Lowest price of the 30 days before the reduction. */
  readonly lowestRecentAmount?: number
  readonly tiers?: readonly { readonly minQuantity: number; readonly amount: number }[]
  /** Prices for a while; windows do not overlap, `until` is not included any more. */
  readonly scheduled?: readonly ScheduledPriceDocument[]
}

interface ScheduledPriceDocument {
  readonly amount: number
  /** ISO 8601. */
  readonly from: string
  readonly until: string
  readonly lowestRecentAmount?: number
}
