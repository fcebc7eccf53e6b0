import { type Kind, capacity, diameter, litres, phrase, size, sizes } from './kind.ts'

const root = phrase('Kitchen & Dining', 'Küche & Essen')
const mugs = { root, leaf: phrase('Mugs & Cups', 'Becher & Tassen') }
const plates = { root, leaf: phrase('Plates & Bowls', 'Teller & Schalen') }
const pots = { root, leaf: phrase('Pots & Pans', 'Töpfe & Pfannen') }
const pouring = { root, leaf: phrase('Teapots & Carafes', 'Kannen & Karaffen') }

export const kitchen: readonly Kind[] = [
  {
    shape: 'mug',
    noun: { en: 'Mug', de: 'Becher', gender: 'm' },
    category: mugs,
    materials: ['stoneware', 'porcelain', 'enamel', 'earthenware'],
    sizes: sizes(capacity, '250 ml', '350 ml'),
    price: [12.9, 24.9],
    grams: 320,
    room: 'kitchen',
    purpose: phrase('for the first coffee of the day', 'für den ersten Kaffee des Tages'),
    features: [
      phrase('Four fingers fit through the handle.', 'Durch den Henkel passen vier Finger.'),
      phrase(
        'It lies well in the hand and keeps warm for long.',
        'Er liegt gut in der Hand und hält lange warm.',
      ),
      phrase('Several of them can be stacked.', 'Mehrere davon lassen sich stapeln.'),
    ],
  },
  {
    shape: 'plate',
    noun: { en: 'Plate', de: 'Teller', gender: 'm' },
    category: plates,
    materials: ['stoneware', 'porcelain', 'earthenware'],
    sizes: sizes(diameter, '17 cm', '22 cm', '27 cm'),
    price: [11.9, 24.9],
    grams: 430,
    room: 'dining-room',
    purpose: phrase('on which even bread and butter looks good', 'auf dem sogar ein Butterbrot gut aussieht'),
    features: [
      phrase(
        'The raised rim keeps the sauce where it belongs.',
        'Der hochgezogene Rand hält die Soße, wo sie hingehört.',
      ),
      phrase('It can go into the oven up to 180 °C.', 'Er darf bis 180 °C in den Ofen.'),
      phrase('It goes with all other pieces of the series.', 'Er passt zu allen anderen Teilen der Serie.'),
    ],
  },
  {
    shape: 'bowl',
    noun: { en: 'Bowl', de: 'Schale', gender: 'f' },
    category: plates,
    materials: ['stoneware', 'porcelain', 'oak', 'walnut', 'earthenware'],
    sizes: sizes(diameter, '14 cm', '20 cm', '28 cm'),
    price: [13.9, 39.9],
    grams: 480,
    room: 'dining-room',
    purpose: phrase('for muesli, salad or fruit', 'für Müsli, Salat oder Obst'),
    features: [
      phrase('Thanks to its foot it stands securely.', 'Dank ihres Fußes steht sie sicher.'),
      phrase('The three sizes nest inside each other.', 'Die drei Größen lassen sich ineinanderstellen.'),
      phrase('The rim is thin, the base is heavy.', 'Der Rand ist dünn, der Boden schwer.'),
    ],
  },
  {
    shape: 'pan',
    noun: { en: 'Frying Pan', de: 'Bratpfanne', gender: 'f' },
    category: pots,
    materials: ['iron', 'stainless', 'enamel'],
    sizes: sizes(diameter, '20 cm', '24 cm', '28 cm'),
    price: [39.9, 89.9],
    grams: 1500,
    room: 'kitchen',
    purpose: phrase('for crisp potatoes', 'für knusprige Kartoffeln'),
    features: [
      phrase(
        'It suits every stove, induction included.',
        'Sie eignet sich für jeden Herd, auch für Induktion.',
      ),
      phrase('The long handle stays cool for a good while.', 'Der lange Stiel bleibt eine gute Weile kühl.'),
      phrase('It may go into the oven as it is.', 'Sie darf, wie sie ist, in den Ofen.'),
    ],
  },
  {
    shape: 'pot',
    noun: { en: 'Casserole', de: 'Schmortopf', gender: 'm' },
    category: pots,
    materials: ['iron', 'enamel', 'stainless'],
    sizes: sizes(capacity, litres('2.5'), litres('4'), litres('6')),
    price: [59, 139],
    grams: 2900,
    room: 'kitchen',
    purpose: phrase('for everything that takes its time', 'für alles, was Zeit braucht'),
    features: [
      phrase(
        'The heavy lid returns the juices to the food.',
        'Der schwere Deckel gibt den Saft an das Essen zurück.',
      ),
      phrase('From the stove it can go straight to the table.', 'Vom Herd darf er gleich auf den Tisch.'),
      phrase(
        'The wide handles can be held with oven gloves, too.',
        'Die breiten Griffe lassen sich auch mit Handschuhen fassen.',
      ),
    ],
  },
  {
    shape: 'board',
    noun: { en: 'Chopping Board', de: 'Schneidebrett', gender: 'n' },
    category: pots,
    materials: ['oak', 'walnut', 'acacia', 'beech', 'marble'],
    sizes: sizes(size, '30 × 20 cm', '40 × 25 cm', '50 × 30 cm'),
    price: [19.9, 49.9],
    grams: 900,
    room: 'kitchen',
    purpose: phrase('for chopping and for serving', 'zum Schneiden und Servieren'),
    features: [
      phrase(
        'The hole serves as a handle and for hanging it up.',
        'Das Loch dient als Griff und zum Aufhängen.',
      ),
      phrase('Both sides can be used.', 'Beide Seiten lassen sich benutzen.'),
      phrase('It is gentle on the blades of good knives.', 'Es schont die Klingen guter Messer.'),
    ],
  },
  {
    shape: 'teapot',
    noun: { en: 'Teapot', de: 'Teekanne', gender: 'f' },
    category: pouring,
    materials: ['stoneware', 'porcelain', 'iron', 'earthenware'],
    sizes: sizes(capacity, litres('0.8'), litres('1.2')),
    price: [39.9, 89.9],
    grams: 950,
    room: 'kitchen',
    purpose: phrase('that pours without dripping', 'die gießt, ohne zu tropfen'),
    features: [
      phrase('A fine strainer of stainless steel is included.', 'Ein feines Sieb aus Edelstahl liegt bei.'),
      phrase(
        'The lid holds even when the last cup is poured.',
        'Der Deckel hält auch beim letzten Einschenken.',
      ),
      phrase('It keeps tea hot for an hour.', 'Sie hält Tee eine Stunde lang heiß.'),
    ],
  },
  {
    shape: 'carafe',
    noun: { en: 'Carafe', de: 'Karaffe', gender: 'f' },
    category: pouring,
    materials: ['glass'],
    sizes: sizes(capacity, litres('0.75'), litres('1'), litres('1.5')),
    price: [24.9, 49.9],
    grams: 620,
    room: 'dining-room',
    purpose: phrase('for water, juice or wine', 'für Wasser, Saft oder Wein'),
    features: [
      phrase('The stopper is made of natural cork.', 'Der Stopfen ist aus Naturkork.'),
      phrase('The narrow neck is comfortable to hold.', 'Der schmale Hals lässt sich gut greifen.'),
      phrase('It fits into the door of the fridge.', 'Sie passt in die Tür des Kühlschranks.'),
    ],
  },
]
