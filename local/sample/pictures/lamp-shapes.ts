import type { Ink } from './ink.ts'
import { box, oval, taper } from './path.ts'
import type { Shape } from './picture.ts'

const linenShade = '#f6ecd8'

function tableLamp(ink: Ink): string {
  const form = ink.vary(1)
  const body =
    form < 0.34
      ? 'M372 400L428 400Q430 440 478 480Q512 530 470 612Q466 622 450 622L350 622Q334 622 330 612Q288 530 322 480Q370 440 372 400z'
      : form < 0.67
        ? oval(400, 520, 100)
        : 'M352 410Q400 400 448 410L474 604Q474 622 456 622L344 622Q326 622 326 604z'
  const pleats = Array.from(
    { length: 9 },
    (_, index) => `M${318 + index * 20.5} 200L${262 + index * 34.5} 384`,
  ).join('')
  return (
    ink.shadow(400, 622, 140) +
    ink.glow(400, 300, 300) +
    ink.leg(box(390, 370, 20, 60)) +
    ink.face(body) +
    (form >= 0.34 && form < 0.67 ? ink.side(box(352, 608, 96, 14, 6)) : '') +
    ink.fill('M306 192L494 192L562 388Q400 408 238 388z', linenShade) +
    ink.fill('M450 192L494 192L562 388Q510 396 470 398z', '#e6d6b8', 0.6) +
    ink.line(pleats, 2, '#c9b48d', 0.5) +
    ink.line('M306 193H494', 5, '#e0cfae')
  )
}

function deskLamp(ink: Ink): string {
  return (
    ink.shadow(340, 624, 120) +
    ink.fill('M440 330L600 390L690 622L330 622z', '#fff1c4', 0.45) +
    ink.line('M340 606L268 420', 16, ink.dark) +
    ink.line('M268 420L456 246', 16, ink.main) +
    ink.leg(oval(268, 420, 17)) +
    ink.side('M244 606Q340 588 436 606L436 616Q340 632 244 616z') +
    ink.face('M244 604Q340 584 436 604Q340 622 244 604z') +
    ink.face('M420 336Q410 214 500 212Q592 216 608 392z') +
    ink.fill('M420 336Q500 404 608 392Q520 342 420 336z', '#fff6d8') +
    ink.leg(oval(470, 236, 15))
  )
}

function floorLamp(ink: Ink): string {
  const tripod = ink.vary(1) < 0.55
  const stand = tripod
    ? ink.side(taper([392, 408], 300, [394, 406], 640)) +
      ink.face(taper([384, 402], 290, [268, 282], 666)) +
      ink.face(taper([398, 416], 290, [518, 532], 666)) +
      ink.leg(box(378, 284, 44, 24, 8))
    : ink.face(box(393, 280, 14, 376, 4)) +
      ink.side('M300 652Q400 632 500 652L500 662Q400 678 300 662z') +
      ink.face('M300 650Q400 630 500 650Q400 668 300 650z')
  return (
    ink.shadow(400, 664, tripod ? 170 : 130) +
    ink.glow(400, 220, 270) +
    stand +
    ink.fill('M316 118L484 118L534 290Q400 306 266 290z', linenShade) +
    ink.fill('M446 118L484 118L534 290Q500 296 464 298z', '#e6d6b8', 0.6) +
    ink.line('M316 119H484M268 288Q400 304 532 288', 4, '#e0cfae')
  )
}

function pendant(ink: Ink): string {
  const form = ink.vary(1)
  const ribs = ink.texture === 'paper' || ink.texture === 'weave'
  const shade =
    form < 0.34
      ? { path: 'M196 480Q204 262 400 254Q596 262 604 480z', opening: [204, 30, 480] as const }
      : form < 0.67
        ? { path: 'M360 250L440 250L590 470Q400 494 210 470z', opening: [188, 24, 472] as const }
        : {
            path: 'M310 270Q400 246 490 270Q600 330 600 400Q596 500 500 530L300 530Q204 500 200 400Q200 330 310 270z',
            opening: [102, 18, 530] as const,
          }
  const [half, flat, y] = shade.opening
  const lines = ribs
    ? ink.line('M400 254V480M340 264Q290 340 280 480M460 264Q510 340 520 480', 3, ink.dark, 0.4)
    : ''
  return (
    ink.line('M400 0V240', 5, '#4a4542') +
    ink.glow(400, y + 20, 250) +
    ink.leg(box(378, 226, 44, 36, 8)) +
    ink.fill(oval(400, y, half, flat), ink.dark) +
    ink.fill(oval(400, y + 2, half * 0.9, flat * 0.72), '#fff3cf') +
    ink.fill(oval(400, y + 6, 30, 22), '#fffdf2') +
    ink.face(shade.path) +
    lines +
    ink.fill('M270 320Q300 280 340 268Q300 310 286 380z', '#ffffff', 0.25)
  )
}

function flame(ink: Ink, x: number, y: number): string {
  return (
    ink.glow(x, y - 34, 110) +
    ink.line(`M${x} ${y}v-14`, 4, '#4a3b30') +
    ink.fill(`M${x} ${y - 70}q24 34 14 52q-6 10-14 10t-14-10q-10-18 14-52z`, '#f4b348') +
    ink.fill(`M${x} ${y - 40}q11 16 6 25q-6 7-12 0q-5-9 6-25z`, '#fff4cf')
  )
}

function pillar(ink: Ink, x: number, top: number, half: number): string {
  return (
    ink.face(`M${x - half} ${top}V612a${half} 14 0 0 0 ${half * 2} 0V${top}z`) +
    ink.edge(oval(x, top, half, 14)) +
    ink.fill(oval(x, top + 2, half * 0.6, 7), ink.dark, 0.35) +
    flame(ink, x, top)
  )
}

function candle(ink: Ink): string {
  return (
    ink.shadow(400, 628, 260) +
    ink.leg('M180 612Q400 590 620 612Q612 640 400 642Q188 640 180 612z') +
    pillar(ink, 280, 470, 58) +
    pillar(ink, 520, 400, 58) +
    pillar(ink, 400, 320 + ink.vary(1) * 60, 64)
  )
}

function lantern(ink: Ink): string {
  return (
    ink.shadow(400, 662, 170) +
    ink.line('M352 190Q350 110 400 108Q450 110 448 190', 9, ink.dark) +
    ink.face('M290 262L356 186L444 186L510 262z') +
    ink.side(box(276, 258, 248, 22, 6)) +
    ink.fill(box(296, 280, 208, 340), '#fff6dd', 0.7) +
    ink.glow(400, 470, 150) +
    ink.fill('M352 500a48 12 0 0 1 96 0V618h-96z', '#f3e7cf') +
    ink.fill(oval(400, 500, 48, 12), '#fff8e6') +
    flame(ink, 400, 500) +
    ink.face(box(284, 276, 20, 352)) +
    ink.face(box(496, 276, 20, 352)) +
    ink.side(box(394, 276, 12, 220)) +
    ink.fill('M320 300L370 300L320 420z', '#ffffff', 0.4) +
    ink.side(box(268, 616, 264, 34, 6)) +
    ink.side(box(280, 648, 30, 14, 3)) +
    ink.side(box(490, 648, 30, 14, 3))
  )
}

export const lampShapes: Readonly<Record<string, Shape>> = {
  tableLamp: { stands: 'table', scale: 1.15, focus: [400, 420], draw: tableLamp },
  deskLamp: { stands: 'table', scale: 1.15, focus: [430, 330], draw: deskLamp },
  floorLamp: { stands: 'floor', scale: 1.08, focus: [400, 260], draw: floorLamp },
  pendant: { stands: 'wall', focus: [400, 380], draw: pendant },
  candle: { stands: 'table', scale: 1.2, focus: [410, 420], draw: candle },
  lantern: { stands: 'floor', scale: 1.15, focus: [400, 330], draw: lantern },
}
