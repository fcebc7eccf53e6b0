import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import { sql } from '../../database/statement.ts'
import { publish } from '../../events/outbox.ts'
import { countriesOf } from '../../pricing/market.ts'
import { invalidByZod, invalidInput } from '../../schema/invalid-input.ts'
import { wholeCatalogTag } from '../catalog-tags.ts'
import { type ConstraintAnswers, editCatalog, recordChange, refuse } from './edit.ts'
import { catalogEdited, type CatalogEditResult, type SetArguments } from './catalog-edited.ts'
import { hyphenCode } from './fields.ts'

const listInput = z
  .object({
    code: hyphenCode,
    currency: z.enum(['CHF', 'EUR']),
    country: z.enum(['AT', 'CH', 'DE']).nullish(),
    customerGroup: z.string().nullish(),
    taxIncluded: z.boolean(),
  })
  .refine(({ currency, country }) => country == null || countriesOf(currency).includes(country), {
    path: ['country'],
    error: 'The country does not buy in the currency.',
  })

const constraints: ConstraintAnswers = {
  price_list_market: invalidInput(
    ['input'],
    'There is a list of this currency, country and customer group already. A market has one list.',
    'MARKET_TAKEN',
  ),
  price_list_inherits_same: invalidInput(
    ['input', 'taxIncluded'],
    'Lists for the public contain VAT alike in one currency, because one product list shows them side by side.',
  ),
}

interface ListRow {
  readonly id: string
  readonly sameMarket: boolean
  readonly created: boolean
}

/**
 * `Mutation.priceListSet`. A list of a country serves it when its read models are filled, which a job does (see
 * openPriceList); the list of a group is read by nobody but its customers, and serves at once.
 */
export async function priceListSet(
  { input, idempotencyKey }: SetArguments<z.input<typeof listInput>>,
  context: RequestContext,
): Promise<CatalogEditResult> {
  const parsed = listInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const { code, currency, country = null, customerGroup = null, taxIncluded } = parsed.data
  const edit = { operation: 'priceListSet', input, idempotencyKey }
  return editCatalog<typeof input, CatalogEditResult>(
    edit,
    context,
    async (transaction) => {
      const [group] = await transaction.query<{ id: string | null }>(sql('price_list_group')`
        select id::text as id from customer_group where code = ${customerGroup}`)
      if (customerGroup !== null && group === undefined) {
        refuse(
          ['input', 'customerGroup'],
          `There is no customer group "${customerGroup.slice(0, 100)}". Make it first with customerGroupSet.`,
        )
      }
      const groupId = group?.id ?? null
      const isPublicCountry = country !== null && groupId === null
      const [list] = await transaction.query<ListRow>(sql('price_list_set')`
        insert into price_list (code, currency, country, customer_group_id, inherits_from_id, tax_included, opened)
        select ${code}, ${currency}, ${country}, ${groupId}::bigint,
               case when ${country}::text is not null or ${groupId}::bigint is not null then (
                 select id from price_list
                 where currency = ${currency} and country is null and customer_group_id is null) end,
               ${taxIncluded}, ${!isPublicCountry}
        on conflict (code) do update set tax_included = excluded.tax_included
        returning id::text as id, xmax = 0 as created,
          (currency, country, customer_group_id) is not distinct from (${currency}, ${country}, ${groupId}::bigint)
            as "sameMarket"`)
      if (list?.sameMarket !== true) {
        refuse(
          ['input', 'code'],
          'The list of this code belongs to another market, and keeps it.',
          'LIST_HAS_MARKET',
        )
      }
      if (list.created && isPublicCountry) {
        await publish(transaction, 'price_list.created', { priceListId: list.id })
      }
      // A new list shows nothing yet, and one of a group nothing that is shared.
      const tags = list.created || groupId !== null ? undefined : [wholeCatalogTag]
      await recordChange(transaction, edit, { tags }, context)
      return catalogEdited(code)
    },
    constraints,
  )
}
