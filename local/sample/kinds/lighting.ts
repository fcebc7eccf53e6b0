import { type Kind, diameter, height, phrase, sizes } from './kind.ts'

const root = phrase('Lighting', 'Leuchten')
const tableLamps = { root, leaf: phrase('Table Lamps', 'Tischleuchten') }
const floorLamps = { root, leaf: phrase('Floor Lamps', 'Stehleuchten') }
const pendants = { root, leaf: phrase('Pendant Lamps', 'Pendelleuchten') }
const candles = { root, leaf: phrase('Candles & Lanterns', 'Kerzen & Laternen') }

export const lighting: readonly Kind[] = [
  {
    shape: 'tableLamp',
    noun: { en: 'Table Lamp', de: 'Tischleuchte', gender: 'f' },
    category: tableLamps,
    materials: ['stoneware', 'brass', 'glass', 'marble', 'concrete'],
    sizes: sizes(height, '38 cm', '52 cm'),
    price: [59, 189],
    grams: 1900,
    room: 'living-room',
    purpose: phrase('with a soft circle of light', 'mit einem weichen Lichtkreis'),
    features: [
      phrase('The light can be dimmed in three steps.', 'Das Licht lässt sich in drei Stufen dimmen.'),
      phrase(
        'The shade of pleated cotton gives a warm, even light.',
        'Der Schirm aus plissierter Baumwolle gibt ein warmes, gleichmäßiges Licht.',
      ),
      phrase('The textile cable is two metres long.', 'Das Textilkabel ist zwei Meter lang.'),
    ],
  },
  {
    shape: 'deskLamp',
    noun: { en: 'Desk Lamp', de: 'Schreibtischleuchte', gender: 'f' },
    category: tableLamps,
    materials: ['steel', 'brass', 'stainless'],
    sizes: sizes(height, '45 cm'),
    price: [69, 179],
    grams: 1700,
    room: 'office',
    purpose: phrase(
      'that puts light exactly where it is needed',
      'die Licht genau dorthin bringt, wo es gebraucht wird',
    ),
    features: [
      phrase(
        'Both joints hold in any position without being tightened.',
        'Beide Gelenke halten in jeder Stellung, ohne nachgezogen zu werden.',
      ),
      phrase('The head turns all the way round.', 'Der Kopf lässt sich rundum drehen.'),
      phrase('A heavy base keeps it upright.', 'Ein schwerer Fuß hält sie aufrecht.'),
    ],
  },
  {
    shape: 'floorLamp',
    noun: { en: 'Floor Lamp', de: 'Stehleuchte', gender: 'f' },
    category: floorLamps,
    materials: ['oak', 'steel', 'brass', 'walnut'],
    sizes: sizes(height, '148 cm', '165 cm'),
    price: [129, 349],
    grams: 5400,
    room: 'living-room',
    purpose: phrase('for the corner with the good armchair', 'für die Ecke mit dem guten Sessel'),
    features: [
      phrase(
        'A foot switch turns it on and off without bending down.',
        'Ein Fußschalter macht sie an und aus, ohne dass man sich bückt.',
      ),
      phrase('The wide shade sends light upwards as well.', 'Der weite Schirm schickt auch nach oben Licht.'),
      phrase(
        'Three legs make it stand safely on carpets, too.',
        'Drei Beine lassen sie auch auf Teppich sicher stehen.',
      ),
    ],
  },
  {
    shape: 'pendant',
    noun: { en: 'Pendant Lamp', de: 'Pendelleuchte', gender: 'f' },
    category: pendants,
    materials: ['enamel', 'brass', 'glass', 'rattan', 'paper', 'concrete'],
    sizes: sizes(diameter, '28 cm', '40 cm', '55 cm'),
    price: [49, 229],
    grams: 1500,
    room: 'dining-room',
    purpose: phrase('for above the table', 'für über dem Tisch'),
    features: [
      phrase('The cable can be shortened to fit any ceiling.', 'Das Kabel lässt sich für jede Decke kürzen.'),
      phrase(
        'The shade hides the bulb, so nothing dazzles.',
        'Der Schirm verdeckt die Glühlampe, sodass nichts blendet.',
      ),
      phrase('A canopy in the same finish is included.', 'Ein Baldachin in derselben Ausführung liegt bei.'),
    ],
  },
  {
    shape: 'candle',
    noun: { en: 'Pillar Candle', de: 'Stumpenkerze', gender: 'f' },
    category: candles,
    materials: ['wax'],
    sizes: sizes(height, '8 cm', '12 cm', '18 cm'),
    price: [7.9, 16.9],
    grams: 320,
    room: 'living-room',
    purpose: phrase('that burns quietly and for a long time', 'die ruhig und lange brennt'),
    features: [
      phrase(
        'It burns for 30 to 80 hours, depending on its size.',
        'Sie brennt je nach Größe 30 bis 80 Stunden.',
      ),
      phrase(
        'It is unscented, and so it goes well with food.',
        'Sie duftet nicht und passt deshalb gut zum Essen.',
      ),
      phrase('It is dyed all the way through.', 'Sie ist durchgefärbt.'),
    ],
  },
  {
    shape: 'lantern',
    noun: { en: 'Lantern', de: 'Laterne', gender: 'f' },
    category: candles,
    materials: ['steel', 'brass', 'oak'],
    sizes: sizes(height, '24 cm', '36 cm', '50 cm'),
    price: [24.9, 79.9],
    grams: 1100,
    room: 'garden',
    purpose: phrase('for warm light on cool evenings', 'für warmes Licht an kühlen Abenden'),
    features: [
      phrase(
        'The door opens wide, so that a candle is quickly changed.',
        'Die Tür öffnet weit, sodass eine Kerze schnell gewechselt ist.',
      ),
      phrase('It may stay outdoors under a roof.', 'Sie darf unter einem Dach draußen bleiben.'),
      phrase('The handle stays cool.', 'Der Griff bleibt kühl.'),
    ],
  },
]
