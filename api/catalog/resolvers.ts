import type { RequestContext } from '../context.ts'
import type { NodeResolver, TypeResolvers } from '../schema/feature-module.ts'
import type { CategoryRecord, ProductRecord } from './catalog-source.ts'
import { categoryResolvers } from './category-resolvers.ts'
import { catalogLoaders } from './loaders.ts'
import { productConnectionResolvers } from './product-connection.ts'
import { listProducts, type ProductListArguments } from './product-list.ts'
import { productResolvers, variantResolvers } from './product-resolvers.ts'
import { productUpdate, type ProductUpdateArguments } from './product-update.ts'
import { isPossibleSlug } from './slug-arguments.ts'
import { variantPriceSet, type VariantPriceSetArguments } from './variant-price-set.ts'

export const resolvers: Record<string, TypeResolvers> = {
  Query: {
    categories: rootCategories,
    category: (_: unknown, { slug }: { slug: string }, context) => categoryBySlug(slug, context),
    product: (_: unknown, { slug }: { slug: string }, context) => productBySlug(slug, context),
    products: (_: unknown, args: ProductListArguments, context) => listProducts(args, context),
  },
  Mutation: {
    productUpdate: (_: unknown, args: ProductUpdateArguments, context) => productUpdate(args, context),
    variantPriceSet: (_: unknown, args: VariantPriceSetArguments, context) => variantPriceSet(args, context),
  },
  Category: categoryResolvers,
  Product: productResolvers,
  ProductConnection: productConnectionResolvers,
  ProductVariant: variantResolvers,
}

export const nodeResolvers: Record<string, NodeResolver> = {
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
  const id = await context.application.catalog.productIdBySlug(slug, context.locale.language)
  return id === undefined ? null : ((await catalogLoaders(context).products.load(id)) ?? null)
}
