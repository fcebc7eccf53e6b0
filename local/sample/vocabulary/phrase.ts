/** The same in both languages of the sample. */
export interface Phrase {
  readonly en: string
  readonly de: string
}

type Gender = 'm' | 'f' | 'n'

export interface Noun extends Phrase {
  /** Of the German noun. */
  readonly gender: Gender
}

/** “ein schlichter Tisch”, “eine schlichte Lampe”, “ein schlichtes Regal”: nominative after the indefinite article. */
export function withIndefiniteArticle(adjectives: readonly string[], noun: Noun): string {
  const ending = { m: 'er', f: 'e', n: 'es' }[noun.gender]
  const article = noun.gender === 'f' ? 'eine' : 'ein'
  return `${article} ${adjectives.map((adjective) => adjective + ending).join(', ')} ${noun.de}`
}

/** “a plain table”, “an elegant table”. */
export function withArticle(text: string): string {
  return `${/^[aeiou]/i.test(text) ? 'an' : 'a'} ${text}`
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
