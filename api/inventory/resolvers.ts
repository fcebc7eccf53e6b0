import { createCatalogLoaders } from '../catalog/loaders.ts'
import type { RequestContext } from '../context.ts'
import { idempotently } from '../idempotency.ts'
import type { FeatureModule } from '../schema/feature-module.ts'
import { decodeGlobalId } from '../schema/global-id.ts'
import { invalidInput } from '../schema/invalid-input.ts'
import { setStockLevel, type StockLevelSet } from './set-stock-level.ts'

interface StockLevelSetArguments {
  readonly input: { readonly variantId: string; readonly onHand: number }
  readonly idempotencyKey: string
}

const mostOnHand = 1_000_000

/** Who may ask is enforced by @requires. */
async function stockLevelSet(
  _: unknown,
  { input, idempotencyKey: key }: StockLevelSetArguments,
  context: RequestContext,
) {
  const { application, viewer, requestId } = context
  const { onHand } = input
  if (onHand < 0 || onHand > mostOnHand) {
    return invalidInput(['input', 'onHand'], `${onHand} pieces were given; 0 to ${mostOnHand} are allowed.`)
  }
  const variantId = decodeGlobalId('ProductVariant', input.variantId)
  if (!/^[1-9]\d{0,17}$/.test(variantId)) return unknownVariant(input.variantId)
  const actor = viewer.kind === 'customer' ? `customer:${viewer.issuer}:${viewer.subject}` : 'guest'
  const request = { operation: 'stockLevelSet', input }
  const set = await application.database.transaction((transaction) =>
    idempotently<StockLevelSet>(transaction, { scope: actor, key, request }, () =>
      setStockLevel(transaction, { variantId, onHand, actor, requestId }),
    ),
  )
  return answer(set, variantId, input.variantId, context)
}

function answer(
  set: StockLevelSet,
  variantId: string,
  globalId: string,
  { application, locale }: RequestContext,
) {
  switch (set.kind) {
    case 'changed':
      return {
        __typename: 'StockLevelChanged',
        variant: () => createCatalogLoaders(application, locale).variants.load(variantId),
        onHand: set.onHand,
        reserved: set.reserved,
      }
    case 'reserved':
      return {
        __typename: 'StockReserved',
        code: 'STOCK_RESERVED',
        message: `${set.reserved} pieces are reserved for running checkouts. Set at least as many, or wait for them to end.`,
        reserved: set.reserved,
      }
    case 'variant-unknown':
      return unknownVariant(globalId)
    default:
      return set satisfies never
  }
}

function unknownVariant(globalId: string) {
  return {
    __typename: 'VariantNotFound',
    code: 'VARIANT_NOT_FOUND',
    message: `There is no variant "${globalId.slice(0, 100)}".`,
    variantId: globalId,
  }
}

export const { resolvers } = {
  resolvers: { Mutation: { stockLevelSet } },
} satisfies FeatureModule
