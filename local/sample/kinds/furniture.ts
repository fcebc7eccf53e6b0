import { type Kind, height, phrase, size, sizes, width } from './kind.ts'

const root = phrase('Furniture', 'Möbel')
const chairs = { root, leaf: phrase('Chairs & Stools', 'Stühle & Hocker') }
const tables = { root, leaf: phrase('Tables', 'Tische') }
const sofas = { root, leaf: phrase('Sofas & Armchairs', 'Sofas & Sessel') }
const storage = { root, leaf: phrase('Shelves & Sideboards', 'Regale & Sideboards') }
const beds = { root, leaf: phrase('Beds', 'Betten') }

export const furniture: readonly Kind[] = [
  {
    shape: 'chair',
    noun: { en: 'Dining Chair', de: 'Esszimmerstuhl', gender: 'm' },
    category: chairs,
    materials: ['oak', 'walnut', 'ash', 'beech'],
    sizes: sizes(height, '81 cm'),
    price: [119, 249],
    grams: 5200,
    room: 'dining-room',
    purpose: phrase('for long evenings at the table', 'für lange Abende am Tisch'),
    features: [
      phrase(
        'The gently curved backrest supports the back without being in the way.',
        'Die sanft geschwungene Lehne stützt den Rücken, ohne im Weg zu sein.',
      ),
      phrase(
        'Felt glides under the legs protect the floor.',
        'Filzgleiter unter den Beinen schonen den Boden.',
      ),
      phrase('It arrives fully assembled.', 'Geliefert wird er fertig montiert.'),
    ],
  },
  {
    shape: 'stool',
    noun: { en: 'Bar Stool', de: 'Barhocker', gender: 'm' },
    category: chairs,
    materials: ['oak', 'ash', 'steel', 'walnut'],
    sizes: sizes(height, '65 cm', '75 cm'),
    price: [89, 189],
    grams: 4100,
    room: 'kitchen',
    purpose: phrase('for the kitchen counter', 'für den Küchentresen'),
    features: [
      phrase(
        'A foot rail all around makes sitting comfortable even for hours.',
        'Eine umlaufende Fußstütze macht das Sitzen auch über Stunden bequem.',
      ),
      phrase(
        'The slightly hollowed seat is more comfortable than it looks.',
        'Die leicht gemuldete Sitzfläche ist bequemer, als sie aussieht.',
      ),
      phrase('Splayed legs give it a firm stand.', 'Ausgestellte Beine geben ihm einen festen Stand.'),
    ],
  },
  {
    shape: 'diningTable',
    noun: { en: 'Dining Table', de: 'Esstisch', gender: 'm' },
    category: tables,
    materials: ['oak', 'walnut', 'ash', 'acacia'],
    sizes: sizes(size, '140 × 80 cm', '180 × 90 cm', '220 × 100 cm'),
    price: [449, 1190],
    grams: 32000,
    room: 'dining-room',
    purpose: phrase('around which everyone finds a place', 'an dem alle Platz finden'),
    features: [
      phrase(
        'The rounded edges are pleasant to the touch and forgiving to elbows.',
        'Die abgerundeten Kanten fassen sich angenehm an und verzeihen jeden Ellbogen.',
      ),
      phrase(
        'The legs are bolted on with six screws; nothing wobbles.',
        'Die Beine werden mit sechs Schrauben befestigt; da wackelt nichts.',
      ),
      phrase(
        'The top is thick enough to be sanded down after years of use.',
        'Die Platte ist dick genug, um nach Jahren abgeschliffen zu werden.',
      ),
    ],
  },
  {
    shape: 'coffeeTable',
    noun: { en: 'Coffee Table', de: 'Couchtisch', gender: 'm' },
    category: tables,
    materials: ['oak', 'walnut', 'marble', 'steel'],
    sizes: sizes(phrase('Diameter', 'Durchmesser'), '60 cm', '80 cm'),
    price: [149, 429],
    grams: 11000,
    room: 'living-room',
    purpose: phrase('for books, cups and bare feet', 'für Bücher, Tassen und nackte Füße'),
    features: [
      phrase(
        'Three legs stand firmly even on uneven floors.',
        'Drei Beine stehen auch auf unebenem Boden sicher.',
      ),
      phrase(
        'It is light enough to be moved with one hand.',
        'Er ist leicht genug, um ihn mit einer Hand zu verrücken.',
      ),
      phrase(
        'Two sizes can be pushed together to form a pair.',
        'Zwei Größen lassen sich zu einem Paar zusammenschieben.',
      ),
    ],
  },
  {
    shape: 'sofa',
    noun: { en: 'Sofa', de: 'Sofa', gender: 'n' },
    category: sofas,
    materials: ['linen', 'velvet', 'boucle', 'wool'],
    sizes: sizes(size, phrase('2-Seater', '2-Sitzer'), phrase('3-Seater', '3-Sitzer')),
    price: [890, 2190],
    grams: 48000,
    room: 'living-room',
    purpose: phrase('for Sunday afternoons', 'für Sonntagnachmittage'),
    features: [
      phrase('The covers can be removed for cleaning.', 'Die Bezüge lassen sich zum Reinigen abnehmen.'),
      phrase(
        'Pocket springs under a layer of feathers keep it soft and in shape.',
        'Taschenfedern unter einer Lage Federn halten es weich und in Form.',
      ),
      phrase(
        'The frame is solid wood, with a guarantee of ten years.',
        'Das Gestell ist aus Massivholz, mit zehn Jahren Garantie.',
      ),
    ],
  },
  {
    shape: 'armchair',
    noun: { en: 'Armchair', de: 'Sessel', gender: 'm' },
    category: sofas,
    materials: ['linen', 'velvet', 'boucle', 'wool'],
    sizes: sizes(width, '78 cm'),
    price: [349, 899],
    grams: 17500,
    room: 'living-room',
    purpose: phrase('for reading until the light goes', 'zum Lesen, bis das Licht geht'),
    features: [
      phrase('The high backrest carries the head as well.', 'Die hohe Lehne trägt auch den Kopf.'),
      phrase('The seat cushion can be turned over.', 'Das Sitzkissen lässt sich wenden.'),
      phrase('Slender wooden legs keep it from looking heavy.', 'Schlanke Holzbeine nehmen ihm die Schwere.'),
    ],
  },
  {
    shape: 'bookcase',
    noun: { en: 'Bookcase', de: 'Bücherregal', gender: 'n' },
    category: storage,
    materials: ['oak', 'walnut', 'ash', 'steel'],
    sizes: sizes(height, '120 cm', '160 cm', '200 cm'),
    price: [199, 590],
    grams: 18000,
    room: 'living-room',
    purpose: phrase('for everything that wants to be read', 'für alles, was gelesen werden will'),
    features: [
      phrase('Each shelf carries up to 25 kg.', 'Jeder Boden trägt bis zu 25 kg.'),
      phrase('A fixing for the wall is included.', 'Eine Befestigung für die Wand liegt bei.'),
      phrase(
        'Several of them can be lined up without a gap.',
        'Mehrere davon lassen sich ohne Lücke aneinanderreihen.',
      ),
    ],
  },
  {
    shape: 'sideboard',
    noun: { en: 'Sideboard', de: 'Sideboard', gender: 'n' },
    category: storage,
    materials: ['oak', 'walnut', 'ash'],
    sizes: sizes(width, '120 cm', '160 cm'),
    price: [490, 1290],
    grams: 36000,
    room: 'living-room',
    purpose: phrase('that tidies up the room', 'das im Raum aufräumt'),
    features: [
      phrase('The doors close softly and without a sound.', 'Die Türen schließen sanft und lautlos.'),
      phrase(
        'Inside, the shelves can be set to any height.',
        'Innen lassen sich die Böden in jeder Höhe einsetzen.',
      ),
      phrase(
        'Openings at the back lead cables out of sight.',
        'Öffnungen in der Rückwand führen Kabel aus dem Blick.',
      ),
    ],
  },
  {
    shape: 'drawers',
    noun: { en: 'Chest of Drawers', de: 'Kommode', gender: 'f' },
    category: storage,
    materials: ['oak', 'walnut', 'ash', 'beech'],
    sizes: sizes(width, '80 cm', '110 cm'),
    price: [329, 890],
    grams: 30000,
    room: 'bedroom',
    purpose: phrase('with room for a whole season', 'mit Platz für eine ganze Saison'),
    features: [
      phrase(
        'The drawers run on wooden rails and have dovetail joints.',
        'Die Schubladen laufen auf Holzleisten und sind gezinkt.',
      ),
      phrase(
        'The back is finished as well, so it may stand freely in the room.',
        'Auch die Rückseite ist ausgearbeitet, sie darf also frei im Raum stehen.',
      ),
      phrase(
        'The round knobs are turned from one piece.',
        'Die runden Knöpfe sind aus einem Stück gedrechselt.',
      ),
    ],
  },
  {
    shape: 'bed',
    noun: { en: 'Bed', de: 'Bett', gender: 'n' },
    category: beds,
    materials: ['oak', 'walnut', 'ash', 'beech'],
    sizes: sizes(size, '140 × 200 cm', '160 × 200 cm', '180 × 200 cm'),
    price: [549, 1390],
    grams: 42000,
    room: 'bedroom',
    purpose: phrase('in which one likes to stay a little longer', 'in dem man gern etwas länger bleibt'),
    features: [
      phrase(
        'It is put together without tools and without a creak.',
        'Es wird ohne Werkzeug aufgebaut und knarrt nicht.',
      ),
      phrase(
        'The headboard is inclined just right for reading.',
        'Das Kopfteil ist zum Lesen genau richtig geneigt.',
      ),
      phrase(
        'There is enough room underneath for storage boxes.',
        'Darunter ist genug Platz für Aufbewahrungskästen.',
      ),
    ],
  },
]
