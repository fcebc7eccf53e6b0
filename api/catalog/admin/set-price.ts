import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { CurrencyCode } from '../../locale.ts'
import { money } from '../../pricing/money.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import { invalidByZod, invalidInput, type InvalidInput } from '../../schema/invalid-input.ts'
import { type ConstraintAnswers, editCatalog, recordEdit, refuse } from './edit.ts'
import { isRowId } from '../postgres/rows.ts'
import { variantNotFound, type VariantNotFound } from './set-variant-price.ts'
import { amount, isReversed } from './fields.ts'

const scheduled = z
  .object({ amount, from: z.date(), until: z.date() })
  .refine(({ from, until }) => !isReversed(from, until), {
    path: ['until'],
    error: 'The end must come after the beginning.',
  })

const priceInput = z
  .object({
    list: z.string(),
    amount: amount.nullish(),
    compareAtAmount: amount.nullish(),
    tiers: z
      .array(z.object({ minQuantity: z.int().min(2).max(100_000), amount }))
      .max(20)
      .refine((tiers) => tiers.every((tier, index) => isBeyond(tiers[index - 1], tier)), {
        error: 'Tiers come with fewest pieces first, and each costs less than the one before.',
      })
      .nullish(),
    schedule: z.array(scheduled).max(100).nullish(),
  })
  .refine(
    ({ amount: price, compareAtAmount }) =>
      price == null || compareAtAmount == null || compareAtAmount > price,
    {
      path: ['compareAtAmount'],
      error: 'A price before a reduction is higher than the price. Leave it out if nothing is reduced.',
    },
  )
  .refine(
    ({ amount: price, tiers }) => price == null || tiers?.[0] === undefined || tiers[0].amount < price,
    {
      path: ['tiers'],
      error: 'A tier costs less than a single piece.',
    },
  )
  .refine(
    ({ amount: price, compareAtAmount, tiers, schedule }) =>
      price != null || (compareAtAmount == null && !tiers?.length && !schedule?.length),
    { path: ['amount'], error: 'Without a price there is no reduction, no tier and no schedule.' },
  )

function isBeyond(
  before: { readonly minQuantity: number; readonly amount: number } | undefined,
  tier: { readonly minQuantity: number; readonly amount: number },
): boolean {
  return before === undefined || (tier.minQuantity > before.minQuantity && tier.amount < before.amount)
}

type Price = z.output<typeof priceInput>

interface PriceSet {
  readonly __typename: 'PriceSet'
  readonly variantId: string
  readonly list: string
  readonly price: object | null
  readonly lowestRecentPrice: object | null
  readonly tiers: readonly object[]
  readonly schedule: readonly object[]
}

const constraints: ConstraintAnswers = {
  scheduled_price_variant_id_price_list_id_valid_excl: invalidInput(
    ['input', 'schedule'],
    'Scheduled prices overlap, with each other or with one that has ended. One price counts at a time.',
    'SCHEDULE_OVERLAPS',
  ),
}

interface PriceList {
  readonly id: string
  readonly currency: CurrencyCode
}

interface Arguments {
  readonly input: z.input<typeof priceInput> & { readonly variantId: string }
  readonly idempotencyKey: string
}

/** `Mutation.priceSet`. */
export async function priceSet(
  { input, idempotencyKey }: Arguments,
  context: RequestContext,
): Promise<PriceSet | VariantNotFound | InvalidInput> {
  const { variantId: globalId, ...fields } = input
  const variantId = decodeGlobalId('ProductVariant', globalId)
  const parsed = priceInput.safeParse(fields)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  if (!isRowId(variantId)) return variantNotFound(globalId)
  const edit = { operation: 'priceSet', input, idempotencyKey }
  return editCatalog<typeof input, PriceSet | VariantNotFound>(
    edit,
    context,
    async (transaction) => {
      // Locks the product, not the price: lists are computed from all its variants.
      const [product] = await transaction.query<{ id: string }>(sql('price_set_lock')`
        select p.id::text as id from product p join variant v on v.product_id = p.id
        where v.id = ${variantId} for no key update of p`)
      if (product === undefined) return variantNotFound(globalId)
      const list = await listOf(transaction, parsed.data.list)
      await writePrice(transaction, variantId, list, parsed.data)
      await recordEdit(transaction, edit, product.id, context)
      return priceNow(transaction, globalId, variantId, parsed.data.list, list)
    },
    constraints,
  )
}

async function listOf(transaction: Queryable, code: string): Promise<PriceList> {
  const [list] = await transaction.query<PriceList>(sql('price_set_list')`
    select id::text as id, currency from price_list where code = ${code}`)
  if (list !== undefined) return list
  return refuse(
    ['input', 'list'],
    `There is no price list "${code.slice(0, 100)}". Make it first with priceListSet.`,
  )
}

async function writePrice(
  transaction: Queryable,
  variantId: string,
  { id: listId }: PriceList,
  { amount: price, compareAtAmount, tiers, schedule }: Price,
): Promise<void> {
  if (price == null) {
    await transaction.query(sql('price_remove')`
      delete from price where variant_id = ${variantId} and price_list_id = ${listId}`)
  } else {
    await transaction.query(sql('price_set')`
      insert into price (variant_id, price_list_id, amount, compare_at_amount)
      values (${variantId}, ${listId}, ${price}, ${compareAtAmount ?? null})
      on conflict (variant_id, price_list_id) do update set
        amount = excluded.amount, compare_at_amount = excluded.compare_at_amount`)
  }
  if (tiers !== undefined || price == null) await writeTiers(transaction, variantId, listId, tiers ?? [])
  if (schedule !== undefined || price == null)
    await writeSchedule(transaction, variantId, listId, schedule ?? [])
}

async function writeTiers(
  transaction: Queryable,
  variantId: string,
  listId: string,
  tiers: NonNullable<Price['tiers']>,
): Promise<void> {
  await transaction.query(sql('price_tiers_clear')`
    delete from price_tier where variant_id = ${variantId} and price_list_id = ${listId}`)
  await transaction.query(sql('price_tiers_set')`
    insert into price_tier (variant_id, price_list_id, min_quantity, amount)
    select ${variantId}, ${listId}, * from unnest(${tiers.map(({ minQuantity }) => minQuantity)}::integer[],
                                                  ${tiers.map((tier) => tier.amount)}::bigint[])`)
}

/** What has ended stays, for the price indication rule; what is as it was is not touched. */
async function writeSchedule(
  transaction: Queryable,
  variantId: string,
  listId: string,
  schedule: NonNullable<Price['schedule']>,
): Promise<void> {
  const wanted = JSON.stringify(schedule)
  await transaction.query(sql('price_schedule_clear')`
    delete from scheduled_price s
    where s.variant_id = ${variantId} and s.price_list_id = ${listId} and upper(s.valid) > now()
      and not exists (
        select from json_to_recordset(${wanted}::json) x (amount bigint, "from" timestamptz, until timestamptz)
        where x.amount = s.amount and tstzrange(x."from", x.until) = s.valid)`)
  await transaction.query(sql('price_schedule_set')`
    insert into scheduled_price (variant_id, price_list_id, amount, valid)
    select ${variantId}, ${listId}, x.amount, tstzrange(x."from", x.until)
    from json_to_recordset(${wanted}::json) x (amount bigint, "from" timestamptz, until timestamptz)
    where not exists (
      select from scheduled_price s
      where s.variant_id = ${variantId} and s.price_list_id = ${listId}
        and s.amount = x.amount and s.valid = tstzrange(x."from", x.until))
    order by x."from"`)
}

interface PriceRow {
  readonly amount: number | null
  readonly lowest: number | null
  readonly tiers: readonly { readonly minQuantity: number; readonly amount: number }[]
  readonly schedule: readonly {
    readonly amount: number
    readonly lowest: number | null
    readonly from: string
    readonly until: string
  }[]
}

async function priceNow(
  transaction: Queryable,
  globalId: string,
  variantId: string,
  code: string,
  { id: listId, currency }: PriceList,
): Promise<PriceSet> {
  const [row] = await transaction.query<PriceRow>(sql('price_now')`
    select p.amount::integer as amount, p.lowest_recent_amount::integer as lowest,
      coalesce((
        select json_agg(json_build_object('minQuantity', t.min_quantity, 'amount', t.amount) order by t.min_quantity)
        from price_tier t where t.variant_id = ${variantId} and t.price_list_id = ${listId}), '[]') as tiers,
      coalesce((
        select json_agg(json_build_object('amount', s.amount, 'lowest', s.lowest_recent_amount,
                                          'from', lower(s.valid), 'until', upper(s.valid)) order by s.valid)
        from scheduled_price s
        where s.variant_id = ${variantId} and s.price_list_id = ${listId} and upper(s.valid) > now()), '[]') as schedule
    from (values (1)) as one
    left join price p on p.variant_id = ${variantId} and p.price_list_id = ${listId}`)
  const moneyOf = (value: number | null | undefined) => (value == null ? null : money(value, currency))
  return {
    __typename: 'PriceSet',
    variantId: globalId,
    list: code,
    price: moneyOf(row?.amount),
    lowestRecentPrice: moneyOf(row?.lowest),
    tiers: (row?.tiers ?? []).map((tier) => ({ minQuantity: tier.minQuantity, price: moneyOf(tier.amount) })),
    schedule: (row?.schedule ?? []).map(({ amount: price, lowest, from, until }) => ({
      price: moneyOf(price),
      lowestRecentPrice: moneyOf(lowest),
      from,
      until,
    })),
  }
}
