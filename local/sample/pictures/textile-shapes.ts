import type { Ink } from './ink.ts'
import { box, mirrored, oval } from './path.ts'
import type { Shape } from './picture.ts'

function cushion(ink: Ink): string {
  const outline = 'M214 236Q400 196 586 236Q556 400 586 566Q400 606 214 566Q244 400 214 236z'
  const form = ink.vary(1)
  const motif =
    form < 0.3
      ? ink.line(
          'M300 224Q318 400 300 578M340 219Q354 400 340 583M460 219Q446 400 460 583M500 224Q482 400 500 578',
          7,
          ink.light,
          0.8,
        )
      : form < 0.55
        ? ink.line(
            'M222 262L560 590M236 566L566 226M228 400L400 590M228 420L420 214M400 214L574 400M400 590L576 412',
            4,
            ink.dark,
            0.35,
          )
        : form < 0.75
          ? ink.line('M400 300a100 100 0 1 0 .1 0M400 345a55 55 0 1 0 .1 0', 8, ink.light, 0.8)
          : ''
  return (
    `<g transform="rotate(${Math.round(ink.vary(2) * 20 - 10)} 400 400)">` +
    ink.fill('M226 256Q410 220 604 256Q574 410 604 590Q416 630 226 590z', '#3b3024', 0.12) +
    ink.face(outline) +
    motif +
    ink.line(outline, 9, ink.dark, 0.4) +
    ink.fill('M256 258Q400 226 520 250Q330 280 270 420Q272 330 256 258z', '#ffffff', 0.12) +
    '</g>'
  )
}

function fringe(from: number, until: number, y: number, length: number): string {
  let path = ''
  for (let x = from; x <= until; x += 13) path += `M${x} ${y}v${length}`
  return path
}

function blanket(ink: Ink): string {
  const fold = (y: number, tall: number): string =>
    ink.face(box(190, y, 430, tall, 40)) +
    ink.line(
      `M560 ${y + 22}Q604 ${y + 22} 604 ${y + tall / 2}T560 ${y + tall - 18}M520 ${y + tall / 2}H580`,
      4,
      ink.dark,
      0.4,
    ) +
    ink.fill(box(200, y + tall - 12, 400, 10, 5), ink.dark, 0.3)
  const stripes =
    ink.vary(1) < 0.6
      ? ink.fill(box(250, 318, 116, 22), ink.light, 0.85) +
        ink.fill(box(250, 352, 116, 9), ink.accent) +
        ink.fill(box(250, 520, 116, 22), ink.light, 0.85)
      : ''
  return (
    ink.shadow(405, 664, 250) +
    fold(566, 96) +
    fold(478, 96) +
    fold(390, 96) +
    fold(302, 96) +
    ink.fill('M240 302H376V590H240z', '#3b3024', 0.14) +
    ink.face('M250 300Q308 290 366 300V580H250z') +
    stripes +
    ink.line(fringe(255, 364, 580, 34), 5, ink.light)
  )
}

function rug(ink: Ink): string {
  const form = ink.vary(1)
  const motif =
    form < 0.3
      ? [0, 1, 2]
          .map(
            (row) =>
              ink.line(
                `M400 ${176 + row * 154}L520 ${248 + row * 154}L400 ${320 + row * 154}L280 ${248 + row * 154}z`,
                8,
                ink.light,
              ) +
              ink.fill(`M400 ${214 + row * 154}l56 34-56 34-56-34z`, row === 1 ? ink.accent : ink.dark, 0.8),
          )
          .join('')
      : form < 0.6
        ? [0, 1, 2, 3, 4]
            .map((row) =>
              ink.fill(
                box(222, 176 + row * 96, 356, row % 2 === 0 ? 40 : 16),
                row % 2 === 0 ? ink.light : ink.dark,
                0.75,
              ),
            )
            .join('')
        : ink.line(
            'M250 620A150 150 0 0 1 550 620M300 620A100 100 0 0 1 500 620M350 620A50 50 0 0 1 450 620',
            14,
            ink.light,
          ) + ink.fill(oval(480, 270, 66), ink.accent, 0.85)
  return (
    `<g transform="rotate(${Math.round(ink.vary(2) * 12 - 6)} 400 400)">` +
    ink.fill(box(216, 136, 388, 548, 6), '#3b3024', 0.14) +
    ink.line(fringe(215, 585, 104, 592), 5, ink.light) +
    ink.face(box(206, 124, 388, 552, 4)) +
    ink.line(box(224, 144, 352, 512, 2), 5, ink.dark, 0.5) +
    motif +
    '</g>'
  )
}

function curtain(ink: Ink): string {
  const folds = [0, 1, 2, 3, 4].map((index) => {
    const x = 122 + index * 40
    return (
      ink.face(`M${x} 168H${x + 30}Q${x + 34} 420 ${x + 28} 676H${x - 8}Q${x + 4} 420 ${x} 168z`) +
      ink.side(`M${x + 30} 168H${x + 42}Q${x + 42} 420 ${x + 34} 676H${x + 26}Q${x + 34} 420 ${x + 30} 168z`)
    )
  })
  return (
    ink.fill(box(264, 196, 272, 380), '#ffffff') +
    ink.fill(box(278, 210, 116, 352), '#cfe3ea') +
    ink.fill(box(406, 210, 116, 352), '#cfe3ea') +
    ink.fill('M278 500Q330 440 394 490V562H278zM406 480Q470 430 522 480V562H406z', '#b6cdb2') +
    ink.fill(oval(470, 280, 30), '#fbeec2') +
    ink.line('M86 150H714', 14, ink.second) +
    ink.leg(oval(82, 150, 18)) +
    ink.leg(oval(718, 150, 18)) +
    `<g id="f">${folds.join('')}</g><use href="#f" transform="matrix(-1 0 0 1 800 0)"/>` +
    [140, 180, 220, 260, 300]
      .map(
        (x) => ink.line(`M${x} 150V170`, 6, ink.dark) + ink.line(mirrored(`M${x} 150L${x} 170`), 6, ink.dark),
      )
      .join('')
  )
}

export const textileShapes: Readonly<Record<string, Shape>> = {
  cushion: { stands: 'wall', scale: 1.3, focus: [470, 460], draw: cushion },
  blanket: { stands: 'floor', scale: 1.15, focus: [330, 470], draw: blanket },
  rug: { stands: 'wall', scale: 1.12, focus: [400, 300], draw: rug },
  curtain: { stands: 'floor', focus: [230, 320], draw: curtain },
}
