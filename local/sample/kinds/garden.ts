import { type Kind, capacity, diameter, height, litres, phrase, sizes, width } from './kind.ts'

const root = phrase('Garden & Balcony', 'Garten & Balkon')
const pots = { root, leaf: phrase('Plant Pots', 'Pflanztöpfe') }
const watering = { root, leaf: phrase('Watering & Wildlife', 'Gießen & Gartentiere') }
const seats = { root, leaf: phrase('Garden Furniture', 'Gartenmöbel') }

export const garden: readonly Kind[] = [
  {
    shape: 'plantPot',
    noun: { en: 'Plant Pot', de: 'Pflanztopf', gender: 'm' },
    category: pots,
    materials: ['earthenware', 'concrete', 'stoneware', 'steel'],
    sizes: sizes(diameter, '14 cm', '20 cm', '28 cm'),
    price: [14.9, 39.9],
    grams: 900,
    room: 'garden',
    purpose: phrase('in which plants feel at home', 'in dem sich Pflanzen wohlfühlen'),
    features: [
      phrase(
        'A hole at the bottom lets surplus water run off into the saucer.',
        'Ein Loch im Boden lässt überschüssiges Wasser in den Untersetzer ablaufen.',
      ),
      phrase(
        'It is frost-resistant and may stay outdoors all year.',
        'Er ist frostfest und darf das ganze Jahr draußen bleiben.',
      ),
      phrase(
        'Felt pads under the saucer protect the window sill.',
        'Filz unter dem Untersetzer schont die Fensterbank.',
      ),
    ],
  },
  {
    shape: 'wateringCan',
    noun: { en: 'Watering Can', de: 'Gießkanne', gender: 'f' },
    category: watering,
    materials: ['steel', 'brass', 'enamel', 'stainless'],
    sizes: sizes(capacity, litres('1.5'), litres('3'), litres('5')),
    price: [24.9, 59.9],
    grams: 800,
    room: 'garden',
    purpose: phrase('that hits every pot', 'die jeden Topf trifft'),
    features: [
      phrase(
        'The long, thin spout reaches hanging baskets as well.',
        'Die lange, dünne Tülle erreicht auch Ampeln.',
      ),
      phrase(
        'Full or empty, it lies well balanced in the hand.',
        'Ob voll oder leer, sie liegt ausgewogen in der Hand.',
      ),
      phrase('The rose can be taken off.', 'Die Brause lässt sich abnehmen.'),
    ],
  },
  {
    shape: 'birdhouse',
    noun: { en: 'Bird House', de: 'Vogelhaus', gender: 'n' },
    category: watering,
    materials: ['oak', 'acacia', 'beech'],
    sizes: sizes(height, '28 cm'),
    price: [29.9, 59.9],
    grams: 1400,
    room: 'garden',
    purpose: phrase('for tits, sparrows and robins', 'für Meisen, Spatzen und Rotkehlchen'),
    features: [
      phrase('For cleaning, the floor folds down.', 'Zum Reinigen klappt der Boden nach unten.'),
      phrase('The roof projects and keeps the rain out.', 'Das Dach steht über und hält den Regen ab.'),
      phrase(
        'It was designed together with ornithologists.',
        'Es wurde zusammen mit Vogelkundlern entworfen.',
      ),
    ],
  },
  {
    shape: 'gardenChair',
    noun: { en: 'Garden Chair', de: 'Gartenstuhl', gender: 'm' },
    category: seats,
    materials: ['acacia', 'steel', 'oak'],
    sizes: sizes(height, '86 cm'),
    price: [69, 159],
    grams: 5600,
    room: 'garden',
    purpose: phrase('for the balcony or under the apple tree', 'für den Balkon oder unter dem Apfelbaum'),
    features: [
      phrase(
        'It folds flat and fits behind any door.',
        'Er lässt sich flach zusammenklappen und passt hinter jede Tür.',
      ),
      phrase('Rain runs off between the slats.', 'Zwischen den Latten läuft der Regen ab.'),
      phrase('All screws are made of stainless steel.', 'Alle Schrauben sind aus Edelstahl.'),
    ],
  },
  {
    shape: 'bench',
    noun: { en: 'Garden Bench', de: 'Gartenbank', gender: 'f' },
    category: seats,
    materials: ['acacia', 'oak', 'steel'],
    sizes: sizes(width, '120 cm', '150 cm', '180 cm'),
    price: [149, 349],
    grams: 14000,
    room: 'garden',
    purpose: phrase('for two, three or a whole evening', 'für zwei, drei oder einen ganzen Abend'),
    features: [
      phrase('The backrest is inclined for comfort.', 'Die Lehne ist bequem geneigt.'),
      phrase('It stays outdoors all year round.', 'Sie bleibt das ganze Jahr draußen.'),
      phrase(
        'Two people put it together in half an hour.',
        'Zu zweit ist sie in einer halben Stunde aufgebaut.',
      ),
    ],
  },
]
