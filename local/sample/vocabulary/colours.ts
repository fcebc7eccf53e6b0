import type { Phrase } from './phrase.ts'

/** A colour or finish as the shop offers it. One English name has one German name, whatever it is used for. */
export interface Colour {
  readonly name: Phrase
  readonly hex: string
}

const colour = (en: string, de: string, hex: string): Colour => ({ name: { en, de }, hex })

export const glazes = [
  colour('Cream', 'Creme', '#efe6d5'),
  colour('Sand', 'Sand', '#d8c3a0'),
  colour('Sage', 'Salbei', '#a3b096'),
  colour('Terracotta', 'Terrakotta', '#c4734f'),
  colour('Ink Blue', 'Tintenblau', '#3d5570'),
  colour('Charcoal', 'Anthrazit', '#4b4b4d'),
  colour('Ochre', 'Ocker', '#d09c45'),
  colour('Dusty Rose', 'Altrosa', '#cf9c93'),
  colour('Celadon', 'Seladon', '#b4ccbd'),
] as const

export const fabrics = [
  colour('Natural', 'Natur', '#dccfb8'),
  colour('Light Grey', 'Hellgrau', '#bdbcb6'),
  colour('Forest Green', 'Waldgrün', '#4f6650'),
  colour('Rust', 'Rost', '#b5603c'),
  colour('Midnight Blue', 'Nachtblau', '#354560'),
  colour('Mustard', 'Senf', '#cfa03f'),
  colour('Dusty Rose', 'Altrosa', '#cf9c93'),
  colour('Sage', 'Salbei', '#a3b096'),
  colour('Charcoal', 'Anthrazit', '#55555a'),
  colour('Plum', 'Pflaume', '#774a5c'),
] as const

export const lacquers = [
  colour('Black', 'Schwarz', '#3a3a3c'),
  colour('White', 'Weiß', '#f1eee8'),
  colour('Sage', 'Salbei', '#9aab90'),
  colour('Brick Red', 'Ziegelrot', '#b0553f'),
  colour('Dove Blue', 'Taubenblau', '#7f97ab'),
  colour('Mustard', 'Senf', '#d1a443'),
  colour('Mint', 'Mint', '#a9cdbb'),
] as const

export const oakFinishes = [
  colour('Natural', 'Natur', '#cda878'),
  colour('White-Oiled', 'Weiß geölt', '#dfcaa6'),
  colour('Smoked', 'Geräuchert', '#8a6545'),
  colour('Black', 'Schwarz', '#45403c'),
] as const

export const ashFinishes = [
  colour('Natural', 'Natur', '#dcc29a'),
  colour('Black', 'Schwarz', '#45403c'),
  colour('Sage', 'Salbei', '#9aab90'),
  colour('White', 'Weiß', '#efe8dc'),
] as const

export const walnutFinishes = [
  colour('Natural', 'Natur', '#8a5e3d'),
  colour('Dark-Oiled', 'Dunkel geölt', '#65442d'),
] as const

export const beechFinishes = [
  colour('Natural', 'Natur', '#dbb78b'),
  colour('Dove Blue', 'Taubenblau', '#7f97ab'),
  colour('Mustard', 'Senf', '#d1a443'),
  colour('White', 'Weiß', '#efe8dc'),
  colour('Mint', 'Mint', '#a9cdbb'),
] as const

export const acaciaFinishes = [
  colour('Natural', 'Natur', '#a8713f'),
  colour('Grey-Oiled', 'Grau geölt', '#978a7b'),
] as const

export const brassFinishes = [
  colour('Polished', 'Poliert', '#d7ae5d'),
  colour('Brushed', 'Gebürstet', '#c3a062'),
  colour('Antique', 'Antik', '#95763f'),
] as const

export const steelFinishes = [
  colour('Polished', 'Poliert', '#c3c8ca'),
  colour('Brushed', 'Gebürstet', '#b2b4b3'),
] as const

export const ironFinishes = [
  colour('Black', 'Schwarz', '#3a3a3c'),
  colour('Graphite', 'Graphit', '#5c6064'),
] as const

export const glassTints = [
  colour('Clear', 'Klar', '#d3e2e3'),
  colour('Smoke', 'Rauch', '#8f8d8b'),
  colour('Amber', 'Bernstein', '#d29a4b'),
  colour('Bottle Green', 'Flaschengrün', '#6d9077'),
] as const

export const wickers = [
  colour('Natural', 'Natur', '#cfa970'),
  colour('Black', 'Schwarz', '#4a443f'),
  colour('White-Washed', 'Weiß gekälkt', '#e2d6c1'),
] as const

export const stones = [
  colour('White', 'Weiß', '#ebe7e1'),
  colour('Grey', 'Grau', '#aaa8a4'),
  colour('Black', 'Schwarz', '#48474a'),
] as const

export const waxes = [
  colour('Ivory', 'Elfenbein', '#f0e5cd'),
  colour('Sage', 'Salbei', '#a9b79d'),
  colour('Terracotta', 'Terrakotta', '#c67d5b'),
  colour('Plum', 'Pflaume', '#7c5266'),
  colour('Honey', 'Honig', '#dcab55'),
] as const

export const papers = [
  colour('White', 'Weiß', '#f4efe4'),
  colour('Blush', 'Zartrosa', '#e7c4b5'),
  colour('Sky Blue', 'Himmelblau', '#a9c4d2'),
] as const

export const brights = [
  colour('Rainbow', 'Regenbogen', '#e07a5f'),
  colour('Pastel', 'Pastell', '#a9cdbb'),
  colour('Forest', 'Wald', '#6b8f71'),
] as const
