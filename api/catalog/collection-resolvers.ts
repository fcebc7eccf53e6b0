import type { RequestContext } from '../context.ts'
import { encodeGlobalId } from '../schema/global-id.ts'
import type { CollectionRecord } from './catalog-source.ts'
import { listProducts, type ProductListArguments } from './product-list.ts'

export const collectionResolvers = {
  id: ({ id }: CollectionRecord) => encodeGlobalId('Collection', id),
  seo: ({ name, description, seoTitle, seoDescription }: CollectionRecord) => ({
    title: seoTitle ?? name,
    description: seoDescription ?? description ?? '',
  }),
  alternates: ({ slugs }: CollectionRecord) => slugs,
  products: ({ id }: CollectionRecord, args: ProductListArguments, context: RequestContext) =>
    listProducts(args, context, id),
}
