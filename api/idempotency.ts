import { createHash } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type { Queryable } from './database/database.ts'
import { sql } from './database/statement.ts'

export interface IdempotentRequest {
  /** Who may replay the answer, e.g. `cart:<id>`. Keys of different scopes never meet. */
  readonly scope: string
  /** Of the caller's choice, 8 to 128 characters. */
  readonly key: string
  /** The operation's name and its arguments, as JSON: what must be the same for the answer to be the same. */
  readonly request: unknown
}

/** Hours that an answer is kept; the worker purges older ones. Stripe keeps its answers as long. */
const idempotencyHours = 24

/**
 * Runs `work` at most once per scope and key, and gives its answer again when the same request comes again. The
 * answer (JSON) is stored in the transaction of its effect: both are there, or neither.
 *
 * The insert claims the key before `work` starts. A second transaction with the same key waits in its own insert on
 * the first one's uncommitted row. If the first commits, `on conflict do nothing` gives no row, and the next
 * statement, whose snapshot is newer, reads the answer; if it rolls back, the second one's insert goes through and
 * does the work. This needs READ COMMITTED, where each statement takes its own snapshot.
 *
 * @throws GraphQLError IDEMPOTENCY_KEY_REUSED if the key was used with another request, IDEMPOTENCY_KEY_INVALID if
 * it is too short or too long
 */
export async function idempotently<T>(
  transaction: Queryable,
  { scope, key, request }: IdempotentRequest,
  work: () => Promise<T>,
): Promise<T> {
  assertKey(key)
  const hash = requestHash(request)
  const claimed = await transaction.query(sql('idempotency_claim')`
    insert into idempotency_key (scope, key, request_hash, response)
    values (${scope}, ${key}, ${hash}, 'null') on conflict (scope, key) do nothing returning scope`)
  if (claimed.length === 0) return storedAnswer<T>(transaction, scope, key, hash)

  const answer = await work()
  await transaction.query(sql('idempotency_answer')`
    update idempotency_key set response = ${JSON.stringify(answer)}::jsonb where scope = ${scope} and key = ${key}`)
  return answer
}

/** Takes answers away that were kept long enough. */
export async function purgeIdempotencyKeys(transaction: Queryable, now: Date): Promise<void> {
  const before = new Date(now.getTime() - idempotencyHours * 3_600_000)
  await transaction.query(sql('idempotency_purge')`delete from idempotency_key where created_at < ${before}`)
}

async function storedAnswer<T>(transaction: Queryable, scope: string, key: string, hash: string): Promise<T> {
  const [stored] = await transaction.query<{ request_hash: string; response: T }>(sql('idempotency_stored')`
    select request_hash, response from idempotency_key where scope = ${scope} and key = ${key}`)
  if (stored?.request_hash === hash) return stored.response
  throw new GraphQLError(
    `The idempotency key "${key}" was used before with other arguments. Make a new key for a new request.`,
    { extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } },
  )
}

/** Counted as PostgreSQL counts, in code points; what its text cannot hold (NUL, lone surrogates) is left out. */
const keyPattern = /^[^\p{Cc}\p{Cs}]{8,128}$/u

function assertKey(key: string): void {
  if (keyPattern.test(key)) return
  throw new GraphQLError(
    `The idempotency key ${JSON.stringify(key.slice(0, 128))} has ${Array.from(key).length} characters; 8 to 128 are allowed, none of them a control character. Use a UUID.`,
    { extensions: { code: 'IDEMPOTENCY_KEY_INVALID' } },
  )
}

function requestHash(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request, sortKeys)).digest('hex')
}

/** Arguments in another order are the same request. */
function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
