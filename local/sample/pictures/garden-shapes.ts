import type { Ink } from './ink.ts'
import { box, oval } from './path.ts'
import type { Shape } from './picture.ts'
import { tone } from './tone.ts'

function plant(ink: Ink): string {
  const form = ink.vary(4)
  const green = ['#5f8a64', '#7a9b6a', '#4f7a5b', '#86a884'][Math.floor(ink.vary(5) * 4)] ?? '#5f8a64'
  if (form < 0.34) {
    const blades = [
      [-150, -180],
      [-84, -262],
      [-20, -300],
      [52, -276],
      [118, -210],
    ] as const
    return blades
      .map(([dx, dy], index) =>
        ink.fill(
          `M${388 + index * 6} 420Q${372 + dx * 0.4} ${420 + dy * 0.6} ${400 + dx} ${420 + dy}Q${424 + dx * 0.6} ${420 + dy * 0.5} ${406 + index * 6} 420z`,
          tone(green, (index % 3) * 0.1 - 0.05),
        ),
      )
      .join('')
  }
  if (form < 0.67) {
    return [
      [290, 250, -34],
      [400, 190, 4],
      [510, 256, 36],
      [330, 340, -58],
      [478, 344, 60],
    ]
      .map(
        ([x = 0, y = 0, turn = 0], index) =>
          ink.line(`M400 420Q${(400 + x) / 2} ${y + 80} ${x} ${y}`, 6, tone(green, -0.2)) +
          `<g transform="rotate(${turn} ${x} ${y})">${ink.fill(`M${x} ${y + 60}Q${x - 74} ${y + 10} ${x} ${y - 70}Q${x + 74} ${y + 10} ${x} ${y + 60}z`, tone(green, (index % 3) * 0.1))}${ink.line(`M${x} ${y + 50}V${y - 50}`, 3, tone(green, -0.25), 0.5)}</g>`,
      )
      .join('')
  }
  return (
    ink.fill(
      'M300 420Q220 380 250 310Q220 250 300 230Q330 160 400 180Q470 150 506 226Q580 240 556 312Q584 384 500 420z',
      green,
    ) +
    [
      [306, 300],
      [372, 236],
      [456, 254],
      [510, 330],
      [400, 330],
      [330, 376],
      [460, 384],
    ]
      .map(
        ([x = 0, y = 0], index) =>
          ink.fill(oval(x, y, 20), index % 2 === 0 ? ink.accent : tone(ink.accent, 0.3)) +
          ink.fill(oval(x, y, 6), '#fbeec2'),
      )
      .join('')
  )
}

function plantPot(ink: Ink): string {
  const round = ink.vary(1) < 0.5
  const body = round ? 'M284 430H516Q540 560 470 636H330Q260 560 284 430z' : 'M272 430H528L492 636H308z'
  return (
    ink.shadow(400, 660, 160) +
    plant(ink) +
    ink.side(box(296, 632, 208, 26, 10)) +
    ink.face(body) +
    (round ? '' : ink.edge(box(258, 404, 284, 50, 8)) + ink.face(box(258, 408, 284, 46, 8))) +
    ink.fill(oval(400, round ? 430 : 406, round ? 116 : 134, 12), '#4d3b2e') +
    ink.line('M316 480Q316 550 340 600', 10, '#ffffff', 0.25)
  )
}

function wateringCan(ink: Ink): string {
  return (
    ink.shadow(420, 662, 190) +
    ink.line('M360 400C330 230 610 210 590 470C588 520 572 550 548 568', 20, tone(ink.main, -0.15)) +
    ink.side('M330 520L142 312L166 292L350 450z') +
    ink.side('M118 330L176 270L192 290L138 346z') +
    ink.face('M318 400Q430 384 542 400L560 630Q560 656 534 656H326Q300 656 300 630z') +
    ink.side(oval(430, 402, 112, 20)) +
    ink.fill('M430 384A112 20 0 0 1 542 402A112 20 0 0 1 430 422z', ink.dark) +
    ink.line('M306 470Q430 488 552 470M302 600Q430 618 558 600', 5, ink.dark, 0.35) +
    ink.line('M340 450Q336 530 344 600', 12, '#ffffff', 0.3) +
    ink.fill(
      'M96 372q12 22 0 30q-14-8 0-30zM132 392q12 22 0 30q-14-8 0-30zM84 430q12 22 0 30q-14-8 0-30z',
      '#8fb6cc',
    )
  )
}

function birdhouse(ink: Ink): string {
  return (
    ink.leg(box(386, 560, 28, 240)) +
    ink.fill('M400 760q-70-10-84-60q70 0 84 60zM404 740q60-14 74-58q-66 2-74 58z', '#7d9a72') +
    ink.face('M278 320L400 210L522 320V590H278z') +
    ink.line('M278 400H522M278 480H522', 3, ink.dark, 0.3) +
    ink.side(box(258, 584, 284, 22, 6)) +
    ink.fill('M400 150L574 318L546 344L400 208L254 344L226 318z', ink.accent) +
    ink.fill('M400 150L574 318L560 332L400 178z', tone(ink.accent, -0.15)) +
    ink.fill(oval(400, 408, 54), '#3d342c') +
    ink.line(oval(400, 408, 54), 8, ink.dark, 0.6) +
    ink.line('M400 520V500', 14, ink.second) +
    ink.fill(
      'M470 548Q460 500 510 492Q540 488 548 512L566 520L548 526Q544 566 500 566Q490 580 456 586z',
      '#55708c',
    ) +
    ink.fill('M500 566Q540 560 546 526Q520 520 508 540z', '#e8b48c') +
    ink.fill(oval(532, 510, 4), '#1f2428')
  )
}

export const gardenShapes: Readonly<Record<string, Shape>> = {
  plantPot: { stands: 'floor', scale: 1.15, focus: [400, 470], draw: plantPot },
  wateringCan: { stands: 'floor', scale: 1.1, focus: [420, 480], draw: wateringCan },
  birdhouse: { stands: 'wall', scale: 1.05, focus: [400, 380], draw: birdhouse },
}
