import type { Kind, Size } from './kinds/kind.ts'
import type { Random } from './random.ts'
import type { Colour } from './vocabulary/colours.ts'
import type { Material } from './vocabulary/materials.ts'
import { qualities } from './vocabulary/names.ts'
import { capitalized, type Phrase, withArticle, withIndefiniteArticle } from './vocabulary/phrase.ts'

export interface ProductTexts {
  readonly title: Phrase
  readonly description: Phrase
  readonly seoTitle: Phrase
  readonly seoDescription: Phrase
}

interface Subject {
  readonly kind: Kind
  readonly name: string
  readonly material: Material
  readonly colours: readonly Colour[]
  readonly sizes: readonly Size[]
}

/** Title and description of one product, the same facts in both languages. */
export function textsOf(subject: Subject, random: Random): ProductTexts {
  const { kind, name, material } = subject
  const opening = openingOf(subject, random)
  const [first, second] = random.shuffled(kind.features)
  if (first === undefined || second === undefined) throw new RangeError(`${kind.noun.en} needs two features.`)
  const praise = material.praise
  const paragraphs = (language: keyof Phrase): string =>
    [
      `<p>${opening[language]} ${first[language]}</p>`,
      `<p>${praise[language]} ${second[language]}</p>`,
      `<ul>\n${facts(subject)
        .map((fact) => `<li>${fact[language]}</li>`)
        .join('\n')}\n</ul>`,
    ].join('\n')
  const title = {
    en: `${name} ${material.name.en} ${kind.noun.en}`,
    de: `${kind.noun.de} ${name} aus ${material.name.de}`,
  }
  return {
    title,
    description: { en: paragraphs('en'), de: paragraphs('de') },
    seoTitle: {
      en: `${title.en} | ${kind.category.leaf.en}`,
      de: `${title.de} | ${kind.category.leaf.de}`,
    },
    seoDescription: { en: `${opening.en} ${first.en}`, de: `${opening.de} ${first.de}` },
  }
}

function openingOf({ kind, name }: Subject, random: Random): Phrase {
  const [one, other] = random.shuffled(qualities)
  if (one === undefined || other === undefined) throw new RangeError('There are too few qualities.')
  const noun = kind.noun.en.toLowerCase()
  const long = {
    en: `${withArticle(`${one.en}, ${other.en} ${noun}`)} ${kind.purpose.en}`,
    de: withIndefiniteArticle([one.de, other.de], kind.noun) + attached(kind.purpose.de),
  }
  const short = {
    en: `${withArticle(`${one.en} ${noun}`)} ${kind.purpose.en}`,
    de: withIndefiniteArticle([one.de], kind.noun) + attached(kind.purpose.de),
  }
  return random.pick([
    { en: `${name} is ${long.en}.`, de: `${name} ist ${long.de}.` },
    { en: `Meet ${name}: ${short.en}.`, de: `Das ist ${name}: ${short.de}.` },
    { en: `${capitalized(short.en)}: that is ${name}.`, de: `${capitalized(short.de)}: Das ist ${name}.` },
  ])
}

/** German sets a comma before a relative clause. */
function attached(purpose: string): string {
  return /^(?:(?:an|auf|in|mit) (?:dem|der)|der|die|das) /.test(purpose) ? `, ${purpose}` : ` ${purpose}`
}

function facts({ kind, material, colours, sizes }: Subject): Phrase[] {
  const list = (texts: readonly Phrase[], language: keyof Phrase): string =>
    texts.map((text) => text[language]).join(', ')
  const sizeLabels = sizes.map((size) => size.label)
  const colourNames = colours.map((colour) => colour.name)
  const care = careOf(kind, material)
  const { option } = kind.sizes
  return [
    { en: `Material: ${material.name.en.toLowerCase()}`, de: `Material: ${material.name.de}` },
    { en: `${option.en}: ${list(sizeLabels, 'en')}`, de: `${option.de}: ${list(sizeLabels, 'de')}` },
    { en: `Colours: ${list(colourNames, 'en')}`, de: `Farben: ${list(colourNames, 'de')}` },
    { en: `Care: ${care.en}`, de: `Pflege: ${care.de}` },
  ]
}

/** A pot is washed up; a lamp of the same enamel is not. */
function careOf(kind: Kind, material: Material): Phrase {
  const washedUp = kind.category.root.en === 'Kitchen & Dining' || kind.shape === 'vase'
  const hard = ['glaze', 'metal', 'glass'].includes(material.texture)
  return hard && !washedUp ? wipe : material.care
}

const wipe = { en: 'Wipe with a soft, damp cloth.', de: 'Mit einem weichen, feuchten Tuch abwischen.' }
