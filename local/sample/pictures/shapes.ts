import { bathroomShapes } from './bathroom-shapes.ts'
import { decorationShapes } from './decoration-shapes.ts'
import { furnitureShapes } from './furniture-shapes.ts'
import { gardenShapes } from './garden-shapes.ts'
import { kitchenShapes } from './kitchen-shapes.ts'
import { lampShapes } from './lamp-shapes.ts'
import { officeShapes } from './office-shapes.ts'
import type { Shape } from './picture.ts'
import { seatShapes } from './seat-shapes.ts'
import { textileShapes } from './textile-shapes.ts'
import { toyShapes } from './toy-shapes.ts'

/** Every drawing, by the name that kinds use. */
export const shapes: Readonly<Record<string, Shape>> = {
  ...seatShapes,
  ...furnitureShapes,
  ...lampShapes,
  ...textileShapes,
  ...kitchenShapes,
  ...decorationShapes,
  ...gardenShapes,
  ...officeShapes,
  ...bathroomShapes,
  ...toyShapes,
}
