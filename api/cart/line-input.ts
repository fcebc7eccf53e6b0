import { decodeGlobalId } from '../schema/global-id.ts'
import { invalidInput, type InvalidInput } from '../schema/invalid-input.ts'

export interface LineInput {
  /** Global id. */
  readonly variantId: string
  readonly quantity: number
}

export interface RequestedLine {
  /** Global id and place in the input of the first line that asked for the variant, for answers. */
  readonly globalId: string
  readonly index: number
  /** Row id in the database; undefined if the id cannot be one. */
  readonly variantId: string | undefined
  readonly quantity: number
}

/** What a shop can sensibly deliver in one go; larger orders go through sales. */
export const maximumQuantity = 99
/** Lines of a cart. Keeps a cart's cost bounded, as each change reprices all lines. */
export const maximumLines = 100

/**
 * Checks what can be checked without the database. Lines of the same variant are added up when adding; when setting,
 * two quantities for one variant contradict each other.
 *
 * @throws GraphQLError BAD_ID if a variantId is no id of a ProductVariant
 */
export function readLines(
  lines: readonly LineInput[],
  mode: 'add' | 'set',
  path: readonly string[],
): readonly RequestedLine[] | InvalidInput {
  if (lines.length > maximumLines) {
    return invalidInput(path, `${lines.length} lines were given; at most ${maximumLines} are allowed.`)
  }
  const least = mode === 'add' ? 1 : 0
  const requested = new Map<string, RequestedLine>()
  for (const [index, { variantId: globalId, quantity }] of lines.entries()) {
    if (quantity < least || quantity > maximumQuantity) {
      return quantityOutOfBounds([...path, String(index), 'quantity'], quantity, least)
    }
    const localId = decodeGlobalId('ProductVariant', globalId)
    const earlier = requested.get(localId)
    if (earlier !== undefined && mode === 'set') {
      return invalidInput(
        [...path, String(index), 'variantId'],
        `The variant "${globalId}" is given twice. Set it once.`,
      )
    }
    requested.set(localId, {
      globalId,
      index: earlier?.index ?? index,
      // Ids are bigint; a longer number would be an error of the database instead of an unknown variant.
      variantId: /^[1-9]\d{0,17}$/.test(localId) ? localId : undefined,
      quantity: (earlier?.quantity ?? 0) + quantity,
    })
  }
  return [...requested.values()]
}

/** The answer for a quantity that no line may have. */
export function quantityOutOfBounds(path: readonly string[], quantity: number, least: number): InvalidInput {
  return invalidInput(path, `The quantity would be ${quantity}; ${least} to ${maximumQuantity} are allowed.`)
}
