import { randomUUID } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import { sql, type Statement } from '../database/statement.ts'
import type { CurrencyCode } from '../locale.ts'

/**
 * pending: being charged, or nobody knows yet. refund_due: charged, but no order can be made of it; the worker gives
 * it back.
 */
type PaymentStatus = 'pending' | 'succeeded' | 'declined' | 'refund_due' | 'refunded'

export interface PaymentRecord {
  /** Also the idempotency key at the provider. */
  readonly id: string
  readonly orderId: string
  readonly provider: string
  readonly status: PaymentStatus
  /** In minor units. */
  readonly amount: number
  readonly currency: CurrencyCode
  readonly method: string
  readonly failureCode: string | null
  /** When the provider was asked last. */
  readonly updatedAt: Date
}

export type NewPayment = Pick<PaymentRecord, 'orderId' | 'provider' | 'amount' | 'currency' | 'method'>

/** One payment; undefined if there is none with this id. */
export async function findPayment(queryable: Queryable, id: string): Promise<PaymentRecord | undefined> {
  const [payment] = await queryable.query<PaymentRecord>(sql('payment')`
    select id, order_id as "orderId", provider, status, amount::integer as amount, currency, method,
           failure_code as "failureCode", updated_at as "updatedAt"
    from payment where id = ${id}::uuid`)
  return payment
}

/** The order's attempt that is under way or was successful; the index payment_order_active allows one. */
export async function activePayment(
  queryable: Queryable,
  orderId: string,
): Promise<{ id: string; status: 'pending' | 'succeeded' } | undefined> {
  const [payment] = await queryable.query<{ id: string; status: 'pending' | 'succeeded' }>(sql(
    'payment_active',
  )`
    select id, status from payment where order_id = ${orderId}::uuid and status in ('pending', 'succeeded')`)
  return payment
}

/** Notes that the provider is about to be asked; committed before it is, so that no charge is without a row. */
export async function insertPayment(transaction: Queryable, payment: NewPayment, now: Date): Promise<string> {
  const id = randomUUID()
  await transaction.query(sql('payment_insert')`
    insert into payment (id, order_id, provider, status, amount, currency, method, created_at, updated_at)
    values (${id}, ${payment.orderId}, ${payment.provider}, 'pending', ${payment.amount}, ${payment.currency},
            ${payment.method}, ${now}, ${now})`)
  return id
}

export interface PaymentChange {
  readonly status: PaymentStatus
  readonly reference?: string
  readonly failureCode?: string
}

/** Records what became of a payment. */
export async function updatePayment(
  transaction: Queryable,
  id: string,
  { status, reference, failureCode }: PaymentChange,
  now: Date,
): Promise<void> {
  await transaction.query(sql('payment_update')`
    update payment set status = ${status}, provider_reference = coalesce(${reference ?? null}, provider_reference),
                       failure_code = ${failureCode ?? null}, updated_at = ${now}
    where id = ${id}::uuid`)
}

/** Notes that the provider is asked again about a payment, unless it was settled meanwhile. */
export async function touchPayment(transaction: Queryable, id: string, now: Date): Promise<void> {
  await transaction.query(sql('payment_touch')`
    update payment set updated_at = ${now} where id = ${id}::uuid and status = 'pending'`)
}

/** Payments of which nobody knows since `before` what became of them; index payment_pending. */
export function pendingPayments(before: Date, limit: number): Statement {
  return sql('payments_pending')`
    select id from payment where status = 'pending' and created_at < ${before} order by created_at limit ${limit}`
}
