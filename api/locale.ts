export type Language = 'DE' | 'EN'
export type CountryCode = 'AT' | 'CH' | 'DE'
export type CurrencyCode = 'CHF' | 'EUR'

/** Everything besides its arguments that a public answer may depend on. */
export interface Locale {
  readonly language: Language
  readonly country: CountryCode
  readonly currency: CurrencyCode
}

export const defaultLocale: Locale = { language: 'EN', country: 'DE', currency: 'EUR' }
