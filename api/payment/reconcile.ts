import type { ApplicationContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { settle } from '../checkout/settlement.ts'
import { PaymentProviderUnavailable } from './payment-provider.ts'
import { findPayment, pendingPayments, updatePayment } from './payment-table.ts'

type Application = Pick<ApplicationContext, 'database' | 'paymentProvider' | 'clock' | 'log'>

/** A younger payment belongs to a request that is still working on it. */
const pendingSeconds = 60
/** A charge that the provider does not know by then was never made; Stripe's search lags by up to a minute. */
const lostSeconds = 120
const paymentsPerRun = 200

/**
 * Asks the provider what became of payments that were left pending, e.g. by a process that died between charge and
 * settlement, and settles them.
 *
 * @returns how many were settled
 */
export async function reconcilePayments(application: Application): Promise<number> {
  const { database, clock } = application
  const before = new Date(clock().getTime() - pendingSeconds * 1000)
  const pending = await database.readLatest<{ id: string }>(pendingPayments(before, paymentsPerRun))
  let settled = 0
  for (const { id } of pending) {
    if (await reconcile(application, id)) settled += 1
  }
  return settled
}

async function reconcile(
  { database, paymentProvider, clock, log }: Application,
  id: string,
): Promise<boolean> {
  try {
    const outcome = (await paymentProvider.find(id)) ?? (await lostOutcome(database, id, clock()))
    if (outcome === undefined) return false
    const payment = await settle(database, id, outcome, clock())
    return payment?.status !== 'pending'
  } catch (error) {
    if (!(error instanceof PaymentProviderUnavailable)) throw error
    log.warn({ err: error, paymentId: id }, 'could not ask the payment provider; the next run tries again')
    return false
  }
}

/** If it was charged all the same, the late approval is settled or refunded. */
async function lostOutcome(database: ApplicationContext['database'], id: string, now: Date) {
  const latest: Queryable = { query: (statement) => database.readLatest(statement) }
  const payment = await findPayment(latest, id)
  if (payment === undefined || now.getTime() - payment.updatedAt.getTime() < lostSeconds * 1000)
    return undefined
  return { kind: 'declined', reason: 'never_reached_provider' } as const
}

/**
 * Gives back a charge that no order could be made of. Repeated until the provider has confirmed it.
 * @throws PaymentProviderUnavailable if it could not be asked
 */
export async function refundPayment(
  { database, paymentProvider, clock }: Application,
  paymentId: string,
): Promise<void> {
  const latest: Queryable = { query: (statement) => database.readLatest(statement) }
  const payment = await findPayment(latest, paymentId)
  if (payment?.status !== 'refund_due') return
  await paymentProvider.refund(paymentId)
  await database.transaction((transaction) =>
    updatePayment(transaction, paymentId, { status: 'refunded' }, clock()),
  )
}
