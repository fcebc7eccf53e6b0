import type { Ink } from './ink.ts'
import { box, mirrored, oval } from './path.ts'
import type { Shape } from './picture.ts'
import { tone } from './tone.ts'

const clay = '#d3b48f'

function steam(ink: Ink, x: number, y: number): string {
  return ink.line(`M${x - 30} ${y}q-18-30 0-58t0-58M${x + 26} ${y}q-18-34 0-62t0-62`, 8, '#ffffff', 0.75)
}

function mug(ink: Ink): string {
  const slim = ink.vary(1) * 26
  const left = 266 + slim
  const right = 520 - slim
  const bare = ink.texture === 'glaze' && ink.vary(2) < 0.5
  const body = `M${left} 336H${right}L${right - 12} 584Q${right - 16} 620 ${right - 50} 620H${left + 50}Q${left + 16} 620 ${left + 12} 584z`
  return (
    ink.shadow(400, 622, 160) +
    steam(ink, 392, 296) +
    ink.line(
      `M${right - 6} 392C${right + 108} 372 ${right + 108} 556 ${right - 12} 540`,
      30,
      tone(ink.main, -0.1),
    ) +
    ink.face(body) +
    (bare
      ? ink.fill(
          `M${left + 9} 540H${right - 9}L${right - 12} 584Q${right - 16} 620 ${right - 50} 620H${left + 50}Q${left + 16} 620 ${left + 12} 584z`,
          clay,
        )
      : '') +
    (ink.texture === 'metal' ? ink.line(`M${left + 2} 338H${right - 2}`, 10, tone(ink.main, -0.5)) : '') +
    ink.edge(oval((left + right) / 2, 336, (right - left) / 2, 26)) +
    ink.fill(oval((left + right) / 2, 339, (right - left) / 2 - 14, 19), '#5d3d29') +
    ink.fill(`M${left + 28} 380Q${left + 26} 480 ${left + 36} 560`, 'none') +
    ink.line(`M${left + 32} 392Q${left + 32} 460 ${left + 38} 510`, 9, '#ffffff', 0.35)
  )
}

function plate(ink: Ink): string {
  const form = ink.vary(1)
  return (
    `<g transform="rotate(-9 400 400)">${ink.fill(box(176, 186, 330, 430, 4), ink.accent, 0.55)}${ink.line('M190 200V602M492 200V602', 3, '#ffffff', 0.5)}</g>` +
    ink.fill(oval(408, 414, 236), '#3b3024', 0.13) +
    ink.face(oval(400, 400, 234)) +
    ink.line(oval(400, 400, 230), 7, form < 0.5 ? clay : ink.light) +
    ink.fill(oval(400, 404, 160), ink.dark, 0.25) +
    ink.edge(oval(400, 400, 157)) +
    ink.face(oval(400, 400, 150)) +
    (form > 0.7 ? ink.line(oval(400, 400, 196), 4, ink.dark, 0.4) : '') +
    ink.line('M270 300Q310 240 370 224', 10, '#ffffff', 0.4)
  )
}

function bowl(ink: Ink): string {
  const deep = 560 + ink.vary(1) * 44
  const fruit =
    ink.vary(2) < 0.55
      ? ink.fill(oval(318, 356, 58), '#e0954a') +
        ink.fill(oval(480, 352, 62), '#d86f4b') +
        ink.fill(oval(398, 334, 64), '#eab35a') +
        ink.fill('M398 276q34-34 62-18q-14 30-60 26z', '#7d9a6a')
      : ''
  return (
    ink.shadow(400, 622, 150) +
    ink.side(box(346, 596, 108, 26, 6)) +
    ink.side(oval(400, 380, 222, 54)) +
    fruit +
    ink.face(`M178 380A222 54 0 0 0 622 380Q606 ${deep} 450 612H350Q194 ${deep} 178 380z`) +
    ink.line('M178 380A222 54 0 0 0 622 380', 6, tone(ink.main, 0.4)) +
    ink.line('M224 470Q246 540 300 576', 10, '#ffffff', 0.3)
  )
}

function pan(ink: Ink): string {
  return (
    ink.shadow(360, 600, 240) +
    ink.line('M544 400L716 312', 30, tone(ink.main, -0.25)) +
    ink.line('M600 372L716 312', 30, ink.second) +
    ink.fill(oval(712, 314, 7, 6), ink.ground) +
    ink.side('M118 440A232 84 0 0 0 582 440L556 532Q540 596 350 598Q160 596 144 532z') +
    ink.face(oval(350, 440, 232, 84)) +
    ink.fill(oval(350, 446, 208, 70), tone(ink.main, -0.35)) +
    ink.fill(oval(350, 458, 190, 58), tone(ink.main, -0.22)) +
    (ink.vary(1) < 0.6
      ? ink.fill(
          'M262 452Q258 418 310 420Q340 402 384 418Q450 420 444 458Q440 488 380 486Q330 504 300 482Q262 484 262 452z',
          '#fffaf0',
        ) + ink.fill(oval(352, 450, 36, 24), '#f2b843')
      : ink.fill(oval(290, 450, 40, 24), '#e2b565') +
        ink.fill(oval(390, 436, 42, 24), '#d9a650') +
        ink.fill(oval(356, 478, 44, 22), '#e8c078'))
  )
}

function pot(ink: Ink): string {
  return (
    ink.shadow(400, 622, 220) +
    ink.line('M206 436C150 426 150 490 210 484', 22, tone(ink.main, -0.2)) +
    ink.line('M594 436C650 426 650 490 590 484', 22, tone(ink.main, -0.2)) +
    ink.face('M204 384H596L584 576Q580 620 536 620H264Q220 620 216 576z') +
    ink.fill(box(204, 384, 392, 14), ink.dark, 0.4) +
    ink.side('M196 376Q210 294 400 288Q590 294 604 376z') +
    ink.face('M200 368Q216 290 400 284Q584 290 600 368z') +
    ink.edge(box(190, 364, 420, 22, 11)) +
    ink.leg('M366 258H434L426 288H374z') +
    ink.leg(box(356, 244, 88, 20, 10)) +
    ink.line('M240 420Q242 510 256 566', 12, '#ffffff', 0.22)
  )
}

function board(ink: Ink): string {
  const handle = ink.vary(1) < 0.5
  const outline = handle
    ? 'M286 280Q286 250 316 250H356Q362 200 368 150Q372 126 400 126Q428 126 432 150Q438 200 444 250H484Q514 250 514 280V590Q514 620 484 620H316Q286 620 286 590z'
    : box(268, 180, 264, 440, 44)
  return (
    ink.shadow(412, 622, 170) +
    `<g transform="rotate(4 400 620)">${ink.side(box(282, handle ? 254 : 184, 244, handle ? 366 : 436, 36))}${ink.face(outline)}` +
    ink.fill(oval(400, handle ? 156 : 226, handle ? 11 : 17), ink.ground) +
    (handle ? '' : ink.line(box(294, 262, 212, 330, 24), 5, ink.dark, 0.4)) +
    '</g>' +
    ink.fill(oval(566, 590, 36, 32), '#cf4f3c') +
    ink.fill('M566 560q-20-10-26 2q12 8 26 4q12 6 26-2q-8-14-26-4z', '#6d8a55') +
    ink.fill(oval(622, 600, 26, 22), '#d85e49') +
    ink.line('M238 616Q206 560 214 492M226 566Q200 556 190 530M222 536Q240 520 240 496', 5, '#6d8a55')
  )
}

function teapot(ink: Ink): string {
  const tall = ink.vary(1) * 40
  return (
    ink.shadow(396, 622, 180) +
    ink.line(
      'M258 428C120 380 112 590 272 560',
      26,
      ink.texture === 'metal' ? ink.second : tone(ink.main, -0.12),
    ) +
    ink.side('M516 470C604 456 596 372 664 340L690 366C650 400 656 548 500 566z') +
    ink.side(box(318, 600, 164, 22, 8)) +
    ink.face(
      `M236 500C236 ${410 - tall} 300 380 396 380C492 380 556 ${410 - tall} 556 500C556 580 490 614 396 614C302 614 236 580 236 500z`,
    ) +
    ink.side(
      `M306 392Q312 ${344 - tall / 2} 396 ${338 - tall / 2}Q480 ${344 - tall / 2} 486 392Q396 412 306 392z`,
    ) +
    ink.face(
      `M312 386Q318 ${340 - tall / 2} 396 ${334 - tall / 2}Q474 ${340 - tall / 2} 480 386Q396 404 312 386z`,
    ) +
    ink.leg(oval(396, 322 - tall / 2, 20)) +
    ink.line('M276 470Q286 432 326 414', 12, '#ffffff', 0.4)
  )
}

function carafe(ink: Ink): string {
  const outline =
    'M352 190H448Q440 300 452 340Q560 400 560 512Q560 620 500 620H300Q240 620 240 512Q240 400 348 340Q360 300 352 190z'
  return (
    ink.shadow(400, 622, 180) +
    ink.face(outline) +
    ink.fill(
      'M262 440Q330 456 400 440T538 440Q548 476 548 512Q548 608 498 608H302Q252 608 252 512Q252 476 262 440z',
      '#ffffff',
      0.35,
    ) +
    ink.line('M262 440Q330 456 400 440T538 440', 4, '#ffffff', 0.7) +
    ink.line(outline, 5, tone(ink.main, -0.25), 0.6) +
    ink.fill('M356 192L360 140Q400 130 440 140L444 192z', '#c79b6b') +
    ink.fill('M356 192L358 166Q400 174 442 166L444 192z', '#b08456') +
    ink.fill(oval(470, 540, 40), '#f1d35e', 0.85) +
    ink.line('M470 504V576M434 540H506M446 514L494 566M494 514L446 566', 3, '#fff6cf') +
    ink.line('M276 500Q280 430 340 396', 12, '#ffffff', 0.7) +
    ink.line(mirrored('M280 560Q288 590 306 596'), 8, '#ffffff', 0.5)
  )
}

export const kitchenShapes: Readonly<Record<string, Shape>> = {
  mug: { stands: 'table', scale: 1.3, focus: [420, 440], draw: mug },
  plate: { stands: 'wall', scale: 1.1, focus: [480, 330], draw: plate },
  bowl: { stands: 'table', scale: 1.15, focus: [400, 450], draw: bowl },
  pan: { stands: 'table', focus: [440, 440], draw: pan },
  pot: { stands: 'table', scale: 1.12, focus: [330, 420], draw: pot },
  board: { stands: 'table', scale: 1.18, focus: [400, 330], draw: board },
  teapot: { stands: 'table', scale: 1.15, focus: [440, 430], draw: teapot },
  carafe: { stands: 'table', scale: 1.15, focus: [400, 400], draw: carafe },
}
