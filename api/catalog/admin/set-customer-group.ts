import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import { sql } from '../../database/statement.ts'
import { decodeGlobalId } from '../../schema/global-id.ts'
import { invalidByZod } from '../../schema/invalid-input.ts'
import { editCatalog, recordChange, refuse } from './edit.ts'
import { catalogEdited, type CatalogEditResult, type SetArguments } from './catalog-edited.ts'
import { entryNotFound } from './entry-not-found.ts'
import { hyphenCode, name } from './fields.ts'

const groupInput = z.object({ code: hyphenCode, name })

/** `Mutation.customerGroupSet`. */
export async function customerGroupSet(
  { input, idempotencyKey }: SetArguments<z.input<typeof groupInput>>,
  context: RequestContext,
): Promise<CatalogEditResult> {
  const parsed = groupInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const edit = { operation: 'customerGroupSet', input, idempotencyKey }
  return editCatalog<typeof input, CatalogEditResult>(edit, context, async (transaction) => {
    await transaction.query(sql('customer_group_set')`
      insert into customer_group (code, name) values (${parsed.data.code}, ${parsed.data.name})
      on conflict (code) do update set name = excluded.name`)
    await recordChange(transaction, edit, { tags: undefined }, context)
    return catalogEdited(parsed.data.code)
  })
}

const assignInput = z
  .object({
    customerId: z.string().nullish(),
    email: z.string().max(320).nullish(),
    group: z.string().nullish(),
  })
  .refine(({ customerId, email }) => (customerId == null) !== (email == null), {
    error: 'Give exactly one of customerId and email.',
  })

/** `Mutation.customerGroupAssign`. Counts from the customer's next request on: personal prices are in no shared cache. */
export async function customerGroupAssign(
  { input, idempotencyKey }: SetArguments<z.input<typeof assignInput>>,
  context: RequestContext,
): Promise<CatalogEditResult> {
  const parsed = assignInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const { customerId: globalId, email, group } = parsed.data
  const customerId = globalId == null ? null : decodeGlobalId('Customer', globalId)
  const asked = globalId ?? email ?? ''
  if (customerId !== null && !z.uuid().safeParse(customerId).success) return entryNotFound('CUSTOMER', asked)
  const edit = { operation: 'customerGroupAssign', input, idempotencyKey }
  return editCatalog<typeof input, CatalogEditResult>(edit, context, async (transaction) => {
    const customers = await transaction.query<{ id: string }>(sql('customer_group_customer')`
      select id from customer where id = ${customerId}::uuid or lower(email) = lower(${email ?? null})
      limit 2 for no key update`)
    const [customer, another] = customers
    if (customer === undefined) return entryNotFound('CUSTOMER', asked)
    if (another !== undefined) {
      refuse(['input', 'email'], 'Several customers have this address; give customerId.', 'EMAIL_AMBIGUOUS')
    }
    const [found] = await transaction.query<{ id: string }>(sql('customer_group_wanted')`
      select id::text as id from customer_group where code = ${group ?? null}`)
    if (group != null && found === undefined) return entryNotFound('CUSTOMER_GROUP', group)
    await transaction.query(sql('customer_group_assign')`
      update customer set customer_group_id = ${found?.id ?? null}::bigint where id = ${customer.id}::uuid`)
    await recordChange(transaction, edit, { tags: undefined, details: { customerId: customer.id } }, context)
    return catalogEdited(group ?? '')
  })
}
