import type { Ink } from './ink.ts'
import { both, box, oval, taper } from './path.ts'
import type { Shape } from './picture.ts'

function chair(ink: Ink): string {
  const back =
    ink.vary(1) < 0.5
      ? ink.face('M262 196Q400 158 538 196L530 312Q400 282 270 312z')
      : ink.face('M262 190Q400 152 538 190L535 236Q400 202 265 236z') +
        [318, 359, 400, 441, 482].map((x) => ink.side(box(x - 7, 222, 14, 200, 6))).join('')
  const cushion =
    ink.vary(2) < 0.35
      ? ink.fill('M258 424Q400 396 542 424Q560 446 548 452Q400 474 252 452Q240 446 258 424z', ink.accent)
      : ''
  return (
    ink.shadow(400, 662, 200) +
    both(ink.side, taper([292, 316], 460, [306, 320], 640)) +
    both(ink.side, 'M262 190L284 186L300 450L276 450z') +
    back +
    both(ink.face, taper([240, 270], 478, [228, 244], 664)) +
    ink.side('M230 466Q400 492 570 466L566 496Q400 520 234 496z') +
    ink.face('M252 428Q400 408 548 428L574 468Q400 494 226 468z') +
    cushion
  )
}

function stool(ink: Ink): string {
  return (
    ink.shadow(400, 662, 170) +
    both(ink.side, taper([348, 368], 280, [326, 340], 640)) +
    both(ink.face, taper([292, 318], 274, [246, 264], 664)) +
    ink.leg(box(272, 506, 256, 14, 7)) +
    ink.side('M262 252Q400 282 538 252Q546 276 520 290Q400 314 280 290Q254 276 262 252z') +
    ink.face('M266 246Q400 214 534 246Q546 262 520 272Q400 296 280 272Q254 262 266 246z')
  )
}

function sofa(ink: Ink): string {
  const seats = ink.vary(1) < 0.5 ? 2 : 3
  const wide = 384 / seats
  // One path for all cushions keeps the picture small.
  const row = (y: number, tall: number, radius: number): string =>
    Array.from({ length: seats }, (_, index) => box(208 + index * wide + 3, y, wide - 6, tall, radius)).join(
      '',
    )
  return (
    ink.shadow(400, 664, 330) +
    both(ink.leg, taper([150, 178], 600, [146, 162], 664)) +
    ink.side(box(150, 290, 500, 280, 56)) +
    ink.edge(row(312, 170, 38)) +
    ink.face(row(318, 164, 36)) +
    `<g transform="rotate(-12 270 420)">${ink.fill(box(232, 366, 104, 100, 26), ink.accent)}</g>` +
    ink.edge(row(444, 40, 20)) +
    ink.face(row(452, 66, 22)) +
    ink.side(box(170, 510, 460, 96, 22)) +
    both(ink.face, 'M92 420Q92 372 150 372Q214 372 214 430L214 610L110 610Q92 610 92 590z')
  )
}

function armchair(ink: Ink): string {
  const high = ink.vary(1) * 40
  return (
    ink.shadow(400, 664, 210) +
    both(ink.leg, taper([252, 276], 596, [238, 252], 664)) +
    both(ink.leg, taper([318, 336], 596, [318, 328], 640)) +
    ink.side(box(258, 196 - high, 284, 390 + high, 92)) +
    ink.face(box(272, 210 - high, 256, 300 + high, 84)) +
    ink.edge(box(286, 438, 228, 44, 22)) +
    ink.face(box(286, 448, 228, 74, 26)) +
    ink.side(box(262, 516, 276, 84, 18)) +
    both(ink.face, 'M208 436Q208 392 256 392Q304 392 304 440L304 604L228 604Q208 604 208 584z')
  )
}

function kidsChair(ink: Ink): string {
  const hole =
    ink.vary(1) < 0.5
      ? 'M400 338C372 308 346 318 346 342C346 366 384 386 400 402C416 386 454 366 454 342C454 318 428 308 400 338z'
      : oval(400, 352, 34)
  return (
    ink.shadow(400, 662, 180) +
    both(ink.side, taper([300, 330], 500, [306, 326], 638)) +
    ink.face('M276 500L268 330Q262 244 330 250Q360 226 400 226Q440 226 470 250Q538 244 532 330L524 500z') +
    ink.fill(hole, ink.ground) +
    both(ink.face, taper([246, 288], 520, [232, 262], 664)) +
    ink.side('M236 506Q400 534 564 506L560 540Q400 566 240 540z') +
    ink.face('M262 470Q400 450 538 470L568 510Q400 540 232 510z')
  )
}

function gardenChair(ink: Ink): string {
  const slats = [0, 1, 2, 3].map((index) => ink.face(box(284, 190 + index * 58, 232, 36, 10))).join('')
  const seat = [0, 1, 2, 3]
    .map((index) => ink.face(box(262 - index * 9, 436 + index * 19, 276 + index * 18, 15, 6)))
    .join('')
  return (
    ink.shadow(400, 664, 200) +
    both(ink.leg, taper([284, 298], 170, [300, 314], 640)) +
    slats +
    ink.line('M286 500L504 650M514 500L296 650', 12, ink.second, 0.9) +
    seat +
    both(ink.leg, taper([236, 252], 500, [224, 238], 666)) +
    ink.leg(box(236, 510, 328, 12, 6))
  )
}

function bench(ink: Ink): string {
  const back = [0, 1, 2].map((index) => ink.face(box(132, 270 + index * 56, 536, 36, 8))).join('')
  const seat = [0, 1, 2]
    .map((index) => ink.face(box(124 - index * 8, 456 + index * 22, 552 + index * 16, 17, 6)))
    .join('')
  return (
    ink.shadow(400, 664, 330) +
    both(ink.side, taper([150, 178], 250, [156, 180], 640)) +
    back +
    seat +
    both(ink.side, 'M92 398L182 398L182 420L92 420z') +
    both(ink.side, taper([100, 130], 418, [100, 128], 666)) +
    ink.side(box(120, 524, 560, 24, 4))
  )
}

export const seatShapes: Readonly<Record<string, Shape>> = {
  chair: { stands: 'floor', scale: 1.18, focus: [400, 320], draw: chair },
  stool: { stands: 'floor', scale: 1.15, focus: [400, 330], draw: stool },
  sofa: { stands: 'floor', focus: [280, 430], draw: sofa },
  armchair: { stands: 'floor', scale: 1.18, focus: [360, 400], draw: armchair },
  kidsChair: { stands: 'floor', scale: 1.3, focus: [400, 400], draw: kidsChair },
  gardenChair: { stands: 'floor', scale: 1.15, focus: [400, 370], draw: gardenChair },
  bench: { stands: 'floor', focus: [290, 400], draw: bench },
}
