import type { CountryCode } from '../locale.ts'

export type TaxClass = 'standard' | 'reduced'

/**
 * VAT in per mille. Sources: DE § 12 UStG; AT § 10 UStG 1994; CH Art. 25 MWSTG, rates since 2024-01-01.
 */
const rates: Readonly<Record<CountryCode, Readonly<Record<TaxClass, number>>>> = {
  DE: { standard: 190, reduced: 70 },
  AT: { standard: 200, reduced: 100 },
  CH: { standard: 81, reduced: 26 },
}

/**
 * VAT that a gross amount contains, in minor units: gross × rate / (1 + rate), rounded half up, once per line and
 * never per piece. Integers throughout; exact for amounts below 2^40.
 */
export function containedVat(gross: number, country: CountryCode, taxClass: TaxClass): number {
  const rate = rates[country][taxClass]
  const whole = 1000 + rate
  return Math.floor((2 * gross * rate + whole) / (2 * whole))
}

/**
 * Gross of a net amount, in minor units: net × (1 + rate), rounded half up, once per piece, so that a line costs what
 * its unit price says times its quantity. Integers throughout; exact for amounts below 2^40.
 */
export function grossOf(net: number, country: CountryCode, taxClass: TaxClass): number {
  return Math.floor((2 * net * (1000 + rates[country][taxClass]) + 1000) / 2000)
}
