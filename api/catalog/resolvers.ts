import type { RequestContext } from '../context.ts'
import type { NodeResolver, TypeResolvers } from '../schema/feature-module.ts'
import type { BrandRecord, CategoryRecord, CollectionRecord, ProductRecord } from './catalog-source.ts'
import { categoryResolvers } from './category-resolvers.ts'
import { collectionResolvers } from './collection-resolvers.ts'
import { catalogLoaders } from './loaders.ts'
import { listProducts, type ProductListArguments } from './product-list.ts'
import { brandResolvers, productResolvers, variantResolvers } from './product-resolvers.ts'
import { productUpdate, type ProductUpdateArguments } from './admin/update-product.ts'
import { isPossibleSlug } from './slug-arguments.ts'
import { variantPriceSet, type VariantPriceSetArguments } from './admin/set-variant-price.ts'

export const resolvers: Record<string, TypeResolvers> = {
  Query: {
    brand: (_: unknown, { slug }: { slug: string }, context) => brandBySlug(slug, context),
    categories: rootCategories,
    category: (_: unknown, { slug }: { slug: string }, context) => categoryBySlug(slug, context),
    collection: (_: unknown, { slug }: { slug: string }, context) => collectionBySlug(slug, context),
    collections: publicCollections,
    product: (_: unknown, { slug }: { slug: string }, context) => productBySlug(slug, context),
    products: (_: unknown, args: ProductListArguments, context) => listProducts(args, context),
  },
  Mutation: {
    productUpdate: (_: unknown, args: ProductUpdateArguments, context) => productUpdate(args, context),
    variantPriceSet: (_: unknown, args: VariantPriceSetArguments, context) => variantPriceSet(args, context),
  },
  Brand: brandResolvers,
  Category: categoryResolvers,
  Collection: collectionResolvers,
  Product: productResolvers,
  ProductVariant: variantResolvers,
}

export const nodeResolvers: Record<string, NodeResolver> = {
  Brand: (slug, context) => brandBySlug(slug, context),
  Collection: async (id, context) => (await catalogLoaders(context).collections.load(id)) ?? null,
  Product: async (id, context) => (await catalogLoaders(context).products.load(id)) ?? null,
  ProductVariant: async (id, context) => (await catalogLoaders(context).variants.load(id)) ?? null,
  Category: async (id, context) => (await catalogLoaders(context).categories.load(id)) ?? null,
}

async function rootCategories(
  _: unknown,
  _args: unknown,
  context: RequestContext,
): Promise<CategoryRecord[]> {
  const ids = await context.application.catalog.rootCategoryIds()
  const { categories } = catalogLoaders(context)
  const roots = await Promise.all(ids.map((id) => categories.load(id)))
  return roots.filter((root) => root !== undefined)
}

async function categoryBySlug(slug: string, context: RequestContext): Promise<CategoryRecord | null> {
  if (!isPossibleSlug(slug)) return null
  const id = await context.application.catalog.categoryIdBySlug(slug, context.locale.language)
  return id === undefined ? null : ((await catalogLoaders(context).categories.load(id)) ?? null)
}

async function productBySlug(slug: string, context: RequestContext): Promise<ProductRecord | null> {
  if (!isPossibleSlug(slug)) return null
  const product = await context.application.catalog.productBySlug(slug, context.locale)
  if (product === undefined) return null
  // Its variants lead back to it.
  catalogLoaders(context).products.prime(product.id, product)
  return product
}

async function collectionBySlug(slug: string, context: RequestContext): Promise<CollectionRecord | null> {
  if (!isPossibleSlug(slug)) return null
  const id = await context.application.catalog.collectionIdBySlug(slug, context.locale.language)
  return id === undefined ? null : ((await catalogLoaders(context).collections.load(id)) ?? null)
}

async function publicCollections(
  _: unknown,
  _args: unknown,
  context: RequestContext,
): Promise<CollectionRecord[]> {
  const ids = await context.application.catalog.collectionIds()
  const { collections } = catalogLoaders(context)
  const known = await Promise.all(ids.map((id) => collections.load(id)))
  return known.filter((collection) => collection !== undefined)
}

async function brandBySlug(slug: string, { application }: RequestContext): Promise<BrandRecord | null> {
  return isPossibleSlug(slug) ? ((await application.catalog.brandBySlug(slug)) ?? null) : null
}
