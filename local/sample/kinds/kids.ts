import { type Kind, height, phrase, size, sizes, width } from './kind.ts'

const root = phrase('Kids', 'Kinder')
const room = { root, leaf: phrase("Kids' Furniture", 'Kindermöbel') }
const toys = { root, leaf: phrase('Wooden Toys', 'Holzspielzeug') }

export const kids: readonly Kind[] = [
  {
    shape: 'kidsChair',
    noun: { en: "Children's Chair", de: 'Kinderstuhl', gender: 'm' },
    category: room,
    materials: ['beech', 'ash', 'oak'],
    sizes: sizes(height, '52 cm', '60 cm'),
    price: [49, 99],
    grams: 2400,
    room: 'kids-room',
    purpose: phrase(
      'for painting, building and sitting still now and then',
      'zum Malen, Bauen und gelegentlichen Stillsitzen',
    ),
    features: [
      phrase('All edges are well rounded.', 'Alle Kanten sind gut gerundet.'),
      phrase(
        'It is light enough to be carried by its owner.',
        'Er ist so leicht, dass ihn sein Besitzer selbst trägt.',
      ),
      phrase(
        'Paint, crayon and jam can be wiped off.',
        'Farbe, Wachsstift und Marmelade lassen sich abwischen.',
      ),
    ],
  },
  {
    shape: 'toyBox',
    noun: { en: 'Toy Chest', de: 'Spielzeugkiste', gender: 'f' },
    category: room,
    materials: ['beech', 'ash', 'oak'],
    sizes: sizes(width, '60 cm', '80 cm'),
    price: [79, 179],
    grams: 9000,
    room: 'kids-room',
    purpose: phrase('that swallows everything in five minutes', 'die in fünf Minuten alles schluckt'),
    features: [
      phrase(
        'A brake keeps the lid from falling on small fingers.',
        'Eine Bremse sorgt dafür, dass der Deckel nicht auf kleine Finger fällt.',
      ),
      phrase('Closed, it serves as a bench.', 'Geschlossen dient sie als Sitzbank.'),
      phrase('Wheels under the floor make it easy to move.', 'Rollen unter dem Boden machen sie beweglich.'),
    ],
  },
  {
    shape: 'rings',
    noun: { en: 'Stacking Tower', de: 'Stapelturm', gender: 'm' },
    category: toys,
    materials: ['toyWood'],
    sizes: sizes(height, '18 cm', '24 cm'),
    price: [19.9, 34.9],
    grams: 420,
    room: 'kids-room',
    purpose: phrase('for patient and impatient builders', 'für geduldige und ungeduldige Baumeister'),
    features: [
      phrase('The rings are large enough for small hands.', 'Die Ringe sind groß genug für kleine Hände.'),
      phrase('Knocking it over is part of the game.', 'Das Umwerfen gehört zum Spiel.'),
      phrase('It is recommended from the age of one.', 'Er ist ab einem Jahr empfohlen.'),
    ],
  },
  {
    shape: 'blocks',
    noun: { en: 'Block Set', de: 'Bausteinkasten', gender: 'm' },
    category: toys,
    materials: ['toyWood'],
    sizes: sizes(
      size,
      phrase('24 Pieces', '24 Teile'),
      phrase('50 Pieces', '50 Teile'),
      phrase('100 Pieces', '100 Teile'),
    ),
    price: [24.9, 49.9],
    grams: 1200,
    room: 'kids-room',
    purpose: phrase('for towers, bridges and whole towns', 'für Türme, Brücken und ganze Städte'),
    features: [
      phrase(
        'All blocks share one measure and fit together.',
        'Alle Steine teilen ein Grundmaß und passen zusammen.',
      ),
      phrase('A cotton bag for tidying up is included.', 'Ein Beutel aus Baumwolle zum Aufräumen liegt bei.'),
      phrase('It is recommended from the age of two.', 'Er ist ab zwei Jahren empfohlen.'),
    ],
  },
  {
    shape: 'car',
    noun: { en: 'Toy Car', de: 'Spielzeugauto', gender: 'n' },
    category: toys,
    materials: ['toyWood'],
    sizes: sizes(size, phrase('Small', 'Klein'), phrase('Large', 'Groß')),
    price: [12.9, 29.9],
    grams: 260,
    room: 'kids-room',
    purpose: phrase('that never needs a battery', 'das nie eine Batterie braucht'),
    features: [
      phrase('The wheels run quietly on wooden axles.', 'Die Räder laufen leise auf Holzachsen.'),
      phrase('Two wooden figures can ride along.', 'Zwei Figuren aus Holz können mitfahren.'),
      phrase('It survives stairs.', 'Es übersteht Treppen.'),
    ],
  },
]
