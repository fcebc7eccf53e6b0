import type { RequestContext } from '../context.ts'
import { encodeGlobalId } from '../schema/global-id.ts'
import type { ProductRecord, VariantRecord } from './catalog-source.ts'
import { categoryOfPath } from './category-resolvers.ts'
import { catalogLoaders } from './loaders.ts'
import { checkPageSize } from './product-connection.ts'

/** More are not shown exactly: neither competitors nor shoppers need the stock of a warehouse. */
const mostPiecesShown = 99

export const productResolvers = {
  id: (product: ProductRecord) => encodeGlobalId('Product', product.id),
  vendor: (product: ProductRecord) => product.brand,
  category: (product: ProductRecord) => categoryOfPath(product.categoryPath),
  featuredImage: (product: ProductRecord) => product.images[0] ?? null,
  priceRange: (product: ProductRecord) => priceRange(product.variants),
  availableForSale: (product: ProductRecord) => product.variants.some(isAvailable),
  seo: (product: ProductRecord) => ({
    title: product.seoTitle ?? product.title,
    description: product.seoDescription ?? product.excerpt,
  }),
  alternates: (product: ProductRecord) => product.slugs,
  related: relatedProducts,
}

export const variantResolvers = {
  id: (variant: VariantRecord) => encodeGlobalId('ProductVariant', variant.id),
  price: (variant: VariantRecord) => ({ amount: variant.amount, currencyCode: variant.currency }),
  compareAtPrice: ({ compareAtAmount, currency }: VariantRecord) =>
    compareAtAmount === null ? null : { amount: compareAtAmount, currencyCode: currency },
  availableForSale: isAvailable,
  quantityAvailable: ({ available }: VariantRecord) =>
    available === null ? null : Math.min(Math.max(available, 0), mostPiecesShown),
  product: (variant: VariantRecord, _: unknown, context: RequestContext) =>
    catalogLoaders(context).products.load(variant.productId),
}

function isAvailable({ available }: VariantRecord): boolean {
  return available === null || available > 0
}

function priceRange(variants: readonly VariantRecord[]) {
  const amounts = variants.map(({ amount }) => amount)
  const before = variants.flatMap(({ compareAtAmount }) =>
    compareAtAmount === null ? [] : [compareAtAmount],
  )
  const currencyCode = variants[0]?.currency
  return {
    minimum: { amount: Math.min(...amounts), currencyCode },
    maximum: { amount: Math.max(...amounts), currencyCode },
    compareAt: before.length === 0 ? null : { amount: Math.max(...before), currencyCode },
  }
}

async function relatedProducts(
  product: ProductRecord,
  { first }: { first: number },
  context: RequestContext,
): Promise<ProductRecord[]> {
  checkPageSize(first)
  const { application, viewer, clientAddress, locale } = context
  const subject = viewer.kind === 'guest' ? clientAddress : viewer.subject
  if (!(await application.featureFlags.isEnabled('related-products', subject))) return []
  const ids = await application.catalog.relatedProductIds(product.id, first, locale)
  const { products } = catalogLoaders(context)
  const related = await Promise.all(ids.map((id) => products.load(id)))
  return related.filter((one) => one !== undefined)
}
