import type { RequestContext } from '../../context.ts'
import type { FeatureModule } from '../../schema/feature-module.ts'
import { arrangeCollection } from './arrange-collection.ts'
import { productCreate } from './create-product.ts'
import { productDelete, variantDelete } from './delete-product.ts'
import { categoryCreate, categoryMove, categoryUpdate } from './edit-category.ts'
import { collectionCreate, collectionDelete, collectionUpdate } from './edit-collection.ts'
import { variantCreate, variantUpdate } from './edit-variant.ts'
import { attributeOptionSet, attributeSet } from './set-attribute.ts'
import { brandSet } from './set-brand.ts'
import { customerGroupAssign, customerGroupSet } from './set-customer-group.ts'
import { priceListSet } from './set-price-list.ts'
import { priceSet } from './set-price.ts'
import { synonymSet } from './set-synonyms.ts'

/** A mutation without the parent that GraphQL gives every resolver. */
function mutation<Arguments, Answer>(run: (args: Arguments, context: RequestContext) => Promise<Answer>) {
  return (_: unknown, args: Arguments, context: RequestContext) => run(args, context)
}

export const { resolvers } = {
  resolvers: {
    Mutation: {
      productCreate: mutation(productCreate),
      productDelete: mutation(productDelete),
      variantCreate: mutation(variantCreate),
      variantUpdate: mutation(variantUpdate),
      variantDelete: mutation(variantDelete),
      categoryCreate: mutation(categoryCreate),
      categoryUpdate: mutation(categoryUpdate),
      categoryMove: mutation(categoryMove),
      collectionCreate: mutation(collectionCreate),
      collectionUpdate: mutation(collectionUpdate),
      collectionDelete: mutation(collectionDelete),
      collectionProductsSet: mutation(arrangeCollection('Set')),
      collectionProductsAdd: mutation(arrangeCollection('Add')),
      collectionProductsRemove: mutation(arrangeCollection('Remove')),
      attributeSet: mutation(attributeSet),
      attributeOptionSet: mutation(attributeOptionSet),
      brandSet: mutation(brandSet),
      priceSet: mutation(priceSet),
      priceListSet: mutation(priceListSet),
      customerGroupSet: mutation(customerGroupSet),
      customerGroupAssign: mutation(customerGroupAssign),
      synonymSet: mutation(synonymSet),
    },
  },
} satisfies FeatureModule
