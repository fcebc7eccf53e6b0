import { slugOf } from '../../api/catalog/import/slug.ts'
import type { RecordOf } from '../../api/catalog/import/json-lines-records.ts'
import { ean13 } from '../sample/ean13.ts'
import { type Random, randomFrom } from '../sample/random.ts'
import { series } from '../sample/vocabulary/names.ts'
import { attributesOf, collectionsByHand, definitionRecords, type Leaf, leavesOf } from './definitions.ts'
import { logNormal, weighted, zipf } from './skew.ts'
import {
  cares,
  type Colour,
  colours,
  makerName,
  materials,
  opinions,
  seasons,
  sizesOf,
  tags,
} from './vocabulary.ts'

type ProductRecord = RecordOf<'product'>
type VariantRecord = ProductRecord['variants'][number]

/** The catalogue is as of this day, so that it is the same whenever it is made. */
const today = Date.UTC(2026, 10, 20)
const dayMilliseconds = 86_400_000

/** Colours and sizes of a product: 1 to 5 and 1 to 4 by these weights, so 1 to 20 variants and 5 on average. */
const colourWeights = [35, 25, 20, 12, 8]
const sizeWeights = [35, 25, 25, 15]

export interface SeedOptions {
  readonly variants: number
  readonly seed: number
  /** Addresses of the few pictures that all products share. */
  readonly pictures: readonly string[]
}

interface World extends SeedOptions {
  readonly leaves: readonly Leaf[]
  readonly chooseLeaf: (random: Random) => number
  readonly chooseBrand: (random: Random) => number
  readonly chooseTag: (random: Random) => number
}

/**
 * A catalogue of exactly so many variants, as records of JSON Lines, the same for the same options: categories, brands
 * and tags by Zipf's law (a few are huge), log-normal prices, a fifth of the products reduced, some unpublished, some
 * sold out.
 */
export function* catalogueRecords(options: SeedOptions): Generator<object> {
  const products = Math.ceil(options.variants / 5)
  const leaves = leavesOf(products)
  const brands = Math.max(10, Math.round(4 * products ** 0.5))
  const world: World = {
    ...options,
    leaves,
    chooseLeaf: zipf(leaves.length, 0.9),
    chooseBrand: zipf(brands, 1),
    chooseTag: zipf(tags.length, 1),
  }
  yield* definitionRecords(leaves, brands)
  let left = options.variants
  for (let index = 0; left > 0; index += 1) {
    const record = productRecord(index, left, world)
    left -= record.variants.length
    yield record
  }
}

/** Tells catalogues of different seeds apart, too. */
function numberOf(index: number, { seed }: World): string {
  return `${seed.toString(36)}${index.toString(36).padStart(5, '0')}`
}

interface Draft {
  readonly index: number
  readonly leaf: Leaf
  readonly id: string
  readonly random: Random
  readonly ownColours: readonly Colour[]
  readonly ownSizes: readonly string[]
}

function productRecord(index: number, most: number, world: World): ProductRecord {
  const random = randomFrom(`${world.seed} ${index}`)
  // By position in the list, not by its order in the tree: the huge categories lie all over the tree.
  const leaf = world.leaves[(world.chooseLeaf(random) * 7919) % world.leaves.length] ?? world.leaves[0]
  if (leaf === undefined) throw new RangeError('There are no categories.')
  const name = random.pick(series)
  const id = `${slugOf(`${name} ${leaf.en}`)}-${numberOf(index, world)}`
  const ownColours = someOf(random, colours, weighted(random, colourWeights) + 1)
  const ownSizes = sizesOf[leaf.department.group].values.slice(0, weighted(random, sizeWeights) + 1)
  const draft = { index, leaf, id, random, ownColours, ownSizes }
  const [first] = ownColours
  const brand = makerName(world.chooseBrand(random))
  const window = windowOf(random)
  return {
    type: 'product',
    id,
    category: leaf.id,
    brand: slugOf(brand),
    tags: tagsOf(random, world),
    ...window,
    salesCount: Math.max(0, Math.floor(5 / (random.next() + 0.0005)) - 6),
    texts: textsOf(draft, name, brand),
    attributes: attributesFor(draft),
    options: optionNames(draft),
    images: picturesOf(draft, world.pictures).map((url) => ({
      url,
      alt: `${name} ${leaf.en}${first === undefined ? '' : ` in ${first.en}`}`,
      width: 800,
      height: 800,
    })),
    ...(random.chance(0.02)
      ? { collections: [{ id: random.pick(collectionsByHand), position: index + 1 }] }
      : {}),
    variants: variantsOf(draft, most, world),
  }
}

/** The first `count` of a list, begun somewhere. */
function someOf<T>(random: Random, list: readonly T[], count: number): T[] {
  const start = random.between(0, list.length - 1)
  return Array.from({ length: count }, (_, index) => list[(start + index * 5) % list.length]).filter(
    (item) => item !== undefined,
  )
}

function windowOf(random: Random): Pick<ProductRecord, 'publishedAt' | 'unpublishedAt'> {
  const at = (days: number): string => new Date(today - Math.round(days * dayMilliseconds)).toISOString()
  const luck = random.next()
  if (luck < 0.02) return { publishedAt: null }
  if (luck < 0.025) return { publishedAt: at(-365), unpublishedAt: null }
  if (luck < 0.03) return { publishedAt: at(900), unpublishedAt: at(30) }
  return { publishedAt: at(random.next() ** 1.5 * 1500) }
}

function tagsOf(random: Random, world: World): string[] {
  const count = weighted(random, [15, 20, 25, 20, 10, 6, 4])
  return [...new Set(Array.from({ length: count }, () => tags[world.chooseTag(random)] ?? 'new'))]
}

function textsOf(
  { leaf, id, random, ownColours }: Draft,
  name: string,
  brand: string,
): ProductRecord['texts'] {
  const [one, other] = [random.pick(opinions), random.pick(opinions)]
  const material = random.pick(materials)
  const palette = (language: 'en' | 'de') => ownColours.map((colour) => colour[language]).join(', ')
  const number = id.slice(id.lastIndexOf('-') + 1)
  return {
    en: {
      slug: id,
      title: `${name} ${leaf.en}`,
      descriptionHtml: `<p>The ${leaf.en.toLowerCase()} ${name} by ${brand}. ${one.en}</p><p>${other.en} With parts of ${material.en.toLowerCase()}.</p><ul><li>Colours: ${palette('en')}</li></ul>`,
      seoTitle: `${name} ${leaf.en} | ${brand}`,
    },
    de: {
      slug: `${slugOf(`${leaf.de} ${name}`)}-${number}`,
      title: `${leaf.de} ${name}`,
      descriptionHtml: `<p>${leaf.de} ${name} von ${brand}. ${one.de}</p><p>${other.de} Mit Teilen aus ${material.de}.</p><ul><li>Farben: ${palette('de')}</li></ul>`,
      seoTitle: `${leaf.de} ${name} | ${brand}`,
    },
  }
}

function attributesFor({ leaf, random, ownColours, ownSizes }: Draft): ProductRecord['attributes'] {
  const values: Readonly<Record<string, () => string | number | boolean | string[]>> = {
    material: () => random.pick(materials).code,
    colour: () => ownColours.map(({ code }) => code),
    season: () => random.pick(seasons).code,
    care: () => random.pick(cares).code,
    width: () => Number.parseInt(ownSizes[0] ?? '40', 10) || random.between(20, 200),
    power: () => random.between(1, 40) * 50,
    foldable: () => random.chance(0.2),
    cordless: () => random.chance(0.4),
    released: () => new Date(today - random.between(0, 2000) * dayMilliseconds).toISOString().slice(0, 10),
  }
  return Object.fromEntries(
    attributesOf[leaf.department.group].map((code) => [code, values[code]?.() ?? false]),
  )
}

const colourOption = { en: 'Colour', de: 'Farbe' }

function optionNames({ leaf, ownColours, ownSizes }: Draft): NonNullable<ProductRecord['options']> {
  const size = sizesOf[leaf.department.group].option
  return [...(ownColours.length > 1 ? [colourOption] : []), ...(ownSizes.length > 1 ? [size] : [])]
}

function picturesOf({ index, random }: Draft, pictures: readonly string[]): string[] {
  const count = Math.min(pictures.length, random.between(1, 3))
  return Array.from({ length: count }, (_, number) => pictures[(index + number) % pictures.length] ?? '')
}

function variantsOf(draft: Draft, most: number, world: World): VariantRecord[] {
  const { leaf, random, ownColours, ownSizes, index } = draft
  const euro = logNormal(random, leaf.head.price, 0.6)
  const reduction = random.chance(0.2) ? random.between(2, 7) / 20 : 0
  const gone = random.chance(0.03)
  const counted = random.chance(0.9)
  const hasTiers = random.chance(0.03)
  const offer = random.chance(0.01)
  const business = random.chance(0.05)
  const combinations = ownColours.flatMap((colour) => ownSizes.map((size, rank) => ({ colour, size, rank })))
  return combinations.slice(0, most).map(({ colour, size, rank }, number) => {
    const full = Math.min(95_000_000, shopPrice(euro * (1 + rank * 0.25)))
    const values = (language: 'en' | 'de') => [
      ...(ownColours.length > 1 ? [colour[language]] : []),
      ...(ownSizes.length > 1 ? [size] : []),
    ]
    const image = picturesOf({ ...draft, random: randomFrom('0') }, world.pictures)[0]
    return {
      sku: `${numberOf(index, world).toUpperCase()}-${number + 1}`,
      optionValues: { en: values('en'), de: values('de') },
      ...(image === undefined ? {} : { image }),
      barcode: ean13(`2${String(index * 20 + number).padStart(11, '0')}`),
      weightGrams: Math.round(leaf.head.grams * (1 + rank * 0.3)),
      prices: [
        { list: 'eur', ...priceOf(full, reduction), ...extrasOf(full, reduction, hasTiers, offer) },
        { list: 'chf', ...priceOf(Math.min(99_000_000, shopPrice((full / 100) * 1.08)), reduction) },
        ...(business ? [{ list: 'eur-business', amount: Math.round(full * 0.76) }] : []),
      ],
      stock: !counted
        ? null
        : { main: gone || random.chance(0.07) ? 0 : Math.ceil(logNormal(random, 20, 1)) },
    }
  })
}

function priceOf(
  full: number,
  reduction: number,
): { amount: number; compareAtAmount?: number; lowestRecentAmount?: number } {
  const amount = Math.round(full * (1 - reduction))
  return amount < full ? { amount, compareAtAmount: full, lowestRecentAmount: full } : { amount: full }
}

function extrasOf(full: number, reduction: number, hasTiers: boolean, offer: boolean) {
  const now = full * (1 - reduction)
  return {
    ...(hasTiers
      ? {
          tiers: [
            { minQuantity: 5, amount: Math.round(now * 0.95) },
            { minQuantity: 20, amount: Math.round(now * 0.9) },
          ],
        }
      : {}),
    ...(offer
      ? {
          schedules: [
            { amount: Math.round(now * 0.85), from: '2026-11-27T00:00:00Z', until: '2026-12-01T00:00:00Z' },
          ],
        }
      : {}),
  }
}

/** Prices as shops write them: 11.95, 42.90, 509.90. In minor units, at least one. */
function shopPrice(euro: number): number {
  if (euro < 20) return Math.max(1, Math.round(euro)) * 100 - 5
  if (euro < 100) return Math.round(euro) * 100 - 10
  return Math.round(euro / 10) * 1000 - 10
}
