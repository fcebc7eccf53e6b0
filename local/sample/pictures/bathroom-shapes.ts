import type { Ink } from './ink.ts'
import { box, oval } from './path.ts'
import type { Shape } from './picture.ts'
import { tone } from './tone.ts'

function towel(ink: Ink): string {
  const stripes =
    ink.vary(1) < 0.6
      ? ink.fill(box(268, 540, 264, 26), ink.light) + ink.fill(box(268, 580, 264, 10), ink.light)
      : ink.line('M268 560H532M268 576H532M268 592H532', 5, ink.dark, 0.4)
  return (
    ink.fill(box(284, 226, 272, 440, 6), '#3b3024', 0.1) +
    ink.side(box(286, 206, 252, 330, 6)) +
    ink.line('M170 200H630', 16, ink.second) +
    ink.leg(oval(170, 200, 22)) +
    ink.leg(oval(630, 200, 22)) +
    ink.face('M268 200Q268 186 284 186H516Q532 186 532 200V640H268z') +
    stripes +
    ink.line('M330 206Q336 420 326 630M462 206Q456 420 468 630', 5, ink.dark, 0.14) +
    ink.fill('M268 200Q268 186 284 186H516Q532 186 532 200V216Q400 206 268 216z', '#ffffff', 0.25) +
    ink.line(
      'M274 640v16M290 640v16M306 640v16M322 640v16M338 640v16M354 640v16M370 640v16M386 640v16M402 640v16M418 640v16M434 640v16M450 640v16M466 640v16M482 640v16M498 640v16M514 640v16M526 640v16',
      5,
      ink.main,
    )
  )
}

function bathMat(ink: Ink): string {
  const round = ink.vary(1) < 0.35
  const outline = round ? oval(400, 420, 262, 190) : box(138, 260, 524, 320, 40)
  const inner = round ? oval(400, 420, 218, 150) : box(178, 300, 444, 240, 24)
  const tufts = Array.from({ length: 7 }, (_, row) =>
    Array.from({ length: 11 }, (__, column) => `M${230 + column * 34} ${330 + row * 30}h.1`).join(''),
  ).join('')
  return (
    `<g transform="rotate(-5 400 420) translate(8 14)">${ink.fill(outline, '#3b3024', 0.14)}</g>` +
    `<g transform="rotate(-5 400 420)">${ink.face(outline)}${ink.line(inner, 8, ink.light, 0.9)}` +
    (round ? ink.line(oval(400, 420, 150, 96), 8, ink.light, 0.7) : ink.line(tufts, 13, ink.dark, 0.22)) +
    '</g>'
  )
}

function dispenser(ink: Ink): string {
  const round = ink.vary(1) < 0.5
  const body = round
    ? 'M300 470Q300 380 370 366H430Q500 380 500 470V596Q500 620 476 620H324Q300 620 300 596z'
    : box(304, 362, 192, 258, 20)
  return (
    ink.shadow(420, 622, 210) +
    ink.leg(box(388, 262, 24, 80)) +
    ink.leg('M300 268Q300 246 324 246H436Q450 246 450 260V276H330L316 300H300z') +
    ink.leg(box(364, 330, 72, 38, 8)) +
    ink.face(body) +
    (ink.texture === 'glass'
      ? ink.fill('M312 480H488V596Q488 608 476 608H324Q312 608 312 596z', '#fff6df', 0.5)
      : '') +
    ink.line('M330 430Q326 500 330 570', 11, '#ffffff', 0.35) +
    ink.fill('M536 620Q536 584 580 584H640Q676 584 676 606Q676 620 650 620z', tone(ink.accent, 0.45)) +
    ink.fill(oval(560, 566, 14), '#ffffff', 0.7) +
    ink.fill(oval(590, 548, 9), '#ffffff', 0.7)
  )
}

function basket(ink: Ink): string {
  return (
    ink.shadow(400, 664, 180) +
    ink.fill(oval(400, 320, 172, 34), ink.dark) +
    ink.fill(
      'M252 312Q262 244 330 252Q360 216 420 244Q488 226 520 274Q556 290 548 320Q400 366 252 312z',
      tone(ink.accent, 0.35),
    ) +
    ink.fill('M330 252Q360 216 420 244Q400 290 372 330Q330 300 330 252z', tone(ink.accent, 0.15)) +
    ink.face('M228 322A172 34 0 0 0 572 322L532 634Q528 662 400 666Q272 662 268 634z') +
    ink.line('M228 322A172 34 0 0 0 572 322', 15, ink.light) +
    ink.line('M262 636Q400 664 538 636', 10, ink.dark, 0.4) +
    ink.line('M262 420Q210 430 272 486M538 420Q590 430 528 486', 14, tone(ink.main, -0.25))
  )
}

export const bathroomShapes: Readonly<Record<string, Shape>> = {
  towel: { stands: 'wall', scale: 1.15, focus: [400, 540], draw: towel },
  bathMat: { stands: 'wall', scale: 1.15, focus: [300, 380], draw: bathMat },
  dispenser: { stands: 'table', scale: 1.3, focus: [400, 400], draw: dispenser },
  basket: { stands: 'floor', scale: 1.2, focus: [400, 430], draw: basket },
}
