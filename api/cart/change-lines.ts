import type { Queryable } from '../database/database.ts'
import { stockOf, type StockShortage } from '../inventory/stock.ts'
import { maximumAmount } from '../pricing/cost.ts'
import { offersOf, type Offer } from '../pricing/offer.ts'
import { invalidInput, type InvalidInput } from '../schema/invalid-input.ts'
import {
  outOfStock,
  variantNotFound,
  type CartAnswer,
  type OutOfStock,
  type VariantNotFound,
} from './cart-answer.ts'
import { addLines, setLines, type CartContents, type CartRow } from './cart-table.ts'
import { maximumLines, maximumQuantity, quantityOutOfBounds, type RequestedLine } from './line-input.ts'
import { priceCart } from './price-cart.ts'

export interface LineChange {
  readonly mode: 'add' | 'set'
  readonly lines: readonly RequestedLine[]
  /** Of the argument `lines`, for answers. */
  readonly path: readonly string[]
}

interface NewLine {
  readonly line: RequestedLine
  readonly variantId: string
  readonly before: number
  readonly after: number
}

type Refusal = InvalidInput | OutOfStock | VariantNotFound

/** Changes quantities of a cart that the caller has locked, or changes nothing and says why. */
export async function changeLines(
  transaction: Queryable,
  row: CartRow,
  contents: CartContents,
  change: LineChange,
): Promise<CartAnswer> {
  const variantIds = new Set(contents.lines.map(({ variantId }) => variantId))
  for (const { variantId } of change.lines) if (variantId !== undefined) variantIds.add(variantId)
  const offers = await offersOf(transaction, [...variantIds], row)

  const lines = newLines(contents, offers, change)
  if ('__typename' in lines) return lines
  const refusal = await refuseBeyondStock(transaction, contents, lines)
  if (refusal !== undefined) return refusal

  const cart = priceCart(row, { ...contents, lines: merge(contents.lines, lines) }, offers)
  const tooMuch = refuseTooMuch(cart.lines.length, cart.cost.total, change)
  if (tooMuch !== undefined) return tooMuch

  const stamp =
    change.mode === 'add'
      ? await addLines(
          transaction,
          row,
          lines.map(({ variantId, line }) => ({ variantId, quantity: line.quantity })),
        )
      : await setLines(
          transaction,
          row,
          lines.map(({ variantId, after }) => ({ variantId, quantity: after })),
        )
  return {
    __typename: 'CartChanged',
    cart: { ...cart, version: stamp.version, updatedAt: stamp.updatedAt.toISOString() },
  }
}

function newLines(
  contents: CartContents,
  offers: ReadonlyMap<string, Offer>,
  { mode, lines, path }: LineChange,
): NewLine[] | Refusal {
  const quantities = new Map(contents.lines.map(({ variantId, quantity }) => [variantId, quantity]))
  const changed: NewLine[] = []
  for (const line of lines) {
    const { variantId, quantity, globalId, index } = line
    // What is no longer for sale can still be taken out.
    if (variantId === undefined || (quantity > 0 && !offers.has(variantId))) return variantNotFound(globalId)
    const before = quantities.get(variantId) ?? 0
    const after = mode === 'add' ? before + quantity : quantity
    if (after > maximumQuantity) return quantityOutOfBounds([...path, String(index), 'quantity'], after, 0)
    changed.push({ line, variantId, before, after })
  }
  return changed
}

/** Carts reserve nothing; this only spares the shopper a basket that checkout would refuse. */
async function refuseBeyondStock(
  transaction: Queryable,
  contents: CartContents,
  lines: readonly NewLine[],
): Promise<OutOfStock | undefined> {
  const grown = lines.filter(({ before, after }) => after > before)
  const stock = await stockOf(
    transaction,
    grown.map(({ variantId }) => variantId),
    contents.awaitingOrderId,
  )
  const shortages = grown.flatMap(({ variantId, after }): StockShortage[] => {
    const available = stock.get(variantId)
    return available === undefined || available >= after ? [] : [{ variantId, requested: after, available }]
  })
  return shortages.length === 0 ? undefined : outOfStock(shortages)
}

function refuseTooMuch(lineCount: number, total: number, { path }: LineChange): InvalidInput | undefined {
  if (lineCount > maximumLines) {
    return invalidInput(path, `The cart would have ${lineCount} lines; at most ${maximumLines} are allowed.`)
  }
  if (total > maximumAmount) {
    return invalidInput(
      path,
      `The cart would cost ${total} minor units; at most ${maximumAmount} are allowed.`,
    )
  }
  return undefined
}

/** Lines that were there keep their place; new ones follow in the order of their variants, as the table gives them. */
function merge(before: CartContents['lines'], changed: readonly NewLine[]): CartContents['lines'] {
  const after = new Map(changed.map((line) => [line.variantId, line.after]))
  const known = new Set(before.map(({ variantId }) => variantId))
  const added = changed
    .filter(({ variantId }) => !known.has(variantId))
    .sort((a, b) => (BigInt(a.variantId) < BigInt(b.variantId) ? -1 : 1))
  return [
    ...before.map(({ variantId, quantity }) => ({ variantId, quantity: after.get(variantId) ?? quantity })),
    ...added.map(({ variantId, after: quantity }) => ({ variantId, quantity })),
  ].filter(({ quantity }) => quantity > 0)
}
