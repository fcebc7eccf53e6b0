import type { Phrase } from './phrase.ts'

/** Invented; names of series go before or after what they name. */
export const series =
  `Halvik Mirell Tovra Sundre Alvena Brilo Cavea Dalmera Eskil Fennor Galdea Hennick Isolde Jorva
Kalmera Lunoa Marnix Norela Oskar Pellan Quenta Rovena Silva Tamsin Ulvar Velda Wenja Xandra Yorick Zelma Arvid
Belanor Corvin Delphine Elvar Florin Gretna Hilma Ilvy Jasko Kerwin Liora Mattis Nuria Orvo Paloma Runa Solveig
Thore Umelia Vesna Willo Aneli Birka Calla Dorit Enno Fjora Gitta Hasel Ines Jule Kaia Lenno Minou Nellis Olea
Pernilla Rasko Saga Tilda Una Viggo Wanda Yuna Zita Amrei Bosse Carlotta Dunja Edda Finja Godo Henrike Ida Jannik
Korra Levke Malou Nanni Ottilie Peer Romy Stina Tjark Ulla Vito Wiebke`
    .split(/\s+/)
    .filter((name) => name !== '')

/** Invented makers; each works in some of the materials. */
export const brands: readonly { readonly name: string; readonly textures: readonly string[] }[] = [
  { name: 'Hollund & Sohn', textures: ['wood'] },
  { name: 'Brenholt', textures: ['wood'] },
  { name: 'Ulmenau Werkstätten', textures: ['wood', 'metal'] },
  { name: 'Lumivar', textures: ['metal', 'glass', 'paper'] },
  { name: 'Eisenlieb', textures: ['metal'] },
  { name: 'Kerama Vell', textures: ['glaze'] },
  { name: 'Tonwerk Ahlsee', textures: ['glaze', 'stone', 'concrete'] },
  { name: 'Glasmanufaktur Thalrode', textures: ['glass'] },
  { name: 'Linnhaug', textures: ['fabric'] },
  { name: 'Weberei Ellmoor', textures: ['fabric'] },
  { name: 'Fadenlund', textures: ['fabric', 'weave'] },
  { name: 'Korbmacherei Wiesend', textures: ['weave'] },
  { name: 'Quillmoor', textures: ['fabric', 'wood', 'paper'] },
  { name: 'Wachszieherei Immenhof', textures: ['wax'] },
  { name: 'Steinmoor & Ahl', textures: ['stone', 'concrete', 'metal'] },
  { name: 'Murmelwald', textures: ['toy'] },
]

/** Adjectives that suit anything in the shop and, in German, take plain endings. */
export const qualities: readonly Phrase[] = [
  { en: 'plain', de: 'schlicht' },
  { en: 'timeless', de: 'zeitlos' },
  { en: 'elegant', de: 'elegant' },
  { en: 'understated', de: 'zurückhaltend' },
  { en: 'well-made', de: 'sorgfältig gefertigt' },
  { en: 'durable', de: 'langlebig' },
  { en: 'characterful', de: 'charaktervoll' },
  { en: 'modern', de: 'modern' },
  { en: 'classic', de: 'klassisch' },
  { en: 'beautiful', de: 'schön' },
  { en: 'unfussy', de: 'unaufgeregt' },
  { en: 'versatile', de: 'vielseitig' },
]
