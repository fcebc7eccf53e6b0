import type { CountryCode, CurrencyCode } from '../locale.ts'

const countries: Readonly<Record<CurrencyCode, readonly CountryCode[]>> = { EUR: ['DE', 'AT'], CHF: ['CH'] }

/** Countries that are sold to in a currency. A country buys from exactly one price list. */
export function countriesOf(currency: CurrencyCode): readonly CountryCode[] {
  return countries[currency]
}
