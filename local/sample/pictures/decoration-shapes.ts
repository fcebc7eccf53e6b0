import type { Ink } from './ink.ts'
import { box, oval } from './path.ts'
import type { Shape } from './picture.ts'
import { tone } from './tone.ts'

const leafGreens = ['#7d9a72', '#8fa98a', '#6b8a6e', '#a5b596']

/** Twigs from (x, y) upwards: leaves, berries or dried grass. */
function bouquet(ink: Ink, x: number, y: number): string {
  const form = ink.vary(4)
  const green = leafGreens[Math.floor(ink.vary(5) * leafGreens.length)] ?? '#7d9a72'
  const stems = [
    [-120, -190],
    [-52, -250],
    [24, -270],
    [98, -210],
  ] as const
  return stems
    .map(([dx, dy]) => {
      const stem = ink.line(
        `M${x} ${y}Q${x + dx * 0.2} ${y + dy * 0.6} ${x + dx} ${y + dy}`,
        5,
        tone(green, -0.25),
      )
      const along = [0.45, 0.72, 1].map((at) => {
        const px = Math.round(x + dx * (0.2 * 2 * at * (1 - at) + at * at))
        const py = Math.round(y + dy * (1.2 * at * (1 - at) + at * at))
        if (form < 0.45) {
          return ink.fill(`M${px} ${py}q-34-30-50 6q26 22 50-6zM${px} ${py}q34-34 52-2q-24 26-52 2z`, green)
        }
        return form < 0.7
          ? ink.fill(oval(px - 12, py, 11), ink.accent) +
              ink.fill(oval(px + 14, py - 12, 10), tone(ink.accent, 0.2))
          : ink.fill(`M${px} ${py}q-20-40 4-64q18 30-4 64z`, '#d9bd8b')
      })
      return stem + along.join('')
    })
    .join('')
}

function vase(ink: Ink): string {
  const form = ink.vary(1)
  const shapes = [
    {
      path: 'M366 330H434Q428 380 470 430Q530 500 476 606Q470 620 452 620H348Q330 620 324 606Q270 500 330 430Q372 380 366 330z',
      top: [34, 330],
    },
    {
      path: 'M318 330H482Q500 480 468 602Q464 620 446 620H354Q336 620 332 602Q300 480 318 330z',
      top: [82, 330],
    },
    {
      path: 'M376 300H424V400Q520 430 520 520Q520 620 430 620H370Q280 620 280 520Q280 430 376 400z',
      top: [24, 300],
    },
    {
      path: 'M340 360Q300 330 330 320H470Q500 330 460 360Q560 420 530 520Q504 620 440 620H360Q296 620 270 520Q240 420 340 360z',
      top: [72, 322],
    },
  ] as const
  const shape = shapes[Math.floor(form * shapes.length)] ?? shapes[0]
  const [half, top] = shape.top
  return (
    ink.shadow(400, 622, 130) +
    bouquet(ink, 400, top + 4) +
    ink.fill(oval(400, top, half, 9), ink.dark) +
    ink.face(shape.path) +
    (ink.texture === 'glaze' && ink.vary(2) < 0.4
      ? ink.line('M290 520Q400 540 510 520', 8, ink.dark, 0.35)
      : '') +
    ink.line('M330 500Q326 550 346 586', 10, '#ffffff', 0.35)
  )
}

function mirror(ink: Ink): string {
  const form = ink.vary(1)
  const [outer, inner] =
    form < 0.4
      ? [oval(400, 400, 232), oval(400, 400, 206)]
      : form < 0.75
        ? ['M222 650V330A178 178 0 0 1 578 330V650z', 'M246 626V330A154 154 0 0 1 554 330V626z']
        : [box(206, 150, 388, 500, 80), box(230, 174, 340, 452, 60)]
  return (
    `<g transform="translate(10 16)">${ink.fill(outer, '#3b3024', 0.14)}</g>` +
    ink.face(outer) +
    ink.fill(inner, '#d5e2e6') +
    ink.fill('M262 470L470 232Q500 248 520 270L276 552Q262 512 262 470z', '#ffffff', 0.5) +
    ink.fill('M296 586L536 310L546 336L320 604z', '#ffffff', 0.35) +
    ink.line(inner, 4, ink.dark, 0.5)
  )
}

function clock(ink: Ink): string {
  const pale = ink.vary(1) < 0.6
  const face = pale ? '#faf6ec' : tone(ink.main, 0.25)
  const ticks = Array.from({ length: 12 }, (_, index) => {
    const angle = (index * Math.PI) / 6
    const from = index % 3 === 0 ? 150 : 164
    const at = (radius: number): string =>
      `${Math.round(400 + radius * Math.sin(angle))} ${Math.round(400 - radius * Math.cos(angle))}`
    return `M${at(from)}L${at(180)}`
  }).join('')
  const hour = Math.floor(ink.vary(2) * 12) * 30 + 5
  const minute = Math.floor(ink.vary(4) * 12) * 30
  const hand = (angle: number, length: number, width: number): string =>
    `<path d="M400 424V${400 - length}" stroke="#3d3936" stroke-width="${width}" stroke-linecap="round" transform="rotate(${angle} 400 400)"/>`
  return (
    ink.fill(oval(412, 418, 226), '#3b3024', 0.14) +
    ink.face(oval(400, 400, 226)) +
    ink.fill(oval(400, 400, 200), face) +
    ink.line(ticks, 8, '#3d3936', 0.85) +
    hand(hour, 96, 13) +
    hand(minute, 146, 9) +
    `<path d="M400 440V240" stroke="${ink.accent}" stroke-width="4" transform="rotate(${(minute + 140) % 360} 400 400)"/>` +
    ink.leg(oval(400, 400, 13)) +
    ink.fill('M250 300Q300 220 390 208Q300 250 262 350z', '#ffffff', 0.35)
  )
}

function frame(ink: Ink): string {
  const form = ink.vary(1)
  const sun = ['#e3a857', '#d97f5a', '#e8c27a'][Math.floor(ink.vary(2) * 3)] ?? '#e3a857'
  const art =
    form < 0.34
      ? ink.fill(oval(430, 340, 52), sun) +
        ink.fill('M276 470Q350 390 430 450T524 440V540H276z', '#8fa98a') +
        ink.fill('M276 510Q370 440 524 500V540H276z', '#5f7d6a')
      : form < 0.67
        ? ink.line('M400 530Q396 400 404 280', 6, '#5f7d6a') +
          [0, 1, 2, 3]
            .map((row) =>
              ink.fill(
                `M400 ${490 - row * 52}q-70-10-84-66q74 4 84 66zM402 ${470 - row * 52}q66-14 80-66q-72 4-80 66z`,
                leafGreens[row % 4] ?? '#7d9a72',
              ),
            )
            .join('')
        : ink.fill('M300 540V400A100 100 0 0 1 500 400V540z', ink.accent) +
          ink.fill('M335 540V410A65 65 0 0 1 465 410V540z', '#f1e2c6') +
          ink.fill('M368 540V420A32 32 0 0 1 432 420V540z', sun)
  return (
    ink.fill(box(212, 152, 400, 520), '#3b3024', 0.14) +
    ink.face(box(200, 136, 400, 524, 4)) +
    ink.fill(box(224, 160, 352, 476), '#fbf8f1') +
    ink.fill(box(276, 232, 248, 308), '#efe5d3') +
    `<svg x="276" y="232" width="248" height="308" viewBox="276 232 248 308">${art}</svg>` +
    ink.line(box(224, 160, 352, 476), 5, ink.dark, 0.4) +
    ink.fill('M224 160H420L224 400z', '#ffffff', 0.25)
  )
}

export const decorationShapes: Readonly<Record<string, Shape>> = {
  vase: { stands: 'table', focus: [400, 460], draw: vase },
  mirror: { stands: 'wall', scale: 1.1, focus: [300, 300], draw: mirror },
  clock: { stands: 'wall', scale: 1.15, focus: [450, 350], draw: clock },
  frame: { stands: 'wall', scale: 1.1, focus: [330, 300], draw: frame },
}
