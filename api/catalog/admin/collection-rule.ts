import { z } from 'zod'
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import { refuse } from './edit.ts'
import { isRowId } from '../postgres/rows.ts'
import { day } from './product-fields.ts'

/** More conditions than an editor can oversee; a rule has bits for 63. */
const mostConditions = 50

const values = z.array(z.string().min(1).max(255)).min(1).max(50)
const wholeAmount = z.int().min(0).max(100_000_000)

/** `from` and `until` of a range, both included; at least one, and in their order. */
function range<Bound extends z.ZodType<number | string>>(bound: Bound) {
  return z
    .object({ from: bound.nullish(), until: bound.nullish() })
    .refine(({ from, until }) => from != null || until != null, { error: 'Give from, until or both.' })
    .refine(({ from, until }) => from == null || until == null || from <= until, {
      error: 'The range is reversed: from is above until.',
    })
}

const condition = z
  .object({
    tags: values.nullish(),
    categoryIds: values.nullish(),
    brands: values.nullish(),
    attribute: z
      .object({
        code: z.string().max(60),
        options: values.nullish(),
        number: range(z.number()).nullish(),
        date: range(day).nullish(),
        boolean: z.boolean().nullish(),
      })
      .refine(
        ({ options, number, date, boolean }) =>
          [options, number, date, boolean].filter((value) => value != null).length === 1,
        { error: 'Give exactly one of options, number, date and boolean.' },
      )
      .nullish(),
    price: z
      .object({ list: z.string().max(255), from: wholeAmount.nullish(), until: wholeAmount.nullish() })
      .refine(({ from, until }) => from != null || until != null, { error: 'Give from, until or both.' })
      .refine(({ from, until }) => from == null || until == null || from <= until, {
        error: 'The range is reversed: from is above until.',
      })
      .nullish(),
    available: z.boolean().nullish(),
    publishedWithinDays: z.int().min(1).max(3650).nullish(),
  })
  .refine((fields) => Object.values(fields).filter((value) => value != null).length === 1, {
    error: 'A condition has exactly one field.',
  })

type Condition = z.output<typeof condition>

/** `CollectionRuleInput`. */
export const collectionRule = z
  .object({
    all: z.array(condition).nullish(),
    any: z.array(condition).nullish(),
    none: z.array(condition).nullish(),
  })
  .refine(({ all, any }) => (all?.length ?? 0) + (any?.length ?? 0) > 0, {
    error: 'Give at least one condition in all or any.',
  })
  .refine(
    ({ all, any, none }) => (all?.length ?? 0) + (any?.length ?? 0) + (none?.length ?? 0) <= mostConditions,
    {
      error: `At most ${String(mostConditions)} conditions are allowed.`,
    },
  )

export type CollectionRule = z.output<typeof collectionRule>

/** The rule as collection.rule holds it; docs/catalogue.md describes it. What it names is checked when it is saved. */
export async function ruleColumn(transaction: Queryable, rule: CollectionRule): Promise<string> {
  const ids = [rule.all, rule.any, rule.none].flatMap((conditions) =>
    (conditions ?? []).flatMap(({ categoryIds }) =>
      (categoryIds ?? []).map((id) => decodeGlobalId('Category', id)),
    ),
  )
  const categories = await transaction.query<{ id: string; externalId: string }>(sql('rule_categories')`
    select id::text as id, external_id as "externalId" from category where id = any (${ids.filter(isRowId)}::bigint[])`)
  const keys = new Map(categories.map(({ id, externalId }) => [id, externalId]))
  const column = (conditions: readonly Condition[] | null | undefined) =>
    conditions?.map((one) => conditionColumn(one, keys)) ?? []
  return JSON.stringify({ all: column(rule.all), any: column(rule.any), none: column(rule.none) })
}

function conditionColumn(given: Condition, categories: ReadonlyMap<string, string>): object {
  const { tags, categoryIds, brands, attribute, price, available, publishedWithinDays } = given
  if (tags != null) return { field: 'tag', in: tags }
  if (brands != null) return { field: 'brand', in: brands }
  if (categoryIds != null) {
    return {
      field: 'category',
      in: categoryIds.map((id) => categories.get(decodeGlobalId('Category', id)) ?? unknownCategory(id)),
    }
  }
  if (attribute != null) {
    const { code, options, number, date, boolean } = attribute
    const test = options != null ? { in: options } : boolean != null ? { is: boolean } : (number ?? date)
    return { field: 'attribute', code, ...test }
  }
  if (price != null) return { field: 'price', ...price }
  if (available != null) return { field: 'availability', is: available }
  return { field: 'published', withinDays: publishedWithinDays }
}

function unknownCategory(id: string): never {
  return refuse(['input', 'rule'], `There is no category "${id.slice(0, 100)}".`, 'RULE_UNKNOWN')
}
