import type { CurrencyCode } from '../../generated/graphql.ts'
import type { LanguageTag } from './locale.ts'

/** An amount in minor units, e.g. cents. */
export interface MoneyValue {
  readonly amount: number
  readonly currencyCode: CurrencyCode
}

const localeOf: Record<LanguageTag, Record<CurrencyCode, string>> = {
  de: { EUR: 'de-DE', CHF: 'de-CH' },
  en: { EUR: 'en-IE', CHF: 'en-CH' },
}

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(language: LanguageTag, currency: CurrencyCode): Intl.NumberFormat {
  const key = `${language} ${currency}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(localeOf[language][currency], { style: 'currency', currency })
  formats.set(key, format)
  return format
}

/** Minor units in one unit of the currency, as a power of ten (ISO 4217 exponent, from the runtime's CLDR). */
function minorDigits(currency: CurrencyCode): number {
  return formatOf('en', currency).resolvedOptions().maximumFractionDigits ?? 2
}

/** E.g. `1.299,00 €`, `€1,299.00`, `CHF 1’299.00`. */
export function formatMoney({ amount, currencyCode }: MoneyValue, language: LanguageTag): string {
  return formatOf(language, currencyCode).format(amount / 10 ** minorDigits(currencyCode))
}

/** A fee in words where there is none. */
export function formatFee(fee: MoneyValue, language: LanguageTag, free: string): string {
  return fee.amount === 0 ? free : formatMoney(fee, language)
}

/** An amount as JSON-LD wants it: decimal point, no currency sign. */
export function decimalMoney({ amount, currencyCode }: MoneyValue): string {
  const digits = minorDigits(currencyCode)
  return (amount / 10 ** digits).toFixed(digits)
}

/** Minor units of what a shopper typed as a price, e.g. `20` or `19,90`; undefined if it is no price. */
export function parsePrice(text: string, currency: CurrencyCode): number | undefined {
  const normal = text.trim().replace(',', '.')
  if (!/^\d{1,6}(?:\.\d{1,2})?$/.test(normal)) return undefined
  return Math.round(Number(normal) * 10 ** minorDigits(currency))
}

/** An amount in minor units as a shopper would type it, e.g. `20` or `19.90`. */
export function minorToTyped(amount: number, currency: CurrencyCode): string {
  const digits = minorDigits(currency)
  const units = amount / 10 ** digits
  return Number.isInteger(units) ? String(units) : units.toFixed(digits)
}

/** Reduction in whole per cent, rounded down so that it never promises too much. */
export function reductionPercent(price: MoneyValue, before: MoneyValue): number {
  return Math.floor((1 - price.amount / before.amount) * 100)
}
