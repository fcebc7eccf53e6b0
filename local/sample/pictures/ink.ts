import type { Texture } from '../vocabulary/materials.ts'
import { lightness, tone } from './tone.ts'

/** What a drawing may choose from: the product's material and colour, and numbers that vary its proportions. */
export interface Ink {
  readonly main: string
  readonly dark: string
  readonly light: string
  /** Legs, fittings, knobs: a second material that goes with the first. */
  readonly second: string
  /** A colour that stands out, e.g. of a cushion on a sofa. */
  readonly accent: string
  /** The background; for holes. */
  readonly ground: string
  readonly texture: Texture
  /** Several colours for toys. */
  readonly several: readonly string[]
  /** From 0 up to 1, the same for all pictures of a product; the index tells choices apart. */
  readonly vary: (index: number) => number
  /** A surface of the product's material, lit from the left. */
  readonly face: (path: string) => string
  /** The same material turned away from the light. */
  readonly side: (path: string) => string
  /** The same material, nearer to the light, without grain. */
  readonly edge: (path: string) => string
  /** A surface of the second material. */
  readonly leg: (path: string) => string
  readonly fill: (path: string, colour: string, opacity?: number) => string
  readonly line: (path: string, width: number, colour: string, opacity?: number) => string
  /** Where the thing touches the ground. */
  readonly shadow: (x: number, y: number, halfWidth: number) => string
  /** Light of a lamp or a flame. */
  readonly glow: (x: number, y: number, radius: number) => string
}

export interface InkOptions {
  readonly main: string
  readonly second: string
  readonly accent: string
  readonly ground: string
  readonly texture: Texture
  readonly several: readonly string[]
  readonly variations: readonly number[]
}

export function inkOf(options: InkOptions): Ink {
  const { main, texture } = options
  const grained = texture !== 'wax' && texture !== 'paper' && texture !== 'toy' && texture !== 'metal'
  const form = (path: string, paint: string): string => `<path d="${path}" fill="${paint}"/>`
  return {
    ...options,
    dark: tone(main, -0.3),
    light: tone(main, 0.35),
    vary: (index) => options.variations[index % options.variations.length] ?? 0,
    face: (path) => form(path, 'url(#m)') + (grained ? form(path, 'url(#t)') : ''),
    side: (path) => form(path, 'url(#s)'),
    edge: (path) => form(path, tone(main, 0.22)),
    leg: (path) => form(path, 'url(#b)'),
    fill: (path, colour, opacity = 1) =>
      `<path d="${path}" fill="${colour}"${opacity === 1 ? '' : ` fill-opacity="${opacity}"`}/>`,
    line: (path, width, colour, opacity = 1) =>
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${opacity === 1 ? '' : ` stroke-opacity="${opacity}"`}/>`,
    shadow: (x, y, halfWidth) =>
      `<ellipse cx="${x}" cy="${y}" rx="${halfWidth}" ry="${Math.round(halfWidth * 0.07 + 6)}" fill="#3b3024" fill-opacity=".16"/>`,
    glow: (x, y, radius) => `<circle cx="${x}" cy="${y}" r="${radius}" fill="url(#g)"/>`,
  }
}

/** Gradients and grain that the scene refers to, and no others. */
export function definitions(scene: string, ink: Ink): string {
  const { main, second, texture } = ink
  const glassy = texture === 'glass' ? ' stop-opacity=".72"' : ''
  const strong = texture === 'metal' || texture === 'glaze' ? 1.5 : 1
  const stops = (list: readonly (readonly [number, string])[], extra = ''): string =>
    list.map(([at, colour]) => `<stop offset="${at}" stop-color="${colour}"${extra}/>`).join('')
  const all: Readonly<Record<string, string>> = {
    m: `<linearGradient id="m">${stops(
      [
        [0, tone(main, 0.05)],
        [0.3, tone(main, Math.min(0.5, 0.14 * strong))],
        [1, tone(main, -0.11 * strong)],
      ],
      glassy,
    )}</linearGradient>`,
    s: `<linearGradient id="s">${stops(
      [
        [0, tone(main, -0.16)],
        [1, tone(main, -0.28)],
      ],
      glassy,
    )}</linearGradient>`,
    b: `<linearGradient id="b">${stops([
      [0, tone(second, 0.12)],
      [1, tone(second, -0.16)],
    ])}</linearGradient>`,
    g: '<radialGradient id="g"><stop offset="0" stop-color="#fff1c4" stop-opacity=".95"/><stop offset="1" stop-color="#fff1c4" stop-opacity="0"/></radialGradient>',
    t: grain(ink),
  }
  return Object.entries(all)
    .filter(([id]) => scene.includes(`url(#${id})`))
    .map(([, definition]) => definition)
    .join('')
}

function grain({ main, texture, vary }: Ink): string {
  // Dark grain shows on light things, light grain on dark ones.
  const stroke = lightness(main) > 0.35 ? tone(main, -0.45) : tone(main, 0.4)
  const pattern = (width: number, height: number, content: string): string =>
    `<pattern id="t" width="${width}" height="${height}" patternUnits="userSpaceOnUse">${content}</pattern>`
  const drawn = (path: string, width: number, opacity: number): string =>
    `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-opacity="${opacity}"/>`
  switch (texture) {
    case 'wood':
      return pattern(
        240,
        52,
        drawn('M0 8q60-9 120 0t120 0M0 27q60 8 120 0t120 0', 2, 0.2) +
          drawn('M0 17q60 5 120 0t120 0M0 42q60-6 120 0t120 0', 1.5, 0.13),
      )
    case 'glaze':
      return pattern(
        96,
        96,
        `<g fill="${stroke}" fill-opacity=".3"><circle cx="14" cy="20" r="2"/><circle cx="58" cy="10" r="1.4"/><circle cx="80" cy="46" r="2.2"/><circle cx="36" cy="58" r="1.3"/><circle cx="12" cy="82" r="1.6"/><circle cx="66" cy="84" r="1.4"/></g>`,
      )
    case 'fabric':
      return vary(3) < 0.5
        ? pattern(10, 10, drawn('M0 2.5h10M0 7.5h10', 1.2, 0.16) + drawn('M2.5 0v10M7.5 0v10', 1.2, 0.1))
        : pattern(16, 16, drawn('M0 4l4 4 4-4 4 4 4-4M0 12l4 4 4-4 4 4 4-4', 1.4, 0.15))
    case 'weave':
      return pattern(
        36,
        28,
        drawn('M0 0h18v14h18v14h-18v-14h-18z', 2.4, 0.36) +
          drawn('M3 5h12M3 9h12M21 19h12M21 23h12M23 2v10M30 2v10M5 16v10M12 16v10', 1.5, 0.26),
      )
    case 'stone':
      return pattern(
        320,
        320,
        drawn(
          'M-10 60q90 20 130 90t210 70M60-10q10 60 90 90t180 20M-10 230q120-20 180 40t160 30',
          2.4,
          0.22,
        ) + drawn('M0 140q60-30 90 10M200 180q40 40 120 20M230 20q20 40 90 50', 1.2, 0.2),
      )
    case 'concrete':
      return pattern(
        120,
        120,
        `<g fill="${stroke}" fill-opacity=".28"><circle cx="18" cy="26" r="3"/><circle cx="70" cy="14" r="1.6"/><circle cx="100" cy="62" r="3.4"/><circle cx="36" cy="88" r="2"/><circle cx="82" cy="104" r="2.4"/></g>`,
      )
    case 'glass':
      return pattern(
        120,
        120,
        '<g fill="#fff" fill-opacity=".5"><circle cx="30" cy="24" r="2.4"/><circle cx="88" cy="70" r="1.8"/><circle cx="52" cy="104" r="1.5"/></g>',
      )
    case 'metal':
    case 'wax':
    case 'paper':
    case 'toy':
      return ''
    default:
      return texture satisfies never
  }
}
