import type { RequestContext } from '../context.ts'
import { DatabaseUnavailable } from '../database/database.ts'
import { encodeGlobalId } from '../schema/global-id.ts'
import {
  type AttributeValueRecord,
  CatalogUnavailable,
  type ProductCardRecord,
  type ProductRecord,
  type VariantRecord,
} from './catalog-source.ts'
import { categoryOfPath, categoryOfReference } from './category-resolvers.ts'
import { catalogLoaders } from './loaders.ts'
import { checkPageSize } from './product-connection.ts'

/** More are not shown exactly: neither competitors nor shoppers need the stock of a warehouse. */
const mostPiecesShown = 99

/** What the fields of Product are resolved from: lists have cards, which are enough for what lists show. */
export type ProductParent = ProductRecord | ProductCardRecord

/** The product with all that its page shows; read, for all cards of an answer at once, if only a card is known. */
async function whole(product: ProductParent, context: RequestContext): Promise<ProductRecord> {
  if ('variants' in product) return product
  const record = await catalogLoaders(context).products.load(product.id)
  return record ?? removedMeanwhile(product)
}

/** A list may be seconds older than its products; what the card says of one that is gone stays true for this answer. */
function removedMeanwhile(card: ProductCardRecord): ProductRecord {
  return {
    id: card.id,
    slug: card.slug,
    slugs: [],
    title: card.title,
    excerpt: card.excerpt,
    descriptionHtml: '',
    brand: null,
    tags: card.tags,
    categoryPath: card.category === null ? [] : [card.category],
    images: card.image === null ? [] : [card.image],
    videos: [],
    attributes: [],
    options: [],
    variants: [],
    seoTitle: null,
    seoDescription: null,
    publishedAt: card.publishedAt,
  }
}

/** A field that only the whole product has. */
function ofWhole<Value>(read: (product: ProductRecord) => Value) {
  return async (product: ProductParent, _: unknown, context: RequestContext): Promise<Value> =>
    read(await whole(product, context))
}

function brandName(product: ProductParent): string | null {
  return product.brand === null || typeof product.brand === 'string' ? product.brand : product.brand.name
}

export const productResolvers = {
  id: (product: ProductParent) => encodeGlobalId('Product', product.id),
  brand: brandName,
  vendor: brandName,
  brandDetails: ofWhole(({ brand }) => brand),
  descriptionHtml: ofWhole(({ descriptionHtml }) => descriptionHtml),
  category: (product: ProductParent) =>
    'categoryPath' in product
      ? categoryOfPath(product.categoryPath)
      : product.category && categoryOfReference(product.category),
  featuredImage: (product: ProductParent) =>
    'images' in product ? (product.images[0] ?? null) : product.image,
  images: ofWhole(({ images }) => images),
  videos: ofWhole(({ videos }) => videos),
  options: ofWhole(({ options }) => options),
  variants: ofWhole(({ variants }) => variants),
  attributes: async (product: ProductParent, _: unknown, context: RequestContext) => {
    const { attributes } = await whole(product, context)
    return attributes.map(({ values, ...attribute }) => ({
      ...attribute,
      values: values.map((value) => attributeValue(value, attribute.unit, context)),
    }))
  },
  priceRange: (product: ProductParent) =>
    'variants' in product ? priceRange(product.variants) : priceRangeOfCard(product),
  availableForSale: (product: ProductParent) =>
    'variants' in product ? product.variants.some(isAvailable) : product.available,
  seo: ofWhole((product) => ({
    title: product.seoTitle ?? product.title,
    description: product.seoDescription ?? product.excerpt,
  })),
  alternates: ofWhole(({ slugs }) => slugs),
  related: relatedProducts,
}

export const variantResolvers = {
  id: (variant: VariantRecord) => encodeGlobalId('ProductVariant', variant.id),
  price: (variant: VariantRecord) => ({ amount: variant.amount, currencyCode: variant.currency }),
  compareAtPrice: ({ compareAtAmount, currency }: VariantRecord) => money(compareAtAmount, currency),
  lowestRecentPrice: ({ lowestRecentAmount, currency }: VariantRecord) => money(lowestRecentAmount, currency),
  priceTiers: ({ tiers, currency }: VariantRecord) =>
    tiers.map(({ minQuantity, amount }) => ({ minQuantity, price: { amount, currencyCode: currency } })),
  availableForSale: isAvailable,
  quantityAvailable: ({ available }: VariantRecord) =>
    available === null ? null : Math.min(Math.max(available, 0), mostPiecesShown),
  product: (variant: VariantRecord, _: unknown, context: RequestContext) =>
    catalogLoaders(context).products.load(variant.productId),
}

export const brandResolvers = {
  // A brand's slug is as good a key as its number, and the only one that every source of a catalogue finds it by.
  id: ({ slug }: { readonly slug: string }) => encodeGlobalId('Brand', slug),
}

function money(amount: number | null, currencyCode: string) {
  return amount === null ? null : { amount, currencyCode }
}

function isAvailable({ available }: VariantRecord): boolean {
  return available === null || available > 0
}

function priceRange(variants: readonly VariantRecord[]) {
  const amounts = variants.map(({ amount }) => amount)
  const before = variants.flatMap(({ compareAtAmount }) =>
    compareAtAmount === null ? [] : [compareAtAmount],
  )
  const reduced = variants
    .filter(({ lowestRecentAmount }) => lowestRecentAmount !== null)
    .toSorted((a, b) => a.amount - b.amount)
  const currency = variants[0]?.currency ?? ''
  return {
    minimum: money(Math.min(...amounts), currency),
    maximum: money(Math.max(...amounts), currency),
    compareAt: money(before.length === 0 ? null : Math.max(...before), currency),
    lowestRecent: money(reduced[0]?.lowestRecentAmount ?? null, currency),
  }
}

function priceRangeOfCard(card: ProductCardRecord) {
  return {
    minimum: money(card.minimumAmount, card.currency),
    maximum: money(card.maximumAmount, card.currency),
    compareAt: money(card.compareAtAmount, card.currency),
    lowestRecent: money(card.lowestRecentAmount, card.currency),
  }
}

function attributeValue(value: AttributeValueRecord, unit: string | null, { locale }: RequestContext) {
  switch (value.type) {
    case 'text':
      return { label: value.label, code: value.code }
    case 'colour':
      return { label: value.label, code: value.code, colour: value.colour }
    case 'number': {
      const text = numberFormats[locale.language].format(value.value)
      return { label: unit === null ? text : `${text} ${unit}`, number: value.value }
    }
    case 'boolean':
      return { label: booleanLabels[locale.language][`${value.value}`], boolean: value.value }
    case 'date':
      return {
        label: dateFormats[locale.language].format(new Date(`${value.value}T00:00:00Z`)),
        date: value.value,
      }
  }
}

// Made once: making one costs as much as a hundred uses.
const numberFormats = {
  DE: new Intl.NumberFormat('de-DE', { maximumFractionDigits: 6 }),
  EN: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 }),
} as const
const dateFormats = {
  DE: new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'UTC' }),
  EN: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
} as const
const booleanLabels = { DE: { true: 'Ja', false: 'Nein' }, EN: { true: 'Yes', false: 'No' } } as const

async function relatedProducts(
  product: ProductParent,
  { first }: { first: number },
  context: RequestContext,
): Promise<ProductCardRecord[]> {
  checkPageSize(first)
  const { application, locale } = context
  // Rolled out by product, not by viewer: the answer is shared (@public).
  if (!(await application.featureFlags.isEnabled('related-products', product.id))) return []
  return application.catalog.relatedProducts(product.id, first, locale).catch((error: unknown) => {
    if (!(error instanceof CatalogUnavailable) && !(error instanceof DatabaseUnavailable)) throw error
    // An extra must not take the page down with it; and its absence must not be kept for others.
    context.keepPrivate()
    context.log.warn({ err: error }, 'related products are left out, because their source is away')
    return []
  })
}
