import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { decodeGlobalId, encodeGlobalId } from '../../schema/global-id.ts'
import { invalidByZod, invalidInput, type InvalidInput } from '../../schema/invalid-input.ts'
import type { VariantRecord } from '../catalog-source.ts'
import { catalogIn, type ConstraintAnswers, editCatalog, recordEdit, refuse } from './edit.ts'
import { isRowId, languageColumn } from '../postgres/rows.ts'
import { productNotFound, type ProductNotFound } from './update-product.ts'
import { variantNotFound, type VariantNotFound } from './set-variant-price.ts'
import { amount, language, line } from './fields.ts'

const optionValues = z
  .array(z.object({ language, values: z.array(line(255)).max(3) }))
  .refine((all) => new Set(all.map((one) => one.language)).size === all.length, {
    error: 'Each language may be given once.',
  })
  .refine((all) => new Set(all.map(({ values }) => values.length)).size <= 1, {
    error: 'Each language needs as many values as the others.',
  })

const sku = line(100)
const barcode = line(100)
const weightGrams = z.int().min(0).max(100_000_000)
const taxClass = z.enum(['STANDARD', 'REDUCED'])

const createInput = z.object({
  sku,
  optionValues: optionValues.nullish(),
  barcode: barcode.nullish(),
  weightGrams: weightGrams.nullish(),
  taxClass,
  prices: z
    .array(z.object({ list: z.string(), amount }))
    .max(100)
    .refine((prices) => new Set(prices.map(({ list }) => list)).size === prices.length, {
      error: 'Each list may be given once.',
    })
    .nullish(),
})

const updateInput = z.object({
  sku: sku.nullish(),
  optionValues: optionValues.nullish(),
  barcode: barcode.nullish(),
  weightGrams: weightGrams.nullish(),
  taxClass: taxClass.nullish(),
  position: z.int().min(1).max(100_000).nullish(),
})

interface VariantEdited {
  readonly __typename: 'VariantEdited'
  readonly variantId: string
  readonly variant: VariantRecord | null
}

const constraints: ConstraintAnswers = {
  variant_sku_key: invalidInput(['input', 'sku'], 'Another variant has this SKU.', 'SKU_TAKEN'),
}

interface CreateArguments {
  readonly input: z.input<typeof createInput> & { readonly productId: string }
  readonly idempotencyKey: string
}

/** `Mutation.variantCreate`. */
export async function variantCreate(
  { input, idempotencyKey }: CreateArguments,
  context: RequestContext,
): Promise<VariantEdited | ProductNotFound | InvalidInput> {
  const { productId: globalId, ...fields } = input
  const productId = decodeGlobalId('Product', globalId)
  const parsed = createInput.safeParse(fields)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  if (!isRowId(productId)) return productNotFound(globalId)
  const given = parsed.data
  const edit = { operation: 'variantCreate', input, idempotencyKey }
  return editCatalog<typeof input, VariantEdited | ProductNotFound>(
    edit,
    context,
    async (transaction) => {
      const [product] = await transaction.query<{ options: number; next: number }>(sql('variant_create_lock')`
        select (select count(*)::integer from product_option o where o.product_id = p.id) as options,
               (select coalesce(max(v.position), 0) + 1 from variant v where v.product_id = p.id) as next
        from product p where p.id = ${productId} for no key update`)
      if (product === undefined) return productNotFound(globalId)
      checkOptionCount(given.optionValues, product.options)
      const [variant] = await transaction.query<{ id: string }>(sql('variant_create')`
        insert into variant (product_id, sku, position, option_values, barcode, weight_grams, tax_class)
        values (${productId}, ${given.sku}, ${product.next}, ${valuesColumn(given.optionValues ?? [])}::jsonb,
                ${given.barcode ?? null}, ${given.weightGrams ?? null}, ${given.taxClass.toLowerCase()})
        returning id::text as id`)
      if (variant === undefined) throw new Error('An insert gave no row.')
      await insertPrices(transaction, variant.id, given.prices ?? [])
      await recordEdit(transaction, edit, productId, context)
      return edited(transaction, variant.id, context)
    },
    constraints,
  )
}

interface UpdateArguments {
  readonly input: z.input<typeof updateInput> & { readonly variantId: string }
  readonly idempotencyKey: string
}

/** `Mutation.variantUpdate`. Null removes barcode and weight; what is left out stays. */
export async function variantUpdate(
  { input, idempotencyKey }: UpdateArguments,
  context: RequestContext,
): Promise<VariantEdited | VariantNotFound | InvalidInput> {
  const { variantId: globalId, ...fields } = input
  const variantId = decodeGlobalId('ProductVariant', globalId)
  const parsed = updateInput.safeParse(fields)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  if (!isRowId(variantId)) return variantNotFound(globalId)
  const given = parsed.data
  const edit = { operation: 'variantUpdate', input, idempotencyKey }
  return editCatalog<typeof input, VariantEdited | VariantNotFound>(
    edit,
    context,
    async (transaction) => {
      const [product] = await transaction.query<{ id: string; options: number }>(sql('variant_update_lock')`
        select p.id::text as id, (select count(*)::integer from product_option o where o.product_id = p.id) as options
        from product p join variant v on v.product_id = p.id
        where v.id = ${variantId} for no key update of p`)
      if (product === undefined) return variantNotFound(globalId)
      if (given.optionValues != null) checkOptionCount(given.optionValues, product.options)
      const values = given.optionValues == null ? null : valuesColumn(given.optionValues)
      await transaction.query(sql('variant_update')`
        update variant set
          sku = coalesce(${given.sku ?? null}, sku),
          option_values = coalesce(${values}::jsonb, option_values),
          barcode = case when ${given.barcode !== undefined}::boolean then ${given.barcode ?? null} else barcode end,
          weight_grams = case when ${given.weightGrams !== undefined}::boolean
            then ${given.weightGrams ?? null}::integer else weight_grams end,
          tax_class = coalesce(${given.taxClass?.toLowerCase() ?? null}, tax_class)
        where id = ${variantId}`)
      if (given.position != null) await moveVariant(transaction, product.id, variantId, given.position)
      await recordEdit(transaction, edit, product.id, context)
      return edited(transaction, variantId, context)
    },
    constraints,
  )
}

async function edited(
  transaction: Queryable,
  variantId: string,
  context: RequestContext,
): Promise<VariantEdited> {
  const [seen] = await catalogIn(transaction).variantsByIds([variantId], context.locale)
  return {
    __typename: 'VariantEdited',
    variantId: encodeGlobalId('ProductVariant', variantId),
    variant: seen ?? null,
  }
}

type OptionValues = z.output<typeof optionValues>

function checkOptionCount(given: OptionValues | null | undefined, options: number): void {
  const count = given?.[0]?.values.length ?? 0
  if (count !== options) {
    refuse(
      ['input', 'optionValues'],
      `The product has ${String(options)} options, and ${String(count)} values are given; as many are needed.`,
    )
  }
}

function valuesColumn(given: OptionValues): string {
  if (given.length === 0) return '{"en": []}'
  return JSON.stringify(Object.fromEntries(given.map((one) => [languageColumn(one.language), one.values])))
}

async function insertPrices(
  transaction: Queryable,
  variantId: string,
  prices: readonly { readonly list: string; readonly amount: number }[],
): Promise<void> {
  const set = await transaction.query<{ code: string }>(sql('variant_create_prices')`
    with given as (select * from json_to_recordset(${JSON.stringify(prices)}::json) x (list text, amount bigint)
    ), inserted as (
      insert into price (variant_id, price_list_id, amount)
      select ${variantId}, l.id, given.amount from given join price_list l on l.code = given.list
    )
    select l.code from given join price_list l on l.code = given.list`)
  const known = new Set(set.map(({ code }) => code))
  const unknown = prices.findIndex(({ list }) => !known.has(list))
  if (unknown >= 0) {
    refuse(
      ['input', 'prices', String(unknown), 'list'],
      `There is no price list "${(prices[unknown]?.list ?? '').slice(0, 100)}". Make it first with priceListSet.`,
    )
  }
}

/** Positions are unique at each moment, so all go out of the way before they take their new places. */
async function moveVariant(
  transaction: Queryable,
  productId: string,
  variantId: string,
  to: number,
): Promise<void> {
  await transaction.query(sql('variant_positions_aside')`
    update variant set position = position + 1000000 where product_id = ${productId}`)
  await transaction.query(sql('variant_positions_set')`
    update variant v set position = n.position
    from (
      select id, row_number() over (
        order by case when id = ${variantId} then ${to} * 2 - 1 else others * 2 end, id) as position
      from (
        select id, row_number() over (order by id = ${variantId}, position) as others
        from variant where product_id = ${productId}
      ) x
    ) n
    where v.id = n.id`)
}
