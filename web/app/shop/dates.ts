import type { LanguageTag } from './locale.ts'

// One time zone for everyone, so that server and browser write the same text. The shop's customers live in it.
const timeZone = 'Europe/Berlin'
const localeOf: Record<LanguageTag, string> = { de: 'de-DE', en: 'en-GB' }

/** E.g. `22. November 2026`. */
export function formatDate(instant: string, language: LanguageTag): string {
  return new Intl.DateTimeFormat(localeOf[language], { dateStyle: 'long', timeZone }).format(
    new Date(instant),
  )
}
