import { type Kind, capacity, height, phrase, size, sizes } from './kind.ts'

const root = phrase('Bath', 'Bad')
const towels = { root, leaf: phrase('Towels', 'Handtücher') }
const mats = { root, leaf: phrase('Bath Mats', 'Badematten') }
const accessories = { root, leaf: phrase('Bathroom Accessories', 'Badzubehör') }

export const bath: readonly Kind[] = [
  {
    shape: 'towel',
    noun: { en: 'Towel', de: 'Handtuch', gender: 'n' },
    category: towels,
    materials: ['cotton', 'linen'],
    sizes: sizes(size, '30 × 50 cm', '50 × 100 cm', '70 × 140 cm', '100 × 180 cm'),
    price: [9.9, 19.9],
    grams: 180,
    room: 'bathroom',
    purpose: phrase('that dries quickly and scratches nobody', 'das schnell trocknet und niemanden kratzt'),
    features: [
      phrase('The loop for hanging it up is sewn on twice.', 'Der Aufhänger ist doppelt vernäht.'),
      phrase(
        'It takes up five times its weight in water.',
        'Es nimmt das Fünffache seines Gewichts an Wasser auf.',
      ),
      phrase('With every wash it gets a little softer.', 'Mit jeder Wäsche wird es ein wenig weicher.'),
    ],
  },
  {
    shape: 'bathMat',
    noun: { en: 'Bath Mat', de: 'Badematte', gender: 'f' },
    category: mats,
    materials: ['cotton', 'jute', 'wool'],
    sizes: sizes(size, '50 × 70 cm', '60 × 100 cm'),
    price: [24.9, 49.9],
    grams: 900,
    room: 'bathroom',
    purpose: phrase('for warm feet', 'für warme Füße'),
    features: [
      phrase('The underside does not slip on tiles.', 'Die Unterseite rutscht auf Fliesen nicht.'),
      phrase('The dense pile dries within a few hours.', 'Der dichte Flor trocknet in wenigen Stunden.'),
      phrase('It may go over the edge of the bath to dry.', 'Zum Trocknen darf sie über den Wannenrand.'),
    ],
  },
  {
    shape: 'dispenser',
    noun: { en: 'Soap Dispenser', de: 'Seifenspender', gender: 'm' },
    category: accessories,
    materials: ['stoneware', 'glass', 'marble', 'concrete', 'porcelain'],
    sizes: sizes(capacity, '250 ml', '400 ml'),
    price: [19.9, 44.9],
    grams: 480,
    room: 'bathroom',
    purpose: phrase('that is happy to be refilled', 'der sich gern nachfüllen lässt'),
    features: [
      phrase(
        'The pump is made of stainless steel and can be replaced.',
        'Die Pumpe ist aus Edelstahl und lässt sich ersetzen.',
      ),
      phrase('The wide opening makes refilling easy.', 'Die weite Öffnung macht das Nachfüllen leicht.'),
      phrase('It stands firmly on wet washbasins, too.', 'Er steht auch auf nassen Waschtischen fest.'),
    ],
  },
  {
    shape: 'basket',
    noun: { en: 'Laundry Basket', de: 'Wäschekorb', gender: 'm' },
    category: accessories,
    materials: ['rattan', 'seagrass', 'jute'],
    sizes: sizes(height, '45 cm', '60 cm'),
    price: [39.9, 99.9],
    grams: 1800,
    room: 'bathroom',
    purpose: phrase('that is too good to hide', 'der zum Verstecken zu schade ist'),
    features: [
      phrase(
        'The cotton lining can be taken out and washed.',
        'Das Futter aus Baumwolle lässt sich herausnehmen und waschen.',
      ),
      phrase('Two handles carry it to the machine.', 'Zwei Griffe tragen ihn zur Maschine.'),
      phrase('Air passes through the weave.', 'Durch das Geflecht zieht Luft.'),
    ],
  },
]
