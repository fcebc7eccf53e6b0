import { useLocation } from 'react-router'
import { type LanguageTag, languageOfPath } from '../shop/locale.ts'
import type { Texts } from '../texts/en.ts'
import { texts } from '../texts/texts.ts'
import { useRootData } from './root-data.ts'

/** The page's language and its words: from the address, else what the server chose for this browser. */
export function useTexts(): { tag: LanguageTag; texts: Texts } {
  const { pathname } = useLocation()
  const chosen = useRootData()?.language
  const tag = languageOfPath(pathname) ?? chosen ?? 'en'
  return { tag, texts: texts[tag] }
}
