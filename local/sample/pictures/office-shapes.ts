import type { Ink } from './ink.ts'
import { box, mirrored, oval } from './path.ts'
import type { Shape } from './picture.ts'

function pencil(ink: Ink, x: number, top: number, turn: number, colour: string): string {
  return (
    `<g transform="rotate(${turn} ${x} 480)">` +
    ink.fill(box(x - 11, top, 22, 460 - top), colour) +
    ink.fill(box(x + 3, top, 8, 460 - top), '#000000', 0.1) +
    ink.fill(`M${x - 11} ${top}L${x} ${top - 34}L${x + 11} ${top}z`, '#ecd5ae') +
    ink.fill(`M${x - 4} ${top - 22}L${x} ${top - 34}L${x + 4} ${top - 22}z`, '#3d3936') +
    '</g>'
  )
}

function penHolder(ink: Ink): string {
  const square = ink.vary(1) < 0.4
  const half = square ? 96 : 104
  return (
    ink.shadow(400, 622, 150) +
    ink.fill(oval(400, 430, half, square ? 14 : 24), ink.dark) +
    pencil(ink, 352, 260, -10, '#d8b46a') +
    pencil(ink, 396, 220, -2, ink.accent) +
    pencil(ink, 430, 272, 7, '#6f8a7a') +
    `<g transform="rotate(14 458 480)">${ink.fill(box(446, 210, 34, 250, 4), '#e9d7b4')}${ink.line('M480 226h-10M480 246h-14M480 266h-10M480 286h-14M480 306h-10M480 326h-14', 3, '#8a6f4d')}</g>` +
    ink.face(
      square
        ? `M304 430H496V600Q496 620 476 620H324Q304 620 304 600z`
        : 'M296 430A104 24 0 0 0 504 430V598A104 22 0 0 1 296 598z',
    ) +
    (square ? '' : ink.line('M296 430A104 24 0 0 0 504 430', 6, ink.light)) +
    ink.line('M326 486V570', 11, '#ffffff', 0.25)
  )
}

function wasteBin(ink: Ink): string {
  const staves = Array.from(
    { length: 9 },
    (_, index) => `M${270 + index * 32.5} 330L${308 + index * 23} 652`,
  ).join('')
  return (
    ink.shadow(400, 664, 150) +
    ink.fill(oval(400, 320, 150, 30), ink.dark) +
    ink.fill(
      'M310 322Q300 262 352 258Q392 232 420 266Q470 250 486 296Q500 322 480 332Q400 352 310 322z',
      '#fbf8f1',
    ) +
    ink.line('M330 300L360 280L384 312L412 276L446 318', 4, '#d8d0c2') +
    ink.face('M250 322A150 30 0 0 0 550 322L508 640Q504 660 400 664Q296 660 292 640z') +
    (ink.texture === 'weave' ? '' : ink.line(staves, 5, ink.dark, 0.35)) +
    ink.line('M250 322A150 30 0 0 0 550 322', 11, ink.light)
  )
}

function letterTray(ink: Ink): string {
  const levels = ink.vary(1) < 0.5 ? 2 : 3
  const tray = (y: number): string =>
    ink.side(`M196 ${y + 46}L232 ${y}H568L604 ${y + 46}z`) +
    ink.fill(`M226 ${y + 36}L250 ${y - 8}H556L578 ${y + 36}z`, '#fdfaf3') +
    ink.fill(`M216 ${y + 42}L240 ${y + 2}H548L566 ${y + 42}z`, '#f1eadc') +
    ink.line(`M270 ${y + 14}H500M264 ${y + 26}H440`, 4, '#cfc4b0') +
    ink.face(`M184 ${y + 40}H330Q400 ${y + 74} 470 ${y + 40}H616V${y + 84}H184z`)
  const first = 620 - levels * 118
  const trays = Array.from({ length: levels }, (_, index) => tray(first + 30 + index * 118)).join('')
  return (
    ink.shadow(400, 624, 240) +
    ink.leg(box(196, first + 40, 16, 580 - first)) +
    ink.leg(mirrored(`M196 ${first + 40}L212 ${first + 40}L212 620L196 620z`)) +
    trays
  )
}

export const officeShapes: Readonly<Record<string, Shape>> = {
  penHolder: { stands: 'table', scale: 1.25, focus: [400, 440], draw: penHolder },
  wasteBin: { stands: 'floor', scale: 1.25, focus: [400, 400], draw: wasteBin },
  letterTray: { stands: 'table', scale: 1.3, focus: [330, 520], draw: letterTray },
}
