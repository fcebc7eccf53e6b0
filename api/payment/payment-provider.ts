import type { CurrencyCode } from '../locale.ts'

export interface ChargeRequest {
  /** The payment's id; the provider charges at most once for it, however often it is asked. */
  readonly idempotencyKey: string
  readonly orderId: string
  /** In minor units. */
  readonly amount: number
  readonly currency: CurrencyCode
  /** What the provider's form in the browser gave. */
  readonly method: string
}

export type ChargeOutcome =
  | { readonly kind: 'approved'; readonly reference: string }
  | { readonly kind: 'declined'; readonly reason: string }
  /** The provider needs more time or the shopper's bank does; a webhook or a later question tells. */
  | { readonly kind: 'pending'; readonly reference: string }

export interface PaymentEvent {
  /** The provider's id of the event; the same event may come any number of times. */
  readonly eventId: string
  readonly idempotencyKey: string
  readonly outcome: ChargeOutcome
}

/** A payment service. Adapters: the built-in test provider, Stripe. */
export interface PaymentProvider {
  readonly name: 'test' | 'stripe'
  /** @throws PaymentProviderUnavailable when it is unknown whether the charge was made; ask again with the same key */
  charge(request: ChargeRequest, signal?: AbortSignal): Promise<ChargeOutcome>
  /** What became of a charge that was asked for; undefined if the provider never heard of it. */
  find(idempotencyKey: string, signal?: AbortSignal): Promise<ChargeOutcome | undefined>
  /** Gives the whole charge back; repeating it does nothing more. */
  refund(idempotencyKey: string, signal?: AbortSignal): Promise<void>
  /**
   * Checks the signature of a webhook and reads it.
   * @returns undefined for events that the shop does not use
   * @throws InvalidWebhook if the signature does not fit the body
   */
  readEvent(
    body: Buffer,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): PaymentEvent | undefined
}

export class PaymentProviderUnavailable extends Error {
  override readonly name = 'PaymentProviderUnavailable'
}

export class InvalidWebhook extends Error {
  override readonly name = 'InvalidWebhook'
}
