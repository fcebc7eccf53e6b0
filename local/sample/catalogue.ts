import { kinds } from './kinds/all.ts'
import type { Kind, Size } from './kinds/kind.ts'
import { type Random, randomFrom } from './random.ts'
import { type Prices, pricesOf } from './prices.ts'
import { type ProductTexts, textsOf } from './texts.ts'
import { ean13 } from './ean13.ts'
import { slugOf } from '../../api/catalog/import/slug.ts'
import type { Colour } from './vocabulary/colours.ts'
import { type Material, materials } from './vocabulary/materials.ts'
import { brands, series } from './vocabulary/names.ts'

/** Of each kind; 47 kinds make more than 1,000 products. */
const productsPerKind = 23

/** The day that the sample was made: no product is younger. */
const newest = Date.UTC(2026, 10, 15, 8)
const dayMilliseconds = 86_400_000

export interface SampleProduct {
  readonly handle: string
  readonly germanHandle: string
  readonly kind: Kind
  readonly material: Material
  readonly brand: string
  readonly texts: ProductTexts
  readonly tags: readonly string[]
  readonly active: boolean
  /** ISO 8601. */
  readonly publishedAt: string
  readonly salesCount: number
  readonly colours: readonly Colour[]
  readonly sizes: readonly Size[]
  readonly variants: readonly SampleVariant[]
  readonly pictures: readonly SamplePicture[]
}

export interface SampleVariant {
  readonly sku: string
  readonly barcode: string
  readonly colour: Colour
  readonly size: Size
  readonly grams: number
  readonly prices: Prices
  readonly stock: number
  /** Sold on when the stock is gone: made to order. */
  readonly madeToOrder: boolean
  /** Index into the product's pictures. */
  readonly picture: number
}

export interface SamplePicture {
  /** File name without folder, e.g. `halvik-oak-dining-chair-1.svg`. */
  readonly file: string
  readonly alt: string
  readonly colour: Colour
  readonly view: 'whole' | 'detail'
}

/** The whole catalogue, the same at every call. */
export function sampleCatalogue(): SampleProduct[] {
  const drafts = kinds.flatMap((kind) => seriesOf(kind).map((name) => ({ kind, name })))
  let pieces = 0
  return drafts.map(({ kind, name }, index) => {
    const product = sampleProduct(kind, name, index, pieces)
    pieces += product.variants.length
    return product
  })
}

/** A name occurs once with each kind, so that titles and handles are unique. */
function seriesOf(kind: Kind): string[] {
  const random = randomFrom(`series of ${kind.noun.en}`)
  return random.some(random.shuffled(series), productsPerKind)
}

function sampleProduct(kind: Kind, name: string, index: number, piecesBefore: number): SampleProduct {
  const random = randomFrom(`${name} ${kind.noun.en}`)
  const material = materials[random.pick(kind.materials)]
  const colours = chooseColours(material, random)
  const sizes = chooseSizes(kind, random)
  const title = `${name} ${material.name.en} ${kind.noun.en}`
  const handle = slugOf(title.replaceAll("'", ''))
  const pictures = picturesOf(handle, title, colours)
  const base = kind.price[0] + random.next() ** 1.6 * (kind.price[1] - kind.price[0])
  const reduction = random.chance(0.14) ? random.between(2, 7) * 5 : 0
  const gone = random.chance(0.02)
  const madeToOrder = kind.price[0] > 400 && random.chance(0.15)
  const variants = sizes.flatMap((size, sizeIndex) =>
    colours.map((colour, colourIndex): SampleVariant => {
      const piece = piecesBefore + sizeIndex * colours.length + colourIndex
      return {
        sku: skuOf(kind, index, sizeIndex * colours.length + colourIndex),
        barcode: ean13(`2${String(40_000_000_000 + piece * 7).padStart(11, '0')}`),
        colour,
        size,
        grams: Math.round((kind.grams * size.factor) / 10) * 10,
        prices: pricesOf(base * material.factor * size.factor, reduction),
        stock: gone ? 0 : stockOf(random),
        madeToOrder,
        picture: colourIndex,
      }
    }),
  )
  const age = Math.floor(random.next() ** 1.5 * 720)
  return {
    handle,
    germanHandle: slugOf(`${kind.noun.de} ${name} aus ${material.name.de}`),
    kind,
    material,
    brand: brandOf(material, random),
    texts: textsOf({ kind, name, material, colours, sizes }, random),
    tags: tagsOf(kind, material, reduction, age, random),
    active: !random.chance(0.01),
    publishedAt: new Date(newest - age * dayMilliseconds - random.between(0, 500) * 60_000).toISOString(),
    salesCount: Math.max(0, Math.floor(4 / (random.next() + 0.006)) - 4),
    colours,
    sizes,
    variants,
    pictures,
  }
}

function chooseColours(material: Material, random: Random): Colour[] {
  const most = Math.min(material.palette.length, 5)
  return random.shuffled(material.palette).slice(0, random.between(Math.min(2, most), most))
}

function chooseSizes(kind: Kind, random: Random): Size[] {
  const { sizes } = kind.sizes
  return random.some(sizes, random.between(1, Math.min(3, sizes.length)))
}

/** One picture per colour, then the first colour from near by. */
function picturesOf(handle: string, title: string, colours: readonly Colour[]): SamplePicture[] {
  const [first] = colours
  if (first === undefined) throw new RangeError(`${title} has no colour.`)
  const whole = colours.map((colour, index) => ({
    file: `${handle}-${index + 1}.svg`,
    alt: `${title} in ${colour.name.en}`,
    colour,
    view: 'whole' as const,
  }))
  const detail = {
    file: `${handle}-${colours.length + 1}.svg`,
    alt: `${title} in ${first.name.en}, seen from near by`,
    colour: first,
    view: 'detail' as const,
  }
  return [...whole, detail]
}

/** E.g. `DIN-0007-03`: letters of the kind, number of the product, number of the variant. */
function skuOf(kind: Kind, product: number, variant: number): string {
  const letters = slugOf(kind.noun.en)
    .replace(/[^a-z]/g, '')
    .slice(0, 3)
    .toUpperCase()
  return `${letters}-${String(product + 1).padStart(4, '0')}-${String(variant + 1).padStart(2, '0')}`
}

/** Most are there, some are nearly gone, some are sold out. */
function stockOf(random: Random): number {
  const luck = random.next()
  if (luck < 0.07) return 0
  if (luck < 0.2) return random.between(1, 4)
  return Math.round(5 + 115 * random.next() ** 2)
}

function brandOf(material: Material, random: Random): string {
  return random.pick(brands.filter((brand) => brand.textures.includes(material.texture))).name
}

function tagsOf(kind: Kind, material: Material, reduction: number, age: number, random: Random): string[] {
  return [
    slugOf(material.name.en),
    kind.room,
    ...(reduction > 0 ? ['sale'] : []),
    ...(age < 45 ? ['new'] : []),
    ...(random.chance(0.3) ? ['made-in-europe'] : []),
    ...(random.chance(0.2) ? ['gift-idea'] : []),
  ]
}
