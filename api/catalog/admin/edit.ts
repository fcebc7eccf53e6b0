import type { RequestContext } from '../../context.ts'
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { publish } from '../../events/outbox.ts'
import { idempotently } from '../../idempotency.ts'
import { type InvalidInput, invalidInput } from '../../schema/invalid-input.ts'
import { coalesceTags, listTag, productTag } from '../catalog-tags.ts'
import type { CatalogSource } from '../catalog-source.ts'
import { createPostgresCatalog } from '../postgres/catalog.ts'

export interface Edit<Input> {
  /** Name of the mutation; the action in the audit log. */
  readonly operation: string
  readonly input: Input
  readonly idempotencyKey: string
}

/** What to answer when the database refuses by a constraint, e.g. a slug that another product has. */
export type ConstraintAnswers = Readonly<Record<string, InvalidInput>>

/** Ends an edit without a trace. Its answer is not kept for its idempotency key: nothing was done that could be repeated. */
class Refused extends Error {
  override readonly name = 'Refused'
  readonly answer: InvalidInput

  constructor(answer: InvalidInput) {
    super(answer.message)
    this.answer = answer
  }
}

/** @throws Refused, which `editCatalog` turns into the answer */
export function refuse(path: readonly string[], message: string, code?: string): never {
  throw new Refused(invalidInput(path, message, code))
}

/**
 * Runs an administrator's change in one transaction, once per idempotency key.
 *
 * What must be unique is left to the constraints, which no other transaction can race; their refusal becomes the
 * answer that `answers` has for them.
 * @throws GraphQLError as `idempotently` does
 */
export async function editCatalog<Input, Answer>(
  { operation, input, idempotencyKey }: Edit<Input>,
  context: RequestContext,
  work: (transaction: Queryable) => Promise<Answer>,
  answers: ConstraintAnswers = {},
): Promise<Answer | InvalidInput> {
  try {
    return await context.application.database.transaction(
      (transaction) =>
        idempotently(
          transaction,
          { scope: `editor:${actorOf(context)}`, key: idempotencyKey, request: { operation, input } },
          () => work(transaction),
        ),
      { signal: context.signal },
    )
  } catch (error) {
    if (error instanceof Refused) return error.answer
    const answer = answers[constraintOf(error) ?? '']
    if (answer === undefined) throw error
    return answer
  }
}

/** The catalogue as the transaction sees it, its own changes included. */
export function catalogIn(transaction: Queryable): CatalogSource {
  return createPostgresCatalog({ read: (statement) => transaction.query(statement) })
}

/**
 * What every change of a product ends with, in its transaction: what is derived from it (lists, collections), the
 * announcement that makes cached values stale, and who did it.
 */
export async function recordEdit<Input extends object>(
  transaction: Queryable,
  edit: Pick<Edit<Input>, 'operation' | 'input'>,
  productId: string,
  context: RequestContext,
): Promise<void> {
  await transaction.query(sql('catalog_refresh')`select refresh_products(array[${productId}::bigint])`)
  await recordChange(transaction, edit, { tags: [productTag(productId)], details: { productId } }, context)
}

/**
 * Announces a change of anything in the catalogue, and says who did it. Lists are stale by any of them.
 * @param tags undefined: nothing that is cached has changed
 */
export async function recordChange<Input extends object>(
  transaction: Queryable,
  { operation, input }: Pick<Edit<Input>, 'operation' | 'input'>,
  { tags, details = {} }: { readonly tags: readonly string[] | undefined; readonly details?: object },
  context: RequestContext,
): Promise<void> {
  if (tags !== undefined) {
    await publish(transaction, 'catalog.changed', { tags: coalesceTags([...tags, listTag]) })
  }
  await transaction.query(sql('catalog_audit')`
    insert into audit_log (actor, action, details, request_id)
    values (${actorOf(context)}, ${operation}, ${JSON.stringify({ ...input, ...details })}::jsonb, ${context.requestId})`)
}

/**
 * Refreshes products that share what was changed: a few at once, many by the worker within seconds.
 * @returns tags of those that were refreshed now; the worker announces the others when it has
 */
export async function refreshSoon(transaction: Queryable, productIds: readonly string[]): Promise<string[]> {
  const [row] = await transaction.query<{ refreshed: string[] }>(sql('catalog_refresh_soon')`
    select refresh_products_soon(${productIds}::bigint[])::text[] as refreshed`)
  return (row?.refreshed ?? []).map(productTag)
}

function constraintOf(error: unknown): string | undefined {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : undefined
}

/** Issuer and subject identify a person for good; an e-mail address does not. */
function actorOf({ viewer }: RequestContext): string {
  return viewer.kind === 'guest' ? 'guest' : `${viewer.issuer} ${viewer.subject}`
}
