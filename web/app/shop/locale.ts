import type { CountryCode, CurrencyCode, Language } from '../../generated/graphql.ts'

/** Languages as addresses write them. */
export const languages = ['de', 'en'] as const
export type LanguageTag = (typeof languages)[number]

export const countries = ['DE', 'AT', 'CH'] as const satisfies readonly CountryCode[]

/** Where a shopper shops: what prices, stock and delivery depend on. */
export interface Market {
  readonly country: CountryCode
  readonly currency: CurrencyCode
}

/** Variables that every operation takes for its `@inContext`. */
export interface ContextVariables extends Market {
  readonly language: Language
}

export function isLanguageTag(text: string | undefined): text is LanguageTag {
  return languages.some((tag) => tag === text)
}

export function isCountry(text: unknown): text is CountryCode {
  return countries.some((country) => country === text)
}

/** Switzerland pays in francs, everyone else in euro. */
export function marketOf(country: string | undefined): Market {
  const known = isCountry(country) ? country : 'DE'
  return { country: known, currency: known === 'CH' ? 'CHF' : 'EUR' }
}

export function languageCode(tag: LanguageTag): Language {
  return tag === 'de' ? 'DE' : 'EN'
}

/** The language that a browser prefers most among ours (RFC 9110 section 12.5.4); English if it names none. */
export function preferredLanguage(acceptLanguage: string | null): LanguageTag {
  const wishes = (acceptLanguage ?? '').split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
    return { tag: range.split('-')[0], weight: quality === undefined ? 1 : Number(quality.trim().slice(2)) }
  })
  const best = wishes
    .filter(({ tag, weight }) => isLanguageTag(tag) && weight > 0)
    .sort((one, other) => other.weight - one.weight)[0]
  return isLanguageTag(best?.tag) ? best.tag : 'en'
}

/** The language in an address such as /de/cart or /de/cart.data; undefined if it has none. */
export function languageOfPath(pathname: string): LanguageTag | undefined {
  const first = pathname.split('/')[1]?.replace(/\.data$/, '')
  return isLanguageTag(first) ? first : undefined
}
