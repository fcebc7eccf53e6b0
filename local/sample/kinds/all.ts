import { bath } from './bath.ts'
import { decoration } from './decoration.ts'
import { furniture } from './furniture.ts'
import { garden } from './garden.ts'
import { kids } from './kids.ts'
import type { Kind } from './kind.ts'
import { kitchen } from './kitchen.ts'
import { lighting } from './lighting.ts'
import { office } from './office.ts'
import { textiles } from './textiles.ts'

/** In the order of the shop's menu. */
export const kinds: readonly Kind[] = [
  ...furniture,
  ...lighting,
  ...textiles,
  ...kitchen,
  ...decoration,
  ...garden,
  ...office,
  ...bath,
  ...kids,
]
