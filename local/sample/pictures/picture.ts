import type { SamplePicture, SampleProduct } from '../catalogue.ts'
import { randomFrom } from '../random.ts'
import { definitions, type Ink, inkOf } from './ink.ts'
import { shapes } from './shapes.ts'
import { lightness } from './tone.ts'

/** Wall and floor; calm, so that the thing itself carries the colour. */
const grounds = [
  ['#f3ece1', '#e5d7c4'],
  ['#e8eee6', '#d2dece'],
  ['#e9eef2', '#d0dce4'],
  ['#f6e8e1', '#eacfc3'],
  ['#f6f0dd', '#e9ddba'],
  ['#edeaf1', '#d9d2e1'],
  ['#e4efee', '#c8dddc'],
  ['#f0ebe6', '#dbd0c6'],
] as const

/** Deeper ones, before which white and cream things stand out. */
const deepGrounds = [
  ['#d5ddcf', '#b9c6b1'],
  ['#d0dce4', '#b0c2cf'],
  ['#ebd0c2', '#d9b29e'],
  ['#dfd2bc', '#c8b698'],
  ['#cddada', '#abc2c2'],
] as const

const accents = ['#c97b5a', '#7d9a82', '#5f7d99', '#d3a24c', '#b9848a', '#8c7aa0']
const woods = ['#c39a6b', '#8f6746', '#d6b58b', '#5b4a3e']
const fittings = ['#c9a25a', '#4a4a4c', '#b3b5b4']

/** Painted toys have no single colour; each palette of the shop is a set. */
const toyColours: Readonly<Record<string, readonly string[]>> = {
  Rainbow: ['#dd6e55', '#efc26f', '#7fb094', '#4b7ea5', '#c98aa6'],
  Pastel: ['#efb3a2', '#f3dca8', '#b5d6c0', '#a6c3d8', '#d5bfdc'],
  Forest: ['#6b8f71', '#cda878', '#a3b18a', '#4f7a5b', '#dda15e'],
}

/** One picture of a product as SVG: 800 × 800, at most 4 KB, the same at every call. */
export function pictureOf(product: SampleProduct, picture: SamplePicture): string {
  const { kind, material } = product
  const random = randomFrom(`picture of ${product.handle}`)
  const variations = Array.from({ length: 8 }, () => random.next())
  const isSoft = material.texture === 'fabric' || material.texture === 'wood'
  const colour = picture.colour.hex
  const pairs = lightness(colour) > 0.78 ? deepGrounds : grounds
  const step = picture.view === 'detail' ? 3 : 0
  const [wall, floor] = pairs[(Math.floor((variations[0] ?? 0) * 97) + step) % pairs.length] ?? grounds[0]
  const ink = inkOf({
    main: colour,
    second: random.pick(isSoft && material.texture !== 'wood' ? woods : fittings),
    accent: random.pick(accents),
    ground: wall,
    texture: material.texture,
    several: toyColours[picture.colour.name.en] ?? accents,
    variations,
  })
  const shape = shapes[kind.shape]
  if (shape === undefined) throw new RangeError(`There is no drawing of the shape “${kind.shape}”.`)
  // A tenth of a unit is finer than any screen shows.
  const scene = shape
    .draw(ink)
    .replace(/[1-9]\d*\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10))
  const placed = `<g transform="${placementOf(shape, picture.view)}">${scene}</g>`
  const backdrop = backdropOf(shape.stands, picture.view, wall, floor, ink)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800"><defs>${definitions(scene, ink)}</defs>${backdrop}${placed}</svg>\n`
}

/** Whole: grown from where it stands. From near by: its focus in the middle. */
function placementOf({ stands, scale = 1, focus }: Shape, view: SamplePicture['view']): string {
  if (view === 'detail') {
    const close = Math.max(1.9, scale * 1.5)
    return `translate(${Math.round(400 - focus[0] * close)} ${Math.round(400 - focus[1] * close)}) scale(${close})`
  }
  const base = { floor: 645, table: 605, wall: 400 }[stands]
  return `translate(${Math.round(400 - 400 * scale)} ${Math.round(base - base * scale)}) scale(${scale})`
}

function backdropOf(
  stands: Shape['stands'],
  view: SamplePicture['view'],
  wall: string,
  floor: string,
  ink: Ink,
): string {
  const plain = `<path d="M0 0h800v800H0z" fill="${wall}"/>`
  if (view === 'detail')
    return `${plain}<circle cx="${ink.vary(1) < 0.5 ? 160 : 640}" cy="640" r="430" fill="${floor}"/>`
  switch (stands) {
    case 'floor':
      return `${plain}<path d="M0 590h800v210H0z" fill="${floor}"/>`
    case 'table':
      return `${plain}<circle cx="400" cy="380" r="300" fill="#fff" fill-opacity=".35"/><path d="M0 575h800v225H0z" fill="${floor}"/>`
    case 'wall':
      return `${plain}<circle cx="400" cy="400" r="330" fill="${floor}" fill-opacity=".75"/>`
    default:
      return stands satisfies never
  }
}

/** One kind of thing, drawn in the middle of the canvas. */
export interface Shape {
  /** Floor: feet at about y = 660. Table: foot at about y = 620. Wall: hangs or lies, seen from the front or above. */
  readonly stands: 'floor' | 'table' | 'wall'
  /** How much larger than drawn it stands in its picture; default: 1. */
  readonly scale?: number
  /** What the picture from near by shows. */
  readonly focus: readonly [x: number, y: number]
  readonly draw: (ink: Ink) => string
}
