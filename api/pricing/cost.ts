import type { CountryCode } from '../locale.ts'
import { containedVat, type TaxClass } from './vat.ts'

export interface LineToPrice {
  /** Gross, in minor units. */
  readonly unitAmount: number
  readonly quantity: number
  readonly taxClass: TaxClass
}

/** Minor units of one currency. subtotal + shipping = total; tax is contained in total. */
export interface Cost {
  readonly subtotal: number
  readonly shipping: number
  readonly tax: number
  readonly total: number
  /** VAT contained in each line, in the order of the lines. */
  readonly lineTaxes: readonly number[]
}

export interface ShippingTariff {
  readonly amount: number
  /** Free from this subtotal on; null: never. */
  readonly freeFromAmount: number | null
}

/** The largest amount that GraphQL's Int can carry: 21,474,836.47 in euro. */
export const maximumAmount = 2 ** 31 - 1

/** What delivery costs for goods of this value. */
export function shippingAmount(tariff: ShippingTariff, subtotal: number): number {
  return tariff.freeFromAmount !== null && subtotal >= tariff.freeFromAmount ? 0 : tariff.amount
}

/**
 * What a basket costs, in one pass over its lines. A basket without goods costs nothing.
 *
 * Delivery is ancillary to the goods and taxed as they are (UStAE 3.10 (5)): its price is split over the tax classes
 * by their share of the subtotal, the reduced class rounded down.
 *
 * @param tariff of the chosen shipping method; undefined while none is chosen
 */
export function costOf(
  lines: readonly LineToPrice[],
  country: CountryCode,
  tariff: ShippingTariff | undefined,
): Cost {
  let subtotal = 0
  let reducedSubtotal = 0
  const lineTaxes: number[] = []
  for (const { unitAmount, quantity, taxClass } of lines) {
    const gross = unitAmount * quantity
    subtotal += gross
    if (taxClass === 'reduced') reducedSubtotal += gross
    lineTaxes.push(containedVat(gross, country, taxClass))
  }
  const shipping = tariff === undefined || lines.length === 0 ? 0 : shippingAmount(tariff, subtotal)
  const tax = lineTaxes.reduce(
    (sum, lineTax) => sum + lineTax,
    shippingTax(shipping, reducedSubtotal, subtotal, country),
  )
  return { subtotal, shipping, tax, total: subtotal + shipping, lineTaxes }
}

function shippingTax(
  shipping: number,
  reducedSubtotal: number,
  subtotal: number,
  country: CountryCode,
): number {
  const reduced = subtotal === 0 ? 0 : Math.floor((shipping * reducedSubtotal) / subtotal)
  return containedVat(reduced, country, 'reduced') + containedVat(shipping - reduced, country, 'standard')
}
