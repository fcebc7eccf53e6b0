/** A product on its way to the staging tables, whatever file it comes from. */
export interface ProductDocument {
  /** `product.external_id`. */
  readonly id: string
  /** `category.external_id`; null: in no category. */
  readonly category: string | null
  /** `brand.external_id`; null: none. */
  readonly brand: string | null
  /** What `product.brand` says where there is no such brand. */
  readonly brandName: string | null
  readonly tags: readonly string[]
  readonly published: boolean
  /** ISO 8601; null, and published: as it is, or from the first import on. */
  readonly publishedAt: string | null
  readonly unpublishedAt: string | null
  /** Null: unknown, an existing number stays. */
  readonly salesCount: number | null
  readonly texts: readonly TextDocument[]
  /** Name of each option per language. */
  readonly options: readonly Readonly<Record<string, string>>[]
  readonly images: readonly ImageDocument[]
  /** Null, here and below: the file does not say, what there is stays. */
  readonly videos: readonly VideoDocument[] | null
  readonly attributes: readonly AttributeValueDocument[] | null
  /** Collections by hand. */
  readonly collections: readonly MembershipDocument[] | null
  readonly variants: readonly VariantDocument[]
  /** False if a row was rejected: then a variant that the file lacks may be that row's, and must stay. */
  readonly complete: boolean
}

export interface TextDocument {
  readonly language: string
  readonly slug: string
  readonly title: string
  readonly descriptionHtml: string
  readonly excerpt: string
  readonly seoTitle: string | null
  readonly seoDescription: string | null
  /** What search finds the product by, besides its title, as it is stored; null: made of the next, tags and categories. */
  readonly keywords: string | null
  readonly words: string
}

export interface ImageDocument {
  readonly position: number
  readonly url: string
  readonly alt: string
  /** Null: as they are, if the picture is the same. */
  readonly altTexts: Readonly<Record<string, string>> | null
  readonly width: number | null
  readonly height: number | null
}

interface VideoDocument {
  readonly url: string
  readonly mimeType: string
  readonly posterUrl: string | null
  readonly alt: string
}

export interface AttributeValueDocument {
  /** `attribute.code`. */
  readonly code: string
  /** A text or colour is the code of one of the attribute's options, a date is YYYY-MM-DD. */
  readonly value: string | number | boolean
  /** From 1, of several values of one attribute. */
  readonly position: number
}

interface MembershipDocument {
  /** `collection.external_id`. */
  readonly id: string
  readonly position: number | null
}

export interface VariantDocument {
  readonly line: number
  readonly position: number
  readonly sku: string
  /** Values in the order of the options, per language. */
  readonly optionValues: Readonly<Record<string, readonly string[]>>
  readonly imageUrl: string | null
  readonly barcode: string | null
  readonly weightGrams: number | null
  /** Null: as it is. */
  readonly taxClass: string | null
  readonly prices: readonly PriceDocument[]
  /** Pieces by warehouse; null: sold without counting; undefined: as it is. */
  readonly stock: Readonly<Record<string, number>> | null | undefined
}

export interface PriceDocument {
  /** `price_list.code`. */
  readonly list: string
  /** Minor units. */
  readonly amount: number
  readonly compareAtAmount: number | null
  /** Lowest price of the 30 days before the reduction, of a price that is new here; the shop keeps book of the others. */
  readonly lowestRecentAmount: number | null
  /** Null: as they are. */
  readonly tiers: readonly TierDocument[] | null
  readonly schedules: readonly ScheduleDocument[] | null
}

interface TierDocument {
  readonly minQuantity: number
  readonly amount: number
}

interface ScheduleDocument {
  readonly amount: number
  /** ISO 8601. */
  readonly from: string
  readonly until: string
}
