import type { Ink } from './ink.ts'
import { both, box, oval, taper } from './path.ts'
import type { Shape } from './picture.ts'
import { tone } from './tone.ts'

const bookColours = ['#b5654a', '#6f8a7a', '#d8b46a', '#55708c', '#e6dccb', '#8a6a7c', '#3f4a55']

function diningTable(ink: Ink): string {
  const still =
    ink.vary(1) < 0.6
      ? ink.fill('M346 330Q352 366 400 368Q448 366 454 330z', ink.accent) +
        ink.fill(oval(376, 322, 17), '#d9803f') +
        ink.fill(oval(410, 316, 18), '#e0954a') +
        ink.fill(oval(436, 325, 14), '#d9803f') +
        ink.fill('M346 330Q400 344 454 330L452 342Q400 356 348 342z', tone(ink.accent, 0.15))
      : ''
  return (
    ink.shadow(400, 664, 320) +
    both(ink.side, taper([196, 222], 420, [206, 222], 622)) +
    both(ink.face, taper([106, 146], 420, [98, 122], 666)) +
    ink.side(box(130, 418, 540, 30, 4)) +
    ink.face('M160 342L640 342L724 400L76 400z') +
    ink.side(box(74, 400, 652, 24, 8)) +
    still
  )
}

function coffeeTable(ink: Ink): string {
  const wide = 240 + ink.vary(1) * 40
  return (
    ink.shadow(400, 660, 240) +
    ink.leg(taper([390, 410], 470, [393, 407], 628)) +
    both(ink.leg, taper([236, 262], 462, [204, 220], 664)) +
    ink.side(`M${400 - wide} 416a${wide} 60 0 0 0 ${2 * wide} 0v24a${wide} 60 0 0 1 ${-2 * wide} 0z`) +
    ink.face(oval(400, 416, wide, 60)) +
    ink.fill(box(300, 392, 116, 16, 4), ink.accent) +
    ink.fill(box(308, 378, 100, 15, 4), '#efe7d8') +
    ink.fill('M462 376L508 376Q508 412 485 412Q462 412 462 376z', '#f4efe6') +
    ink.fill(oval(485, 376, 23, 6), '#6b4a35')
  )
}

function bookcase(ink: Ink): string {
  const rows = [0, 1, 2, 3]
  const floorOf = (row: number): number => 236 + row * 126
  // Books of one colour are one path, which keeps the picture small.
  const books = new Map<string, string>()
  const ends = rows.map((row) => {
    const count = 4 + Math.floor(ink.vary(row) * 4)
    return Array.from({ length: count }).reduce<number>((x, _, index) => {
      const width = 16 + Math.floor(ink.vary(index + row) * 12)
      const tall = 60 + Math.floor(ink.vary(index * 3 + row) * 34)
      const colour = bookColours[(index * 2 + row * 3) % bookColours.length] ?? ink.accent
      books.set(colour, (books.get(colour) ?? '') + box(x, floorOf(row) - tall, width, tall))
      return x + width + 3
    }, 268)
  })
  const ornaments = rows.map((row) => {
    const start = ends[row] ?? 0
    if (530 - start < 50) return ''
    const middle = Math.round((start + 530) / 2)
    const floor = floorOf(row)
    return row % 2 === 0
      ? ink.fill(`M${middle - 20} ${floor}q-14-36 11-52h18q25 16 11 52z`, '#efe6d6')
      : ink.fill(oval(middle, floor - 22, 22), ink.accent)
  })
  return (
    ink.shadow(400, 664, 190) +
    ink.fill(box(244, 112, 312, 550, 6), tone(ink.main, -0.42)) +
    [...books].map(([colour, path]) => ink.fill(path, colour)).join('') +
    ornaments.join('') +
    ink.face(rows.map((row) => box(250, floorOf(row), 300, 15)).join('')) +
    ink.face(box(236, 104, 328, 20, 5)) +
    both(ink.face, 'M236 112L258 112L258 664L236 664z')
  )
}

function sideboard(ink: Ink): string {
  const lines = Array.from({ length: 11 }, (_, index) => `M${322 + index * 15.6} 388v166`).join('')
  return (
    ink.shadow(400, 664, 300) +
    both(ink.leg, taper([170, 192], 570, [158, 170], 666)) +
    ink.fill('M206 352Q186 300 214 276L246 276Q274 300 254 352z', ink.accent) +
    ink.line('M230 276Q226 220 200 178M230 276Q236 214 258 190M230 276Q230 220 232 168', 4, '#7d8a6a') +
    ink.fill(box(520, 300, 70, 52, 4), '#efe7d8') +
    ink.fill(box(530, 288, 62, 14, 4), '#55708c') +
    ink.side(box(112, 350, 576, 232, 12)) +
    ink.face(box(126, 372, 172, 196, 5)) +
    ink.face(box(310, 372, 180, 196, 5)) +
    ink.face(box(502, 372, 172, 196, 5)) +
    ink.line(lines, 4, ink.dark, 0.5) +
    ink.face(box(106, 344, 588, 20, 8)) +
    ink.leg(oval(280, 470, 8)) +
    ink.leg(oval(520, 470, 8))
  )
}

function drawers(ink: Ink): string {
  const rows = ink.vary(1) < 0.5 ? 3 : 4
  const tall = 318 / rows
  const fronts = Array.from({ length: rows }, (_, index) => {
    const y = 286 + index * tall
    const knobs =
      index === 0 && ink.vary(2) < 0.6
        ? ink.face(box(228, y + 4, 168, tall - 8, 5)) +
          ink.face(box(404, y + 4, 168, tall - 8, 5)) +
          ink.leg(oval(312, y + tall / 2, 9)) +
          ink.leg(oval(488, y + tall / 2, 9))
        : ink.face(box(228, y + 4, 344, tall - 8, 5)) +
          ink.leg(oval(300, y + tall / 2, 9)) +
          ink.leg(oval(500, y + tall / 2, 9))
    return knobs
  }).join('')
  return (
    ink.shadow(400, 664, 220) +
    both(ink.side, taper([226, 254], 600, [220, 236], 666)) +
    ink.fill(box(300, 208, 86, 64, 6), '#f3ede2') +
    ink.fill(box(312, 220, 62, 40, 2), ink.accent, 0.7) +
    ink.fill('M456 272L462 230L500 230L506 272z', '#efe6d6') +
    ink.line('M481 230Q470 190 452 178M481 230Q490 184 512 172M481 230V164', 4, '#7d8a6a') +
    ink.side(box(214, 276, 372, 336, 10)) +
    fronts +
    ink.face(box(206, 268, 388, 18, 7))
  )
}

function bed(ink: Ink): string {
  return (
    ink.shadow(400, 662, 330) +
    ink.face(box(150, 230, 500, 320, 30)) +
    (ink.vary(1) < 0.5 ? ink.line('M275 236V420M400 232V420M525 236V420', 4, ink.dark, 0.4) : '') +
    both(
      (path) => ink.fill(path, '#f7f3ea'),
      'M186 410Q184 366 220 368Q292 354 360 368Q394 366 390 410Q392 456 360 452Q290 464 218 452Q184 456 186 410z',
    ) +
    both(
      (path) => ink.fill(path, '#fffdf8'),
      'M206 436Q204 398 236 400Q300 390 356 400Q384 398 382 436Q384 472 356 468Q300 478 236 468Q204 472 206 436z',
    ) +
    ink.fill('M142 470Q400 438 658 470L690 612L110 612z', ink.accent) +
    ink.fill('M142 470Q400 438 658 470L664 500Q400 468 136 500z', '#f7f3ea') +
    ink.line('M230 500Q216 560 210 606M400 486V606M570 500Q584 560 590 606', 3, '#000000', 0.08) +
    ink.side(box(98, 600, 604, 40, 10)) +
    both(ink.side, taper([116, 146], 636, [116, 136], 666))
  )
}

function desk(ink: Ink): string {
  return (
    ink.shadow(400, 664, 310) +
    both(ink.side, taper([188, 210], 420, [196, 210], 622)) +
    both(ink.face, taper([116, 148], 420, [106, 126], 666)) +
    ink.side(box(134, 396, 532, 64, 4)) +
    ink.face(box(392, 402, 262, 52, 4)) +
    ink.leg(box(496, 422, 54, 10, 5)) +
    ink.face(box(92, 372, 616, 28, 8)) +
    ink.fill(box(150, 356, 130, 16, 3), '#55708c') +
    ink.fill(box(160, 341, 112, 15, 3), '#e6dccb') +
    ink.fill(box(154, 327, 124, 14, 3), ink.accent) +
    ink.line('M560 370L536 262L612 196', 9, ink.second) +
    ink.leg('M520 362L600 362L608 374L512 374z') +
    ink.leg('M590 168L652 214L612 246Q576 222 590 168z')
  )
}

function toyBox(ink: Ink): string {
  return (
    ink.shadow(400, 662, 260) +
    ink.side('M178 400L196 236Q400 222 604 236L622 400z') +
    ink.fill(oval(296, 372, 58), '#dd6e55') +
    ink.fill('M246 346Q296 330 346 346', 'none') +
    ink.line('M242 356Q296 392 350 356', 8, '#f6e9d2') +
    ink.fill(box(380, 322, 84, 100, 8), '#7fb094') +
    ink.fill('M478 410L530 312L582 410z', '#efc26f') +
    ink.face(box(166, 398, 468, 246, 14)) +
    ink.line('M176 480H624M176 562H624', 4, ink.dark, 0.35) +
    ink.side(box(158, 390, 484, 26, 10)) +
    ink.fill('M400 470l16 33 36 5-26 25 6 36-32-17-32 17 6-36-26-25 36-5z', ink.ground) +
    both(ink.leg, 'M196 640L236 640L236 662L196 662z')
  )
}

export const furnitureShapes: Readonly<Record<string, Shape>> = {
  diningTable: { stands: 'floor', focus: [330, 390], draw: diningTable },
  coffeeTable: { stands: 'floor', scale: 1.15, focus: [380, 430], draw: coffeeTable },
  bookcase: { stands: 'floor', focus: [400, 300], draw: bookcase },
  sideboard: { stands: 'floor', focus: [330, 440], draw: sideboard },
  drawers: { stands: 'floor', scale: 1.2, focus: [400, 350], draw: drawers },
  bed: { stands: 'floor', focus: [330, 420], draw: bed },
  desk: { stands: 'floor', focus: [500, 370], draw: desk },
  toyBox: { stands: 'floor', scale: 1.15, focus: [400, 440], draw: toyBox },
}
