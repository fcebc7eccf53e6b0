import type { AddressRecord, ShippingTexts } from '../cart/cart-record.ts'
import type { CurrencyCode, Language } from '../locale.ts'

type OrderStatus = 'awaiting_payment' | 'placed' | 'cancelled'

/** An order as it was made; the catalogue may change after it, the order does not. */
export interface OrderRecord {
  /** Random (122 bits): a guest who knows it may see the order. */
  readonly id: string
  readonly number: string
  readonly cartId: string
  readonly cartVersion: number
  /** Set if a signed-in customer made it: then nobody else may see it. */
  readonly customerId: string | null
  readonly status: OrderStatus
  readonly currency: CurrencyCode
  readonly language: Language
  readonly email: string
  readonly deliveryAddress: AddressRecord
  readonly shippingMethod: OrderedShipping
  readonly subtotal: number
  readonly shipping: number
  readonly tax: number
  readonly total: number
  readonly lines: readonly OrderLineRecord[]
  readonly reservedUntil: Date | null
  readonly createdAt: Date
  readonly placedAt: Date | null
}

interface OrderedShipping {
  readonly code: string
  readonly texts: Readonly<Partial<Record<'de' | 'en', ShippingTexts>>>
}

export interface OrderLineRecord {
  readonly position: number
  /** Null once the variant has been deleted. */
  readonly variantId: string | null
  readonly sku: string
  readonly title: string
  readonly variantTitle: string
  readonly productSlug: string
  readonly imageUrl: string | null
  readonly imageAlt: string | null
  readonly quantity: number
  /** Gross, in minor units. */
  readonly unitAmount: number
  readonly taxAmount: number
}
