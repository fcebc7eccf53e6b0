import * as colours from './colours.ts'
import type { Colour } from './colours.ts'
import type { Phrase } from './phrase.ts'

/** How a surface is drawn, and which makers work it. */
export type Texture =
  | 'wood'
  | 'glaze'
  | 'metal'
  | 'fabric'
  | 'weave'
  | 'glass'
  | 'stone'
  | 'concrete'
  | 'wax'
  | 'paper'
  | 'toy'

export interface Material {
  /** As an English attribute (“Oak Chair”) and after the German “aus” (“Stuhl aus Eiche”). */
  readonly name: Phrase
  readonly texture: Texture
  readonly palette: readonly Colour[]
  /** What it does to a price. */
  readonly factor: number
  readonly praise: Phrase
  readonly care: Phrase
}

const oiledCare = {
  en: 'Wipe with a damp cloth and oil once a year.',
  de: 'Mit einem feuchten Tuch abwischen und einmal im Jahr ölen.',
}
const lacquerCare = {
  en: 'Wipe with a soft, damp cloth.',
  de: 'Mit einem weichen, feuchten Tuch abwischen.',
}
const dishwasher = { en: 'Dishwasher safe.', de: 'Spülmaschinenfest.' }

function material(
  en: string,
  de: string,
  texture: Texture,
  palette: readonly Colour[],
  factor: number,
  praise: Phrase,
  care: Phrase,
): Material {
  return { name: { en, de }, texture, palette, factor, praise, care }
}

export const materials = {
  oak: material(
    'Oak',
    'Eiche',
    'wood',
    colours.oakFinishes,
    1,
    {
      en: 'The solid oak comes from sustainably managed forests, and its grain makes every piece one of a kind.',
      de: 'Die massive Eiche stammt aus nachhaltig bewirtschafteten Wäldern, und ihre Maserung macht jedes Stück zum Unikat.',
    },
    oiledCare,
  ),
  walnut: material(
    'Walnut',
    'Nussbaum',
    'wood',
    colours.walnutFinishes,
    1.35,
    {
      en: 'Walnut is known for its deep, warm tone, which grows softer with the years.',
      de: 'Nussbaum ist bekannt für seinen tiefen, warmen Ton, der mit den Jahren weicher wird.',
    },
    oiledCare,
  ),
  ash: material(
    'Ash',
    'Esche',
    'wood',
    colours.ashFinishes,
    0.95,
    {
      en: 'Ash is light, tough and flexible, and shows a lively, pale grain.',
      de: 'Esche ist leicht, zäh und elastisch und zeigt eine lebhafte, helle Maserung.',
    },
    oiledCare,
  ),
  beech: material(
    'Beech',
    'Buche',
    'wood',
    colours.beechFinishes,
    0.8,
    {
      en: 'Beech from European forests is hard, smooth and hard-wearing.',
      de: 'Buche aus europäischen Wäldern ist hart, glatt und widerstandsfähig.',
    },
    lacquerCare,
  ),
  acacia: material(
    'Acacia',
    'Akazie',
    'wood',
    colours.acaciaFinishes,
    0.9,
    {
      en: 'Acacia is naturally weatherproof and turns silver-grey outdoors if it is left untreated.',
      de: 'Akazie ist von Natur aus wetterfest und wird im Freien silbergrau, wenn man sie unbehandelt lässt.',
    },
    oiledCare,
  ),
  stoneware: material(
    'Stoneware',
    'Steinzeug',
    'glaze',
    colours.glazes,
    1,
    {
      en: 'The stoneware is glazed by hand, so that no two pieces are quite alike.',
      de: 'Das Steinzeug wird von Hand glasiert, sodass kein Stück ganz dem anderen gleicht.',
    },
    dishwasher,
  ),
  porcelain: material(
    'Porcelain',
    'Porzellan',
    'glaze',
    colours.glazes,
    1.25,
    {
      en: 'Fine porcelain, fired at 1,300 °C, is thin at the rim and yet tough.',
      de: 'Feines Porzellan, gebrannt bei 1.300 °C, ist am Rand dünn und dennoch robust.',
    },
    dishwasher,
  ),
  earthenware: material(
    'Earthenware',
    'Steingut',
    'glaze',
    colours.glazes,
    0.85,
    {
      en: 'Earthenware with a soft, matt glaze feels pleasantly warm.',
      de: 'Steingut mit weicher, matter Glasur fühlt sich angenehm warm an.',
    },
    lacquerCare,
  ),
  steel: material(
    'Steel',
    'Stahl',
    'metal',
    colours.lacquers,
    0.9,
    {
      en: 'The powder-coated steel resists scratches and does not rust.',
      de: 'Der pulverbeschichtete Stahl ist kratzfest und rostet nicht.',
    },
    lacquerCare,
  ),
  stainless: material(
    'Stainless Steel',
    'Edelstahl',
    'metal',
    colours.steelFinishes,
    1.1,
    {
      en: 'Stainless steel takes decades of daily use without complaint.',
      de: 'Edelstahl nimmt jahrzehntelangen täglichen Gebrauch nicht übel.',
    },
    dishwasher,
  ),
  brass: material(
    'Brass',
    'Messing',
    'metal',
    colours.brassFinishes,
    1.3,
    {
      en: 'Brass glows warmly and gains a fine patina over time.',
      de: 'Messing schimmert warm und bekommt mit der Zeit eine feine Patina.',
    },
    { en: 'Dust with a dry cloth; polish now and then.', de: 'Trocken abstauben, ab und zu polieren.' },
  ),
  iron: material(
    'Cast Iron',
    'Gusseisen',
    'metal',
    colours.ironFinishes,
    1.2,
    {
      en: 'Cast iron stores heat like nothing else and lasts for generations.',
      de: 'Gusseisen speichert Wärme wie kein anderes Material und hält über Generationen.',
    },
    { en: 'Wash by hand and dry well.', de: 'Von Hand spülen und gut abtrocknen.' },
  ),
  enamel: material(
    'Enamel',
    'Emaille',
    'metal',
    colours.lacquers,
    0.9,
    {
      en: 'Enamel on steel is free of pores, easy to clean and true to its colour.',
      de: 'Emaille auf Stahl ist porenfrei, leicht zu reinigen und farbecht.',
    },
    dishwasher,
  ),
  linen: material(
    'Linen',
    'Leinen',
    'fabric',
    colours.fabrics,
    1.15,
    {
      en: 'The linen is woven in Europe and pre-washed, which makes it soft from the first day.',
      de: 'Das Leinen ist in Europa gewebt und vorgewaschen, was es vom ersten Tag an weich macht.',
    },
    { en: 'Machine wash at 40 °C.', de: 'Bei 40 °C in der Maschine waschbar.' },
  ),
  cotton: material(
    'Organic Cotton',
    'Bio-Baumwolle',
    'fabric',
    colours.fabrics,
    0.9,
    {
      en: 'Organic cotton is kind to the skin and stays in shape after many washes.',
      de: 'Bio-Baumwolle ist sanft zur Haut und bleibt auch nach vielen Wäschen in Form.',
    },
    { en: 'Machine wash at 60 °C.', de: 'Bei 60 °C in der Maschine waschbar.' },
  ),
  wool: material(
    'Wool',
    'Wolle',
    'fabric',
    colours.fabrics,
    1.3,
    {
      en: 'Pure new wool warms, breathes and repels dirt all by itself.',
      de: 'Reine Schurwolle wärmt, atmet und weist Schmutz von selbst ab.',
    },
    { en: 'Air regularly; dry-clean if needed.', de: 'Regelmäßig lüften, bei Bedarf chemisch reinigen.' },
  ),
  velvet: material(
    'Velvet',
    'Samt',
    'fabric',
    colours.fabrics,
    1.2,
    {
      en: 'Dense velvet catches the light and changes with every movement.',
      de: 'Dichter Samt fängt das Licht ein und verändert sich mit jeder Bewegung.',
    },
    {
      en: 'Brush gently; remove stains with a damp cloth.',
      de: 'Sanft bürsten, Flecken mit einem feuchten Tuch entfernen.',
    },
  ),
  boucle: material(
    'Bouclé',
    'Bouclé',
    'fabric',
    colours.fabrics,
    1.25,
    {
      en: 'The looped bouclé is thick, soft and surprisingly easy to care for.',
      de: 'Der geschlungene Bouclé ist dicht, weich und erstaunlich pflegeleicht.',
    },
    { en: 'Vacuum with the upholstery nozzle.', de: 'Mit der Polsterdüse absaugen.' },
  ),
  jute: material(
    'Jute',
    'Jute',
    'weave',
    colours.wickers,
    0.8,
    {
      en: 'Jute is a fast-growing natural fibre, robust and fully biodegradable.',
      de: 'Jute ist eine schnell wachsende Naturfaser, robust und vollständig biologisch abbaubar.',
    },
    { en: 'Vacuum or shake out.', de: 'Absaugen oder ausschütteln.' },
  ),
  rattan: material(
    'Rattan',
    'Rattan',
    'weave',
    colours.wickers,
    1,
    {
      en: 'Rattan is plaited by hand, feather-light and strong at once.',
      de: 'Rattan wird von Hand geflochten und ist federleicht und stabil zugleich.',
    },
    { en: 'Dust with a soft brush.', de: 'Mit einer weichen Bürste abstauben.' },
  ),
  seagrass: material(
    'Seagrass',
    'Seegras',
    'weave',
    colours.wickers,
    0.85,
    {
      en: 'Seagrass smells faintly of hay and is by nature resistant to damp.',
      de: 'Seegras duftet leicht nach Heu und ist von Natur aus unempfindlich gegen Feuchtigkeit.',
    },
    { en: 'Dust with a soft brush.', de: 'Mit einer weichen Bürste abstauben.' },
  ),
  glass: material(
    'Glass',
    'Glas',
    'glass',
    colours.glassTints,
    1,
    {
      en: 'The glass is mouth-blown; tiny bubbles are the sign of it.',
      de: 'Das Glas ist mundgeblasen; winzige Bläschen verraten es.',
    },
    { en: 'Wash by hand with warm water.', de: 'Mit warmem Wasser von Hand spülen.' },
  ),
  marble: material(
    'Marble',
    'Marmor',
    'stone',
    colours.stones,
    1.4,
    {
      en: 'Every slab of marble has its own veins, drawn over millions of years.',
      de: 'Jede Platte aus Marmor hat ihre eigene Aderung, gezeichnet in Jahrmillionen.',
    },
    { en: 'Wipe at once; protect from acids.', de: 'Gleich abwischen und vor Säure schützen.' },
  ),
  concrete: material(
    'Concrete',
    'Beton',
    'concrete',
    colours.stones,
    0.95,
    {
      en: 'Fine concrete is cast by hand, with a cool, velvety surface.',
      de: 'Feiner Beton wird von Hand gegossen und hat eine kühle, samtige Oberfläche.',
    },
    lacquerCare,
  ),
  wax: material(
    'Rapeseed Wax',
    'Rapswachs',
    'wax',
    colours.waxes,
    1,
    {
      en: 'The rapeseed wax comes from European fields and burns cleanly, with a cotton wick.',
      de: 'Das Rapswachs stammt von europäischen Feldern und brennt sauber, mit einem Docht aus Baumwolle.',
    },
    { en: 'Trim the wick to 5 mm before lighting.', de: 'Docht vor dem Anzünden auf 5 mm kürzen.' },
  ),
  paper: material(
    'Paper',
    'Papier',
    'paper',
    colours.papers,
    0.7,
    {
      en: 'Strong paper, folded by hand, turns a bulb into soft, even light.',
      de: 'Festes Papier, von Hand gefaltet, macht aus einer Glühbirne weiches, gleichmäßiges Licht.',
    },
    { en: 'Dust with a feather duster.', de: 'Mit einem Staubwedel abstauben.' },
  ),
  toyWood: material(
    'Beech',
    'Buche',
    'toy',
    colours.brights,
    1,
    {
      en: 'The beech is sanded smooth and painted with water-based colours that are safe for children.',
      de: 'Die Buche ist glatt geschliffen und mit wasserbasierten, kindersicheren Farben bemalt.',
    },
    lacquerCare,
  ),
} satisfies Record<string, Material>

export type MaterialId = keyof typeof materials
