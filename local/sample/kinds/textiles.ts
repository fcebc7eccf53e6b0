import { type Kind, height, phrase, size, sizes } from './kind.ts'

const root = phrase('Textiles', 'Textilien')
const cushions = { root, leaf: phrase('Cushions', 'Kissen') }
const blankets = { root, leaf: phrase('Throws & Blankets', 'Decken & Plaids') }
const rugs = { root, leaf: phrase('Rugs', 'Teppiche') }
const curtains = { root, leaf: phrase('Curtains', 'Vorhänge') }

export const textiles: readonly Kind[] = [
  {
    shape: 'cushion',
    noun: { en: 'Cushion', de: 'Kissen', gender: 'n' },
    category: cushions,
    materials: ['linen', 'velvet', 'wool', 'boucle', 'cotton'],
    sizes: sizes(size, '45 × 45 cm', '50 × 50 cm', '60 × 60 cm'),
    price: [24.9, 59.9],
    grams: 650,
    room: 'living-room',
    purpose: phrase('for sofas, beds and window seats', 'für Sofa, Bett und Fensterbank'),
    features: [
      phrase(
        'The cover closes with a concealed zip.',
        'Der Bezug schließt mit einem verdeckten Reißverschluss.',
      ),
      phrase(
        'The feather filling is included and can be shaken up.',
        'Die Federfüllung ist dabei und lässt sich aufschütteln.',
      ),
      phrase('Piping all around keeps the edges crisp.', 'Eine umlaufende Paspel hält die Kanten in Form.'),
    ],
  },
  {
    shape: 'blanket',
    noun: { en: 'Throw', de: 'Wohndecke', gender: 'f' },
    category: blankets,
    materials: ['wool'],
    sizes: sizes(size, '130 × 180 cm', '150 × 210 cm'),
    price: [69, 159],
    grams: 950,
    room: 'living-room',
    purpose: phrase('to disappear under', 'zum Verschwinden'),
    features: [
      phrase('The fringes are knotted by hand.', 'Die Fransen sind von Hand geknotet.'),
      phrase(
        'It is brushed on one side and therefore especially soft.',
        'Sie ist auf einer Seite gebürstet und deshalb besonders weich.',
      ),
      phrase(
        'Folded over the armrest, it looks good as well.',
        'Auch gefaltet über der Armlehne macht sie etwas her.',
      ),
    ],
  },
  {
    shape: 'blanket',
    noun: { en: 'Bedspread', de: 'Tagesdecke', gender: 'f' },
    category: blankets,
    materials: ['linen', 'cotton'],
    sizes: sizes(size, '150 × 240 cm', '240 × 260 cm'),
    price: [89, 199],
    grams: 1600,
    room: 'bedroom',
    purpose: phrase('that makes any bed look made', 'mit der jedes Bett gemacht aussieht'),
    features: [
      phrase('The waffle structure hides creases.', 'Die Waffelstruktur lässt Falten verschwinden.'),
      phrase('It is large enough to cover both pillows.', 'Sie ist groß genug für beide Kopfkissen.'),
      phrase('In summer it serves as a light blanket.', 'Im Sommer dient sie als leichte Decke.'),
    ],
  },
  {
    shape: 'rug',
    noun: { en: 'Rug', de: 'Teppich', gender: 'm' },
    category: rugs,
    materials: ['wool', 'jute', 'cotton'],
    sizes: sizes(size, '80 × 150 cm', '140 × 200 cm', '170 × 240 cm', '200 × 300 cm'),
    price: [79, 249],
    grams: 2800,
    room: 'living-room',
    purpose: phrase('that holds a room together', 'der einen Raum zusammenhält'),
    features: [
      phrase('It is woven by hand on wooden looms.', 'Er wird auf Holzwebstühlen von Hand gewebt.'),
      phrase(
        'The pattern is the same on both sides, so it can be turned over.',
        'Das Muster ist auf beiden Seiten gleich, man kann ihn also wenden.',
      ),
      phrase('It is suitable for underfloor heating.', 'Er ist für Fußbodenheizung geeignet.'),
    ],
  },
  {
    shape: 'curtain',
    noun: { en: 'Curtain', de: 'Vorhang', gender: 'm' },
    category: curtains,
    materials: ['linen', 'velvet', 'cotton'],
    sizes: sizes(height, '225 cm', '250 cm', '275 cm'),
    price: [49, 129],
    grams: 1200,
    room: 'bedroom',
    purpose: phrase('that filters the light beautifully', 'der das Licht schön filtert'),
    features: [
      phrase(
        'It can be hung by a tape, by rings or by loops.',
        'Er lässt sich mit Kräuselband, Ringen oder Schlaufen aufhängen.',
      ),
      phrase('A weighted hem makes it fall straight.', 'Ein beschwerter Saum lässt ihn gerade fallen.'),
      phrase(
        'It is lined and keeps out most of the light.',
        'Er ist gefüttert und hält das meiste Licht ab.',
      ),
    ],
  },
]
