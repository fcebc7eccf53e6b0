import { createHash } from 'node:crypto'
import { GraphQLError } from 'graphql'

/**
 * Makes a cursor of the sort key values of a row.
 * @param signature sort and filter of the list; a cursor is only good for the list that it was made for
 */
export function encodeCursor(signature: unknown, position: readonly string[]): string {
  return Buffer.from(JSON.stringify([digest(signature), ...position])).toString('base64url')
}

/**
 * Sort key values of the row that the cursor stands on.
 * @throws GraphQLError with code BAD_CURSOR if it was made for another sort or filter, or by somebody else
 */
export function decodeCursor(signature: unknown, cursor: string): string[] {
  const parts = parse(cursor)
  if (parts === undefined) {
    throw badCursor(`"${cursor.slice(0, 100)}" is not a cursor. Use cursors as the API gave them.`)
  }
  const [made, ...position] = parts
  if (made !== digest(signature)) {
    throw badCursor(
      'The cursor belongs to another sort or filter. Start from the first page, without `after`.',
    )
  }
  return position
}

function parse(cursor: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : undefined
  } catch {
    return undefined
  }
}

/** Not a secret: it tells lists apart. Whoever forges a position only moves in a public list. */
function digest(signature: unknown): string {
  return createHash('sha256').update(canonical(signature)).digest('base64url').slice(0, 8)
}

/** JSON with sorted keys and without undefined ones, so that equal filters give equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined && entry !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`
}

function badCursor(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_CURSOR' } })
}
