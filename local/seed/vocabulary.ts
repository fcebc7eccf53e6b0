import type { Phrase } from '../sample/vocabulary/phrase.ts'

/** What is sold: names in the singular and plural, so that German can make compounds of them. */
export interface Head {
  readonly en: readonly [one: string, many: string]
  readonly de: readonly [one: string, many: string]
  /** Euro of a middling one. */
  readonly price: number
  readonly grams: number
}

export type Group =
  | 'furniture'
  | 'textiles'
  | 'kitchen'
  | 'clothing'
  | 'electronics'
  | 'tools'
  | 'leisure'
  | 'toys'

export interface Department {
  readonly group: Group
  readonly name: Phrase
  readonly heads: readonly Head[]
}

const heads = (table: string): Head[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [one = '', many = '', eins = '', viele = '', price = '', grams = ''] = line
        .trim()
        .split(/\s*,\s*/)
      return { en: [one, many], de: [eins, viele], price: Number(price), grams: Number(grams) }
    })

export const departments: readonly Department[] = [
  {
    group: 'furniture',
    name: { en: 'Furniture', de: 'Möbel' },
    heads: heads(`Table, Tables, Tisch, Tische, 290, 24000
      Chair, Chairs, Stuhl, Stühle, 120, 6500
      Shelf, Shelves, Regal, Regale, 160, 18000
      Cupboard, Cupboards, Schrank, Schränke, 420, 45000
      Bed, Beds, Bett, Betten, 560, 52000
      Lamp, Lamps, Leuchte, Leuchten, 79, 1900
      Armchair, Armchairs, Sessel, Sessel, 380, 21000
      Stool, Stools, Hocker, Hocker, 69, 3800`),
  },
  {
    group: 'textiles',
    name: { en: 'Home Textiles', de: 'Heimtextilien' },
    heads: heads(`Rug, Rugs, Teppich, Teppiche, 140, 6000
      Curtain, Curtains, Vorhang, Vorhänge, 49, 900
      Towel, Towels, Handtuch, Handtücher, 19, 420
      Blanket, Blankets, Decke, Decken, 59, 1400
      Pillow, Pillows, Kissen, Kissen, 29, 700
      Mat, Mats, Matte, Matten, 24, 800`),
  },
  {
    group: 'kitchen',
    name: { en: 'Kitchen', de: 'Küche' },
    heads: heads(`Pan, Pans, Pfanne, Pfannen, 49, 1300
      Pot, Pots, Topf, Töpfe, 59, 2100
      Knife, Knives, Messer, Messer, 39, 220
      Mug, Mugs, Becher, Becher, 12, 340
      Plate, Plates, Teller, Teller, 14, 520
      Glass, Glasses, Glas, Gläser, 9, 190
      Bowl, Bowls, Schüssel, Schüsseln, 18, 640
      Jar, Jars, Dose, Dosen, 11, 260`),
  },
  {
    group: 'clothing',
    name: { en: 'Clothing', de: 'Bekleidung' },
    heads: heads(`Jacket, Jackets, Jacke, Jacken, 119, 850
      Coat, Coats, Mantel, Mäntel, 179, 1400
      Shirt, Shirts, Hemd, Hemden, 49, 240
      Dress, Dresses, Kleid, Kleider, 79, 330
      Pair of Trousers, Trousers, Hose, Hosen, 69, 520
      Shoe, Shoes, Schuh, Schuhe, 89, 900
      Boot, Boots, Stiefel, Stiefel, 129, 1500
      Glove, Gloves, Handschuh, Handschuhe, 29, 120
      Hat, Hats, Mütze, Mützen, 24, 110`),
  },
  {
    group: 'electronics',
    name: { en: 'Electronics', de: 'Elektronik' },
    heads: heads(`Loudspeaker, Loudspeakers, Lautsprecher, Lautsprecher, 149, 2600
      Headphone, Headphones, Kopfhörer, Kopfhörer, 89, 280
      Screen, Screens, Bildschirm, Bildschirme, 239, 5200
      Keyboard, Keyboards, Tastatur, Tastaturen, 59, 780
      Charger, Chargers, Ladegerät, Ladegeräte, 29, 160
      Camera, Cameras, Kamera, Kameras, 459, 610
      Printer, Printers, Drucker, Drucker, 199, 7300
      Cable, Cables, Kabel, Kabel, 14, 90`),
  },
  {
    group: 'tools',
    name: { en: 'Tools', de: 'Werkzeug' },
    heads: heads(`Drill, Drills, Bohrmaschine, Bohrmaschinen, 129, 2400
      Saw, Saws, Säge, Sägen, 49, 900
      Hammer, Hammers, Hammer, Hämmer, 24, 750
      Spade, Spades, Spaten, Spaten, 39, 2100
      Hose, Hoses, Schlauch, Schläuche, 34, 3100
      Ladder, Ladders, Leiter, Leitern, 119, 9800`),
  },
  {
    group: 'leisure',
    name: { en: 'Sports & Leisure', de: 'Sport & Freizeit' },
    heads: heads(`Bicycle, Bicycles, Fahrrad, Fahrräder, 799, 14500
      Helmet, Helmets, Helm, Helme, 69, 420
      Tent, Tents, Zelt, Zelte, 189, 4200
      Backpack, Backpacks, Rucksack, Rucksäcke, 89, 1300
      Bag, Bags, Tasche, Taschen, 59, 800
      Ball, Balls, Ball, Bälle, 24, 430
      Sledge, Sledges, Schlitten, Schlitten, 79, 5200`),
  },
  {
    group: 'toys',
    name: { en: 'Toys', de: 'Spielzeug' },
    heads: heads(`Doll, Dolls, Puppe, Puppen, 34, 380
      Puzzle, Puzzles, Puzzle, Puzzles, 16, 620
      Game, Games, Spiel, Spiele, 29, 900
      Car, Cars, Auto, Autos, 19, 310
      Block, Blocks, Klotz, Klötze, 24, 1200`),
  },
]

/** First parts of compounds: “Garden Table”, „Gartentisch“. */
export const modifiers: readonly Phrase[] =
  `Garden Garten, Kitchen Küchen, Office Büro, Children's Kinder, Travel Reise,
Bath Bade, Wall Wand, Folding Klapp, Winter Winter, Summer Sommer, Sports Sport, Leather Leder, Wooden Holz, Steel Stahl,
Hiking Wander, Work Arbeits, Party Fest, Night Nacht, Balcony Balkon, Workshop Werkstatt, Guest Gäste, Stacking Stapel,
Rocking Schaukel, Designer Designer`
    .split(/,\s*/)
    .map((pair) => {
      const [en = '', de = ''] = pair.split(' ')
      return { en, de }
    })

export interface Choice extends Phrase {
  readonly code: string
}

const choices = (table: string): Choice[] =>
  table.split(/,\s*/).map((entry) => {
    const [code = '', en = '', de = ''] = entry.trim().split('|')
    return { code, en, de }
  })

export const materials = choices(`oak|Oak|Eiche, beech|Beech|Buche, walnut|Walnut|Nussbaum, pine|Pine|Kiefer,
ash|Ash|Esche, bamboo|Bamboo|Bambus, steel|Steel|Stahl, stainless-steel|Stainless steel|Edelstahl,
aluminium|Aluminium|Aluminium, brass|Brass|Messing, glass|Glass|Glas, ceramic|Ceramic|Keramik, porcelain|Porcelain|Porzellan,
cotton|Cotton|Baumwolle, linen|Linen|Leinen, wool|Wool|Wolle, merino|Merino wool|Merinowolle, leather|Leather|Leder,
polyester|Polyester|Polyester, plastic|Plastic|Kunststoff, rattan|Rattan|Rattan, cork|Cork|Kork, silk|Silk|Seide,
felt|Felt|Filz`)

export interface Colour extends Choice {
  readonly colour: string
}

export const colours: readonly Colour[] =
  `black|Black|Schwarz|#1a1a1a, white|White|Weiß|#ffffff, grey|Grey|Grau|#8a8d8f,
anthracite|Anthracite|Anthrazit|#383e42, beige|Beige|Beige|#d9c7a7, brown|Brown|Braun|#6b4423, red|Red|Rot|#b3202c,
bordeaux|Bordeaux|Bordeaux|#5e1224, orange|Orange|Orange|#e2711d, yellow|Yellow|Gelb|#f0c419, green|Green|Grün|#2e7d32,
sage|Sage|Salbei|#9caf88, blue|Blue|Blau|#1f4e9e, navy|Navy|Marine|#1b2a49, turquoise|Turquoise|Türkis|#2a9d8f,
violet|Violet|Violett|#6a3d9a, pink|Pink|Rosa|#e7a1b0, gold|Gold|Gold|#c9a227`
    .split(/,\s*/)
    .map((entry) => {
      const [code = '', en = '', de = '', colour = ''] = entry.trim().split('|')
      return { code, en, de, colour }
    })

export const seasons = choices(
  'spring|Spring|Frühling, summer|Summer|Sommer, autumn|Autumn|Herbst, winter|Winter|Winter',
)

export const cares = choices(`hand-wash|Hand wash|Handwäsche, machine-wash|Machine wash|Maschinenwäsche,
dishwasher|Dishwasher|Spülmaschine, wipe|Wipe clean|Feucht abwischen, dry-clean|Dry clean|Chemische Reinigung`)

/** Tags as a buyer's team makes them up over the years; the first are used most. */
export const tags: readonly string[] =
  `new sale bestseller made-in-europe sustainable gift-idea handmade vegan recycled
limited premium basics outdoor indoor small-spaces family pets vintage scandinavian industrial rustic minimalist colourful
organic fair-trade waterproof washable light compact foldable stackable extra-long extra-wide large-sizes students
anniversary wedding housewarming fathers-day mothers-day easter christmas halloween back-to-school camping festival city
mountain sea forest holiday commute homeoffice gaming fitness wellness baby toddler teen senior left-handed quiet energy-saving
fast-delivery bulky fragile assembly-service spare-parts refurbished display-item online-only clearance collector`.split(
    /\s+/,
  )

export const opinions: readonly Phrase[] = [
  { en: 'Carefully made and meant to last.', de: 'Sorgfältig gefertigt und auf lange Nutzung ausgelegt.' },
  { en: 'A quiet companion for every day.', de: 'Ein unaufgeregter Begleiter für jeden Tag.' },
  { en: 'Easy to clean, hard to wear out.', de: 'Leicht zu reinigen und kaum abzunutzen.' },
  { en: 'Packed without any plastic.', de: 'Verpackt ganz ohne Kunststoff.' },
  { en: 'Tested by people who use it daily.', de: 'Geprüft von Menschen, die es täglich benutzen.' },
  { en: 'Its proportions follow an old pattern.', de: 'Seine Maße folgen einem alten Vorbild.' },
  { en: 'Spare parts are kept for ten years.', de: 'Ersatzteile sind zehn Jahre lang erhältlich.' },
  { en: 'Goes with what you already have.', de: 'Passt zu dem, was schon da ist.' },
  { en: 'Made in small series near Görlitz.', de: 'In kleinen Serien bei Görlitz hergestellt.' },
  { en: 'The surface is oiled, not varnished.', de: 'Die Oberfläche ist geölt, nicht lackiert.' },
  { en: 'Light enough to carry up the stairs.', de: 'Leicht genug, um es die Treppe hinaufzutragen.' },
  { en: 'Rounded edges spare shins and children.', de: 'Gerundete Kanten schonen Schienbeine und Kinder.' },
]

export const sizesOf: Readonly<
  Record<Group, { readonly option: Phrase; readonly values: readonly string[] }>
> = {
  furniture: { option: { en: 'Width', de: 'Breite' }, values: ['60 cm', '80 cm', '120 cm', '160 cm'] },
  textiles: {
    option: { en: 'Size', de: 'Größe' },
    values: ['50 × 70 cm', '80 × 150 cm', '140 × 200 cm', '200 × 300 cm'],
  },
  kitchen: { option: { en: 'Diameter', de: 'Durchmesser' }, values: ['16 cm', '20 cm', '24 cm', '28 cm'] },
  clothing: { option: { en: 'Size', de: 'Größe' }, values: ['S', 'M', 'L', 'XL'] },
  electronics: { option: { en: 'Length', de: 'Länge' }, values: ['0,5 m', '1 m', '2 m', '5 m'] },
  tools: { option: { en: 'Power', de: 'Leistung' }, values: ['500 W', '800 W', '1200 W', '1800 W'] },
  leisure: { option: { en: 'Size', de: 'Größe' }, values: ['S', 'M', 'L', 'XL'] },
  toys: { option: { en: 'Pieces', de: 'Teile' }, values: ['24', '48', '96', '500'] },
}

const beginnings =
  'Al Bre Cor Dal Eik Fal Gre Hol Il Jor Kal Lin Mor Nor Ol Pel Quer Ras Sol Tor Ul Vel Wes Yl Zan'.split(' ')
const middles = 'de li ra mo va ne su ti lo ke'.split(' ')
const endings = 'mark werk lund berg hof stad vik son au heim dorf ling rup tal'.split(' ')

/** An invented maker; the same number has the same name. */
export function makerName(index: number): string {
  const beginning = beginnings[index % beginnings.length] ?? ''
  const middle = middles[Math.floor(index / beginnings.length) % middles.length] ?? ''
  const ending = endings[Math.floor(index / (beginnings.length * middles.length)) % endings.length] ?? ''
  const round = Math.floor(index / (beginnings.length * middles.length * endings.length))
  return `${beginning}${middle}${ending}${round === 0 ? '' : ` ${round + 1}`}`
}
