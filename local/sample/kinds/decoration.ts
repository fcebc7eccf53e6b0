import { type Kind, diameter, height, phrase, size, sizes } from './kind.ts'

const root = phrase('Decoration', 'Dekoration')
const vases = { root, leaf: phrase('Vases', 'Vasen') }
const mirrors = { root, leaf: phrase('Mirrors', 'Spiegel') }
const clocks = { root, leaf: phrase('Clocks', 'Uhren') }
const frames = { root, leaf: phrase('Picture Frames', 'Bilderrahmen') }

export const decoration: readonly Kind[] = [
  {
    shape: 'vase',
    noun: { en: 'Vase', de: 'Vase', gender: 'f' },
    category: vases,
    materials: ['stoneware', 'glass', 'porcelain', 'earthenware', 'brass', 'concrete'],
    sizes: sizes(height, '16 cm', '24 cm', '32 cm'),
    price: [19.9, 59.9],
    grams: 700,
    room: 'living-room',
    purpose: phrase('that looks good without flowers, too', 'die auch ohne Blumen gut aussieht'),
    features: [
      phrase(
        'The narrow neck holds single stems upright.',
        'Der schmale Hals hält auch einzelne Zweige aufrecht.',
      ),
      phrase('It is waterproof and leaves no rings.', 'Sie ist wasserdicht und hinterlässt keine Ränder.'),
      phrase(
        'Its weight keeps even tall branches from tipping over.',
        'Ihr Gewicht hält auch hohe Zweige im Gleichgewicht.',
      ),
    ],
  },
  {
    shape: 'mirror',
    noun: { en: 'Wall Mirror', de: 'Wandspiegel', gender: 'm' },
    category: mirrors,
    materials: ['oak', 'brass', 'steel', 'walnut', 'rattan'],
    sizes: sizes(diameter, '50 cm', '70 cm', '90 cm'),
    price: [69, 189],
    grams: 3600,
    room: 'hallway',
    purpose: phrase('that makes small rooms wide', 'der kleine Räume weit macht'),
    features: [
      phrase(
        'It hangs in any direction; the fixing is on the back.',
        'Er hängt in jeder Richtung; die Befestigung sitzt auf der Rückseite.',
      ),
      phrase('The mirror glass is free of copper and lead.', 'Das Spiegelglas ist frei von Kupfer und Blei.'),
      phrase(
        'The narrow frame holds it without a visible screw.',
        'Der schmale Rahmen hält ihn ohne sichtbare Schraube.',
      ),
    ],
  },
  {
    shape: 'clock',
    noun: { en: 'Wall Clock', de: 'Wanduhr', gender: 'f' },
    category: clocks,
    materials: ['oak', 'walnut', 'steel', 'brass', 'concrete'],
    sizes: sizes(diameter, '25 cm', '35 cm'),
    price: [39.9, 119],
    grams: 850,
    room: 'kitchen',
    purpose: phrase('without a tick', 'ohne Ticken'),
    features: [
      phrase(
        'The silent movement glides instead of jumping.',
        'Das lautlose Werk gleitet, statt zu springen.',
      ),
      phrase('It runs for a year on one battery.', 'Sie läuft mit einer Batterie ein Jahr.'),
      phrase(
        'The hands are easy to read from across the room.',
        'Die Zeiger sind auch quer durch den Raum gut zu lesen.',
      ),
    ],
  },
  {
    shape: 'frame',
    noun: { en: 'Picture Frame', de: 'Bilderrahmen', gender: 'm' },
    category: frames,
    materials: ['oak', 'walnut', 'ash', 'brass', 'beech'],
    sizes: sizes(size, '21 × 30 cm', '30 × 40 cm', '50 × 70 cm'),
    price: [19.9, 49.9],
    grams: 700,
    room: 'living-room',
    purpose: phrase('for photographs, prints and drawings', 'für Fotos, Drucke und Zeichnungen'),
    features: [
      phrase('A mount of acid-free card is included.', 'Ein Passepartout aus säurefreiem Karton liegt bei.'),
      phrase('It can be hung upright or across.', 'Er lässt sich hoch oder quer hängen.'),
      phrase('The back opens with two turns.', 'Die Rückwand öffnet sich mit zwei Drehungen.'),
    ],
  },
]
