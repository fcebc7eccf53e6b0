import * as cart from './cart/resolvers.ts'
import * as catalogAdmin from './catalog/admin/resolvers.ts'
import * as catalog from './catalog/resolvers.ts'
import * as checkout from './checkout/resolvers.ts'
import * as customer from './customer/resolvers.ts'
import * as inventory from './inventory/resolvers.ts'
import * as order from './order/resolvers.ts'
import * as pricing from './pricing/resolvers.ts'
import type { FeatureModule } from './schema/feature-module.ts'
import * as search from './search/resolvers.ts'

/** What the shop does, in the order of a purchase. */
export const features: readonly FeatureModule[] = [
  catalog,
  catalogAdmin,
  search,
  pricing,
  inventory,
  cart,
  checkout,
  order,
  customer,
]
