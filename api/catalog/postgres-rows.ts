import type { Language, Locale } from '../locale.ts'
import type { Statement } from '../database/statement.ts'

/** What the catalogue reads through: the database's readers, or a transaction that must see its own changes. */
export interface CatalogReader {
  read<Row extends object>(statement: Statement): Promise<Row[]>
}

/** `language` columns hold lower-case codes. */
export function languageColumn(language: Language): 'de' | 'en' {
  return language === 'DE' ? 'de' : 'en'
}

export interface LocaleColumns {
  readonly language: 'de' | 'en'
  readonly currency: string
}

export function localeColumns(locale: Locale): LocaleColumns {
  return { language: languageColumn(locale.language), currency: locale.currency }
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
