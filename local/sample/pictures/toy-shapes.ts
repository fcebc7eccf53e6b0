import type { Ink } from './ink.ts'
import { box, oval } from './path.ts'
import type { Shape } from './picture.ts'
import { tone } from './tone.ts'

const beech = '#dbb78b'

function painted(ink: Ink, path: string, index: number): string {
  return ink.fill(path, ink.several[index % ink.several.length] ?? beech)
}

function rings(ink: Ink): string {
  const rows = [0, 1, 2, 3, 4].map((row) => {
    const half = 158 - row * 24
    const y = 528 - row * 66
    return (
      painted(ink, box(400 - half, y, half * 2, 66, 33), row) +
      ink.fill(box(400 - half + 22, y + 12, half * 1.1, 12, 6), '#ffffff', 0.28)
    )
  })
  return (
    ink.shadow(400, 622, 210) +
    ink.fill(box(204, 592, 392, 30, 12), beech) +
    ink.fill(box(204, 608, 392, 14, 7), tone(beech, -0.15)) +
    ink.fill(box(388, 190, 24, 400, 10), tone(beech, -0.1)) +
    rows.join('') +
    painted(ink, oval(400, 214, 48), 5 + Math.floor(ink.vary(1) * 5)) +
    ink.fill(oval(384, 198, 12), '#ffffff', 0.4)
  )
}

function blocks(ink: Ink): string {
  const turn = Math.floor(ink.vary(1) * 5)
  const cube = (x: number, y: number, index: number): string =>
    painted(ink, box(x, y, 116, 116, 6), turn + index) +
    ink.fill(box(x + 92, y + 4, 20, 108, 6), '#000000', 0.08) +
    ink.fill(box(x + 10, y + 10, 70, 8, 4), '#ffffff', 0.3)
  const arch = painted(ink, 'M282 388V330A118 106 0 0 1 518 330V388H464A64 62 0 0 0 336 388z', turn + 3)
  return (
    ink.shadow(400, 624, 290) +
    cube(282, 506, 0) +
    cube(402, 506, 1) +
    cube(282, 388, 4) +
    cube(402, 388, 2) +
    arch +
    painted(ink, 'M400 122L470 226H330z', turn + 1) +
    ink.fill('M400 122L470 226H430z', '#000000', 0.08) +
    ink.fill(box(148, 506, 100, 116, 50), beech) +
    ink.fill(box(148, 560, 100, 62, 8), beech) +
    ink.fill(oval(198, 548, 24), tone(beech, -0.2)) +
    painted(ink, box(556, 470, 82, 152, 8), turn + 4) +
    ink.fill(box(612, 474, 20, 144, 8), '#000000', 0.08) +
    painted(ink, oval(598, 430, 40), turn + 2)
  )
}

function car(ink: Ink): string {
  const bus = ink.vary(1) < 0.4
  const body = bus
    ? 'M150 330Q150 290 190 290H590Q650 290 662 380L672 500Q674 552 640 552H170Q138 552 138 520z'
    : 'M128 470Q130 420 190 410L256 396Q290 300 350 296H470Q530 298 562 398Q668 410 672 480V520Q672 552 640 552H160Q128 552 128 520z'
  const windows = bus
    ? [190, 304, 418, 532].map((x) => ink.fill(box(x, 326, 88, 84, 18), '#fdf6e6')).join('')
    : ink.fill('M296 398Q316 336 356 332H398V398zM422 332H464Q500 336 516 398H422z', '#fdf6e6')
  const riders = [bus ? 234 : 356, bus ? 462 : 464]
    .map(
      (x, index) =>
        ink.fill(oval(x, bus ? 378 : 374, 22), beech) +
        painted(ink, `M${x - 24} ${bus ? 370 : 366}a24 22 0 0 1 48 0z`, index + 1),
    )
    .join('')
  const wheel = (x: number): string =>
    ink.fill(oval(x, 556, 68), '#4f4a46') +
    ink.fill(oval(x, 556, 44), beech) +
    ink.fill(oval(x, 556, 14), tone(beech, -0.3))
  return (
    ink.shadow(400, 622, 290) +
    painted(ink, body, Math.floor(ink.vary(2) * 5)) +
    windows +
    riders +
    ink.fill(bus ? box(138, 440, 536, 22) : box(128, 470, 544, 20), '#ffffff', 0.5) +
    ink.fill(oval(650, 452, 16), '#fbeec2') +
    wheel(250) +
    wheel(550)
  )
}

export const toyShapes: Readonly<Record<string, Shape>> = {
  rings: { stands: 'table', scale: 1.15, focus: [400, 420], draw: rings },
  blocks: { stands: 'table', scale: 1.05, focus: [400, 440], draw: blocks },
  car: { stands: 'table', scale: 1.08, focus: [330, 460], draw: car },
}
