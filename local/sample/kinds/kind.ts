import type { MaterialId } from '../vocabulary/materials.ts'
import type { Noun, Phrase } from '../vocabulary/phrase.ts'

/** One sort of thing that the sample shop sells. */
export interface Kind {
  /** Name of its drawing in pictures/. */
  readonly shape: string
  readonly noun: Noun
  readonly category: CategoryPath
  readonly materials: readonly MaterialId[]
  readonly sizes: SizeChoice
  /** Euro of the cheapest material and size, from and until. */
  readonly price: readonly [from: number, until: number]
  /** Grams of the smallest size. */
  readonly grams: number
  /** Completes “a plain chair …”. */
  readonly purpose: Phrase
  /** Sentences; each product has two of them. */
  readonly features: readonly Phrase[]
  /** English tag: the room. */
  readonly room: string
}

export interface SizeChoice {
  readonly option: Phrase
  /** From the smallest up. With a single one the product has no such option. */
  readonly sizes: readonly Size[]
}

export interface Size {
  readonly label: Phrase
  /** What it costs and weighs, relative to the smallest. */
  readonly factor: number
}

interface CategoryPath {
  readonly root: Phrase
  readonly leaf: Phrase
}

export const phrase = (en: string, de: string): Phrase => ({ en, de })

/** `160 × 90 cm` reads the same in both languages. */
export function sizes(option: Phrase, ...labels: readonly (string | Phrase)[]): SizeChoice {
  return {
    option,
    sizes: labels.map((label, index) => ({
      label: typeof label === 'string' ? phrase(label, label) : label,
      factor: 1 + index * 0.35,
    })),
  }
}

export const size = phrase('Size', 'Größe')
export const width = phrase('Width', 'Breite')
export const height = phrase('Height', 'Höhe')
export const diameter = phrase('Diameter', 'Durchmesser')
export const capacity = phrase('Capacity', 'Fassungsvermögen')
export const litres = (number: string): Phrase => phrase(`${number} l`, `${number.replace('.', ',')} l`)
