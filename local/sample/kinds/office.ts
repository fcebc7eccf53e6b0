import { type Kind, height, phrase, size, sizes, width } from './kind.ts'

const root = phrase('Home Office', 'Arbeitszimmer')
const desks = { root, leaf: phrase('Desks', 'Schreibtische') }
const accessories = { root, leaf: phrase('Desk Accessories', 'Schreibtischzubehör') }

export const office: readonly Kind[] = [
  {
    shape: 'desk',
    noun: { en: 'Desk', de: 'Schreibtisch', gender: 'm' },
    category: desks,
    materials: ['oak', 'walnut', 'ash', 'beech'],
    sizes: sizes(width, '110 cm', '140 cm', '160 cm'),
    price: [289, 690],
    grams: 21000,
    room: 'office',
    purpose: phrase('for clear thoughts', 'für klare Gedanken'),
    features: [
      phrase(
        'The drawer takes pens, paper and a keyboard.',
        'In die Schublade passen Stifte, Papier und eine Tastatur.',
      ),
      phrase(
        'Cables vanish in a channel under the top.',
        'Kabel verschwinden in einem Kanal unter der Platte.',
      ),
      phrase(
        'The top is treated so that it resists coffee rings.',
        'Die Platte ist so behandelt, dass ihr Kaffeeränder nichts ausmachen.',
      ),
    ],
  },
  {
    shape: 'penHolder',
    noun: { en: 'Pen Holder', de: 'Stiftehalter', gender: 'm' },
    category: accessories,
    materials: ['oak', 'stoneware', 'brass', 'marble', 'concrete'],
    sizes: sizes(height, '10 cm'),
    price: [14.9, 34.9],
    grams: 420,
    room: 'office',
    purpose: phrase('for pens, scissors and rulers', 'für Stifte, Schere und Lineal'),
    features: [
      phrase(
        'A layer of cork underneath protects the table top.',
        'Eine Lage Kork darunter schont die Tischplatte.',
      ),
      phrase('It is heavy enough not to tip over.', 'Er ist schwer genug, um nicht umzukippen.'),
      phrase('It also makes a good home for brushes.', 'Auch Pinsel sind darin gut aufgehoben.'),
    ],
  },
  {
    shape: 'wasteBin',
    noun: { en: 'Waste-Paper Basket', de: 'Papierkorb', gender: 'm' },
    category: accessories,
    materials: ['steel', 'rattan', 'oak', 'seagrass'],
    sizes: sizes(height, '28 cm', '34 cm'),
    price: [24.9, 69.9],
    grams: 1200,
    room: 'office',
    purpose: phrase('for bad ideas', 'für schlechte Ideen'),
    features: [
      phrase(
        'The rim is smooth and holds a bag if wanted.',
        'Der Rand ist glatt und hält auf Wunsch einen Beutel.',
      ),
      phrase('It stands firmly even when it is full.', 'Auch voll steht er fest.'),
      phrase(
        'It is open at the top, for throws from a distance.',
        'Oben ist er offen, für Würfe aus der Ferne.',
      ),
    ],
  },
  {
    shape: 'letterTray',
    noun: { en: 'Letter Tray', de: 'Briefablage', gender: 'f' },
    category: accessories,
    materials: ['oak', 'walnut', 'steel', 'beech'],
    sizes: sizes(size, phrase('2 Levels', '2 Fächer'), phrase('3 Levels', '3 Fächer')),
    price: [29.9, 69.9],
    grams: 1300,
    room: 'office',
    purpose: phrase('for everything that is still open', 'für alles, was noch offen ist'),
    features: [
      phrase('Paper up to the size of A4 lies flat in it.', 'Papier bis zur Größe A4 liegt darin flach.'),
      phrase(
        'The front is cut out, so that single sheets are easy to grasp.',
        'Vorn ist sie ausgeschnitten, sodass einzelne Blätter gut zu greifen sind.',
      ),
      phrase('Several trays can be stacked.', 'Mehrere Ablagen lassen sich stapeln.'),
    ],
  },
]
