import type { CountryCode, CurrencyCode, Language } from '../locale.ts'
import type { Cost } from '../pricing/cost.ts'
import type { TaxClass } from '../pricing/vat.ts'

/** A cart as it stands, priced. JSON, so that it can be the stored answer of a mutation. */
export interface CartRecord {
  /** Random (128 bits): whoever knows it may open the cart. */
  readonly id: string
  readonly currency: CurrencyCode
  /** Country that is delivered to; decides on VAT and shipping. */
  readonly country: CountryCode
  /** Of the texts on the order and in mails. */
  readonly language: Language
  /** Grows with every change. */
  readonly version: number
  readonly email: string | null
  readonly deliveryAddress: AddressRecord | null
  readonly shippingMethod: ShippingMethodRecord | null
  /** For the country, cheapest first. */
  readonly shippingMethods: readonly ShippingMethodRecord[]
  /** In the order in which they were added. What is no longer for sale is left out. */
  readonly lines: readonly CartLineRecord[]
  readonly cost: Cost
  /** ISO 8601. */
  readonly updatedAt: string
}

export interface CartLineRecord {
  readonly variantId: string
  readonly quantity: number
  /** Gross, in minor units. */
  readonly unitAmount: number
  readonly taxClass: TaxClass
}

export interface AddressRecord {
  readonly name: string
  readonly street: string
  readonly extra: string | null
  readonly postalCode: string
  readonly city: string
  readonly country: CountryCode
}

export interface ShippingMethodRecord {
  readonly code: string
  readonly amount: number
  readonly freeFromAmount: number | null
  readonly texts: Readonly<Partial<Record<'de' | 'en', ShippingTexts>>>
}

export interface ShippingTexts {
  readonly name: string
  readonly description: string
}

export type CheckoutRequirement = 'LINES' | 'EMAIL' | 'DELIVERY_ADDRESS' | 'SHIPPING_METHOD'

/** What checkout still lacks. */
export function missingForCheckout(cart: CartRecord): CheckoutRequirement[] {
  const missing: CheckoutRequirement[] = []
  if (cart.lines.length === 0) missing.push('LINES')
  if (cart.email === null) missing.push('EMAIL')
  if (cart.deliveryAddress === null) missing.push('DELIVERY_ADDRESS')
  if (cart.shippingMethod === null) missing.push('SHIPPING_METHOD')
  return missing
}
