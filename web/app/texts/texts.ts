import type { LanguageTag } from '../shop/locale.ts'
import { de } from './de.ts'
import { en, type Texts } from './en.ts'

/** The shop's words by language. */
export const texts: Record<LanguageTag, Texts> = { de, en }
