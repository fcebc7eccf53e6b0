import type { RequestContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { publish } from '../events/outbox.ts'
import { idempotently } from '../idempotency.ts'
import { listTag, productTag } from './catalog-tags.ts'

interface Edit<Input> {
  /** Name of the mutation; the action in the audit log. */
  readonly operation: string
  readonly input: Input
  readonly idempotencyKey: string
}

/**
 * Runs an administrator's change in one transaction, once per idempotency key.
 * @throws GraphQLError as `idempotently` does
 */
export function editCatalog<Input, Answer>(
  { operation, input, idempotencyKey }: Edit<Input>,
  context: RequestContext,
  work: (transaction: Queryable) => Promise<Answer>,
): Promise<Answer> {
  return context.application.database.transaction(
    (transaction) =>
      idempotently(
        transaction,
        { scope: `editor:${actorOf(context)}`, key: idempotencyKey, request: { operation, input } },
        () => work(transaction),
      ),
    { signal: context.signal },
  )
}

/**
 * What every change of a product ends with, in its transaction: what is derived from it (lists, collections), the announcement that makes
 * cached values stale, and who did it.
 */
export async function recordEdit<Input extends object>(
  transaction: Queryable,
  { operation, input }: Pick<Edit<Input>, 'operation' | 'input'>,
  productId: string,
  context: RequestContext,
): Promise<void> {
  await transaction.query(sql('catalog_refresh')`select refresh_products(array[${productId}::bigint])`)
  await publish(transaction, 'catalog.changed', { tags: [productTag(productId), listTag] })
  await transaction.query(sql('catalog_audit')`
    insert into audit_log (actor, action, details, request_id)
    values (${actorOf(context)}, ${operation}, ${JSON.stringify({ ...input, productId })}::jsonb, ${context.requestId})`)
}

/** Issuer and subject identify a person for good; an e-mail address does not. */
function actorOf({ viewer }: RequestContext): string {
  return viewer.kind === 'guest' ? 'guest' : `${viewer.issuer} ${viewer.subject}`
}
