import { slugOf } from '../../api/catalog/import/slug.ts'
import type { RecordOf } from '../../api/catalog/import/json-lines-records.ts'
import {
  cares,
  colours,
  departments,
  type Department,
  type Group,
  type Head,
  makerName,
  materials,
  modifiers,
  seasons,
} from './vocabulary.ts'

export interface Leaf {
  readonly id: string
  readonly department: Department
  readonly head: Head
  readonly en: string
  readonly de: string
}

/** “Garden Table” and „Gartentisch“. */
const compound = (head: Head, index: number, form: 0 | 1) => {
  const modifier = modifiers[index] ?? { en: '', de: '' }
  return { en: `${modifier.en} ${head.en[form]}`, de: `${modifier.de}${head.de[form].toLowerCase()}` }
}

/** The leaves of the tree, as many as a catalogue of that size has: 20 for 1,000 variants, 1,368 from 1,000,000 on. */
export function leavesOf(products: number): Leaf[] {
  const count = Math.max(20, Math.round(products ** 0.6))
  const all = modifiers.flatMap((_, index) =>
    departments.flatMap((department) =>
      department.heads.map((head) => ({
        id: slugOf(`${department.name.en} ${head.en[1]} ${compound(head, index, 1).en}`),
        department,
        head,
        ...compound(head, index, 0),
        index,
      })),
    ),
  )
  return all.slice(0, count)
}

/** Lines that products refer to. */
export function* definitionRecords(leaves: readonly Leaf[], brands: number): Generator<object> {
  yield { type: 'catalogue', formatVersion: 1 } satisfies RecordOf<'catalogue'>
  yield {
    type: 'customerGroup',
    code: 'business',
    name: 'Business customers',
  } satisfies RecordOf<'customerGroup'>
  yield {
    type: 'priceList',
    code: 'eur-business',
    currency: 'EUR',
    customerGroup: 'business',
    inherits: 'eur',
    taxIncluded: false,
  } satisfies RecordOf<'priceList'>
  yield* attributeRecords()
  yield* categoryRecords(leaves)
  for (let index = 0; index < brands; index += 1) {
    const name = makerName(index)
    yield { type: 'brand', id: slugOf(name), slug: slugOf(name), name } satisfies RecordOf<'brand'>
  }
  yield* collectionRecords(leaves)
}

function* attributeRecords(): Generator<RecordOf<'attribute'>> {
  const chosen = (list: readonly { code: string; en: string; de: string; colour?: string }[]) =>
    list.map(({ code, en, de, colour }) => ({
      code,
      names: { en, de },
      ...(colour === undefined ? {} : { colour }),
    }))
  const fields = [
    {
      code: 'material',
      valueType: 'text',
      names: { en: 'Material', de: 'Material' },
      options: chosen(materials),
    },
    { code: 'colour', valueType: 'colour', names: { en: 'Colour', de: 'Farbe' }, options: chosen(colours) },
    {
      code: 'season',
      valueType: 'text',
      names: { en: 'Season', de: 'Jahreszeit' },
      options: chosen(seasons),
    },
    { code: 'care', valueType: 'text', names: { en: 'Care', de: 'Pflege' }, options: chosen(cares) },
    { code: 'width', valueType: 'number', unit: 'cm', names: { en: 'Width', de: 'Breite' } },
    { code: 'power', valueType: 'number', unit: 'W', names: { en: 'Power', de: 'Leistung' } },
    { code: 'foldable', valueType: 'boolean', names: { en: 'Foldable', de: 'Klappbar' } },
    { code: 'cordless', valueType: 'boolean', names: { en: 'Cordless', de: 'Kabellos' } },
    { code: 'released', valueType: 'date', names: { en: 'Released', de: 'Erschienen' } },
  ] as const
  for (const [position, field] of fields.entries()) {
    yield {
      type: 'attribute',
      ...field,
      options: 'options' in field ? [...field.options] : [],
      facet: field.code !== 'released',
      position,
    }
  }
}

function* categoryRecords(leaves: readonly Leaf[]): Generator<RecordOf<'category'>> {
  const known = new Set<string>()
  const text = (name: string, address: string) => ({ name, slug: slugOf(address) })
  let position = 0
  for (const { id, department, head, ...own } of leaves) {
    const root = slugOf(department.name.en)
    const middle = slugOf(`${department.name.en} ${head.en[1]}`)
    const { en, de } = department.name
    if (!known.has(root)) {
      known.add(root)
      position += 1
      yield { type: 'category', id: root, position, texts: { en: text(en, en), de: text(de, de) } }
    }
    if (!known.has(middle)) {
      known.add(middle)
      position += 1
      const texts = {
        en: text(head.en[1], `${en} ${head.en[1]}`),
        de: text(head.de[1], `${de} ${head.de[1]}`),
      }
      yield { type: 'category', id: middle, parent: root, position, texts }
    }
    position += 1
    const [english, german] = [
      own.en.replace(head.en[0], head.en[1]),
      own.de.replace(head.de[0].toLowerCase(), head.de[1].toLowerCase()),
    ]
    yield {
      type: 'category',
      id,
      parent: middle,
      position,
      texts: { en: text(english, id), de: text(german, `${de} ${german}`) },
    }
  }
}

/** Some by rule, some by hand (products name those). */
function* collectionRecords(leaves: readonly Leaf[]): Generator<RecordOf<'collection'>> {
  const root = slugOf(leaves[0]?.department.name.en ?? '')
  const collections: readonly [string, string, string, RecordOf<'collection'>['rule']][] = [
    ['sale', 'Sale', 'Reduziert', { all: [{ field: 'tag', is: 'sale' }] }],
    ['new', 'New in', 'Neu eingetroffen', { all: [{ field: 'published', withinDays: 30 }] }],
    ['under-20', 'Under 20 euro', 'Unter 20 Euro', { all: [{ field: 'price', list: 'eur', until: 2000 }] }],
    [
      'top-brand',
      'From the first house',
      'Vom ersten Haus',
      { all: [{ field: 'brand', is: slugOf(makerName(0)) }] },
    ],
    ['oak', 'Made of oak', 'Aus Eiche', { all: [{ field: 'attribute', code: 'material', is: 'oak' }] }],
    [
      'small-spaces',
      'Furniture for small spaces',
      'Möbel für kleine Räume',
      {
        all: [
          { field: 'category', is: root },
          { field: 'attribute', code: 'width', until: 80 },
        ],
      },
    ],
    ['editors-choice', 'Our choice', 'Unsere Auswahl', null],
    ['gifts', 'Gifts', 'Geschenke', null],
    ['season', 'This season', 'Diese Saison', null],
  ]
  for (const [position, [id, en, de, rule]] of collections.entries()) {
    yield {
      type: 'collection',
      id,
      rule,
      publishedAt: '2026-01-01T00:00:00Z',
      position,
      texts: { en: { slug: id, name: en }, de: { slug: slugOf(de), name: de } },
    }
  }
}

export const collectionsByHand = ['editors-choice', 'gifts', 'season'] as const

/** Attributes by what the product is. */
export const attributesOf: Readonly<Record<Group, readonly string[]>> = {
  furniture: ['material', 'colour', 'width', 'foldable'],
  textiles: ['material', 'colour', 'care', 'width'],
  kitchen: ['material', 'colour', 'care', 'width'],
  clothing: ['material', 'colour', 'season', 'care'],
  electronics: ['colour', 'power', 'cordless', 'released'],
  tools: ['power', 'cordless', 'material'],
  leisure: ['material', 'colour', 'season', 'foldable'],
  toys: ['material', 'colour', 'released'],
}
