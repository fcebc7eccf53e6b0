import type { Language, Locale } from '../../locale.ts'
import type { Statement } from '../../database/statement.ts'

/** What the catalogue reads through: the database's readers, or a transaction that must see its own changes. */
export interface CatalogReader {
  read<Row extends object>(statement: Statement): Promise<Row[]>
}

export type LanguageColumn = 'de' | 'en'

/** `language` columns hold lower-case codes. */
export function languageColumn(language: Language): LanguageColumn {
  return language === 'DE' ? 'de' : 'en'
}

/** Adds a value to those of a statement that is being written; returns its placeholder. */
export type Parameter = (value: unknown) => string

export function parametersInto(values: unknown[]): Parameter {
  return (value) => `$${String(values.push(value))}`
}

/**
 * The list that everybody in the locale's country buys from: its own, else the currency's. As public_price_list(), whose
 * plan would be made in every statement anew. Index: price_list_market.
 */
export function priceListOf(locale: Locale, parameter: Parameter): string {
  return `(select id from price_list where customer_group_id is null and currency = ${parameter(locale.currency)}
    and (country = ${parameter(locale.country)} or country is null) and opened order by country nulls last limit 1)`
}

const largestBigint = 9_223_372_036_854_775_807n

/** Whether a text can be the key of a row. Ids come from outside; others are unknown, not an error of PostgreSQL. */
export function isRowId(id: string): boolean {
  return /^[1-9]\d{0,18}$/.test(id) && BigInt(id) <= largestBigint
}

/** Rows in the order of the ids that were asked for, `undefined` where there is none. */
export function inOrderOf<Value extends { readonly id: string }>(
  ids: readonly string[],
  values: readonly Value[],
): (Value | undefined)[] {
  const byId = new Map(values.map((value) => [value.id, value]))
  return ids.map((id) => byId.get(id))
}

/** PostgreSQL refuses U+0000 in text; nothing in the catalogue contains it. */
export function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '')
}
