import type { Language } from '../../locale.ts'
import type { Translated } from './documents.ts'

const english: Language = 'EN'
const languages: readonly Language[] = ['DE', 'EN']

/** The translations of something, best first: the language that was asked for, English, any other. */
export function preferred<T>(translated: Translated<T>, language: Language): T[] {
  return [...new Set([language, english, ...languages])].flatMap((one) => {
    const text = translated[one]
    return text === undefined ? [] : [text]
  })
}

/** The best translation of one field of a text; empty fields count as missing. */
export function textOf<T extends object, K extends keyof T>(
  translated: Translated<T>,
  language: Language,
  field: K,
): T[K] | undefined {
  return preferred(translated, language)
    .map((text) => text[field])
    .find((value) => value !== undefined && value !== '')
}

/** The slug of something in each language that it has a text in. */
export function slugsOf(
  translated: Translated<{ readonly slug: string }>,
): { language: Language; slug: string }[] {
  return languages.flatMap((language) => {
    const slug = translated[language]?.slug
    return slug === undefined ? [] : [{ language, slug }]
  })
}
