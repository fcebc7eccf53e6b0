/** Something in a file that was left out, with the reason; everything else went in. */
export interface Rejection {
  readonly file: 'products' | 'translations'
  /** Line of the file on which the row begins; the header is line 1. */
  readonly line: number
  /** Name of the column as the file spells it, or path of the field; null if the row as a whole is at fault. */
  readonly column: string | null
  /** What stands there, at most 200 characters of it; null if the row as a whole is at fault. */
  readonly value: string | null
  /** What is wrong, what is allowed, and what to do. */
  readonly reason: string
}

/** The file as a whole cannot be read. What a batch before had brought is in; a file of one batch changed nothing. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused'
}

/** A cell that does not hold what its column is for. */
export class CellFault extends Error {
  override readonly name = 'CellFault'
  readonly column: string | null

  constructor(column: string | null, reason: string) {
    super(reason)
    this.column = column
  }
}

/** The cell's text for a message: its beginning is enough to find it again. */
export function quoted(text: string): string {
  return text.length <= 60 ? `“${text}”` : `“${text.slice(0, 59)}…”`
}

const longestValue = 200

/** A value as a report shows it; PostgreSQL stores no NUL, and half a character is none. */
export function shown(text: string | undefined): string | null {
  if (text === undefined) return null
  return text.slice(0, longestValue).replaceAll('\u0000', '\uFFFD').toWellFormed()
}
