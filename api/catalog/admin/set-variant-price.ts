import type { RequestContext } from '../../context.ts'
import { sql } from '../../database/statement.ts'
import type { CurrencyCode } from '../../locale.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import { type InvalidInput, invalidInput } from '../../schema/invalid-input.ts'
import type { VariantRecord } from '../catalog-source.ts'
import { catalogIn, editCatalog, recordEdit } from './edit.ts'
import { isRowId } from '../postgres/rows.ts'

/** Minor units; as the table's check. */
const highestAmount = 100_000_000

export interface VariantPriceSetArguments {
  readonly input: {
    readonly variantId: string
    readonly currency: CurrencyCode
    readonly amount: number
    readonly compareAtAmount?: number | null
  }
  readonly idempotencyKey: string
}

interface VariantPriceChanged {
  readonly __typename: 'VariantPriceChanged'
  readonly variant: VariantRecord | null
}

export interface VariantNotFound {
  readonly __typename: 'VariantNotFound'
  readonly code: 'VARIANT_NOT_FOUND'
  readonly message: string
  readonly variantId: string
}

type VariantPriceSetResult = VariantPriceChanged | VariantNotFound | InvalidInput

/**
 * `Mutation.variantPriceSet`.
 * @throws GraphQLError with code BAD_ID, IDEMPOTENCY_KEY_REUSED or IDEMPOTENCY_KEY_INVALID
 */
export async function variantPriceSet(
  { input, idempotencyKey }: VariantPriceSetArguments,
  context: RequestContext,
): Promise<VariantPriceSetResult> {
  const variantId = decodeGlobalId('ProductVariant', input.variantId)
  const fault = faultOf(input)
  if (fault !== undefined) return fault
  if (!isRowId(variantId)) return variantNotFound(input.variantId)

  const edit = { operation: 'variantPriceSet', input, idempotencyKey }
  return editCatalog<typeof input, VariantPriceSetResult>(edit, context, async (transaction) => {
    // Locks the product, not the price: the read model below is computed from all its variants.
    const [product] = await transaction.query<{ id: string }>(sql('variant_price_lock')`
      select p.id::text as id from product p join variant v on v.product_id = p.id
      where v.id = ${variantId} for no key update of p`)
    if (product === undefined) return variantNotFound(input.variantId)
    await transaction.query(sql('variant_price_set')`
      insert into price (variant_id, price_list_id, amount, compare_at_amount)
      select ${variantId}, id, ${input.amount}, ${input.compareAtAmount ?? null}
      from price_list where currency = ${input.currency} and country is null and customer_group_id is null
      on conflict (variant_id, price_list_id) do update set
        amount = excluded.amount, compare_at_amount = excluded.compare_at_amount`)
    await recordEdit(transaction, edit, product.id, context)
    const [seen] = await catalogIn(transaction).variantsByIds([variantId], {
      ...context.locale,
      currency: input.currency,
    })
    return { __typename: 'VariantPriceChanged', variant: seen ?? null }
  })
}

function faultOf({ amount, compareAtAmount }: VariantPriceSetArguments['input']): InvalidInput | undefined {
  if (amount < 1 || amount > highestAmount) {
    return invalidInput(
      ['input', 'amount'],
      `${String(amount)} is no price; 1 to ${String(highestAmount)} minor units are allowed.`,
    )
  }
  if (compareAtAmount != null && (compareAtAmount <= amount || compareAtAmount > highestAmount)) {
    return invalidInput(
      ['input', 'compareAtAmount'],
      `${String(compareAtAmount)} is no price before a reduction to ${String(amount)}; it is higher, and at most ${String(highestAmount)}. Leave it out if nothing is reduced.`,
    )
  }
  return undefined
}

export function variantNotFound(id: string): VariantNotFound {
  return {
    __typename: 'VariantNotFound',
    code: 'VARIANT_NOT_FOUND',
    message: `There is no variant "${id.slice(0, 100)}". Use the id of a ProductVariant as the API gives it.`,
    variantId: id,
  }
}
