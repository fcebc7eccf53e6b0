/** A product as it travels to the staging table, as JSON. Property names are those that the SQL of merge-*.ts reads. */
export interface ProductDocument {
  readonly slug: string
  readonly title: string
  readonly description_html: string
  readonly excerpt: string
  readonly seo_title: string | null
  readonly seo_description: string | null
  readonly keywords: string
  readonly brand: string | null
  readonly tags: readonly string[]
  /** `category.external_id`, e.g. “Furniture > Sofas”; null: in no category. */
  readonly category: string | null
  readonly published: boolean
  /** ISO 8601; null: when it is first imported. */
  readonly published_at: string | null
  /** Null: unknown, an existing number stays. */
  readonly sales_count: number | null
  /** Name of each option per language. */
  readonly options: readonly Readonly<Record<string, string>>[]
  readonly images: readonly ImageDocument[]
  readonly variants: readonly VariantDocument[]
  /** False if a row was rejected: then a variant that the file lacks may be that row's, and must stay. */
  readonly complete: boolean
}

export interface ImageDocument {
  readonly position: number
  readonly url: string
  readonly alt: string
}

export interface VariantDocument {
  readonly line: number
  readonly position: number
  readonly sku: string
  /** Values in the order of the options, per language. */
  readonly option_values: Readonly<Record<string, readonly string[]>>
  readonly image_url: string | null
  readonly barcode: string | null
  readonly weight_grams: number | null
  /** Null: sold without counting. */
  readonly on_hand: number | null
  readonly prices: readonly PriceDocument[]
}

export interface PriceDocument {
  /** `price_list.code`. */
  readonly list: string
  readonly amount: number
  readonly compare_at_amount: number | null
}
