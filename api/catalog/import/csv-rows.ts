import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { CellFault, ImportRefused } from './rejection.ts'

/** A longer cell is a broken file or an attack, not a description. */
const maximumCellBytes = 1024 * 1024
/** A record that never ends, most often for want of a closing quote, must not fill the memory. */
const maximumRecordCharacters = 8 * maximumCellBytes

export interface CsvRow {
  /** Line on which the row begins; cells may span several. */
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Reads a CSV file (RFC 4180, UTF-8 with or without byte order mark, any line ends) row by row. The first row that it
 * gives is the header.
 *
 * @throws ImportRefused when rows cannot be told apart any more: a quote that is never closed, a record of more than
 * 8 MiB, another encoding than UTF-8 in the header
 */
export async function* csvRows(input: Readable): AsyncGenerator<CsvRow> {
  let nextLine = 1
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    // A quote inside a cell that does not begin with one (12" pan) stands for itself, as in spreadsheets.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maximumRecordCharacters,
  })
  // Errors of the pipeline surface in the loop below, because pipeline() destroys the parser with them.
  const reading = pipeline(input, parser).catch(() => undefined)
  try {
    for await (const chunk of parser) {
      const { record, info } = chunk as { record: string[]; info: { lines: number } }
      const line = nextLine
      nextLine = info.lines + 1
      if (line === 1) refuseOtherEncodings(record)
      yield { line, cells: record }
    }
  } catch (error) {
    throw readable(error)
  } finally {
    parser.destroy()
    await reading
  }
}

/**
 * @throws CellFault for a row that cannot be imported whatever its columns mean: too many cells, a cell that is too
 * large, bytes that are not UTF-8
 */
export function checkCells(cells: readonly string[], headings: readonly string[]): void {
  if (cells.length > headings.length) {
    throw new CellFault(
      null,
      `The row has ${cells.length} cells and the header ${headings.length}. Put quotes around cells that contain commas.`,
    )
  }
  for (const [index, text] of cells.entries()) {
    const heading = headings[index] ?? null
    if (text.length > maximumCellBytes / 4 && Buffer.byteLength(text) > maximumCellBytes) {
      throw new CellFault(
        heading,
        `The cell holds ${Buffer.byteLength(text)} bytes; at most ${maximumCellBytes} are allowed.`,
      )
    }
    if (text.includes('\uFFFD')) {
      throw new CellFault(heading, 'The cell is not valid UTF-8. Save the file as “CSV UTF-8”.')
    }
    if (text.includes('\u0000')) throw new CellFault(heading, 'The cell contains a NUL character.')
  }
}

function refuseOtherEncodings(header: readonly string[]): void {
  const text = header.join(',')
  if (text.includes('\uFFFD') || text.includes('\u0000')) {
    throw new ImportRefused(
      'The header is not valid UTF-8 (maybe UTF-16 or Windows-1252). Save the file as “CSV UTF-8”.',
    )
  }
}

function readable(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error
  const { code } = error
  const end = typeof error['lines'] === 'number' ? ` on or before line ${error['lines']}` : ''
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return new ImportRefused(
      `A row${end} is larger than ${maximumRecordCharacters} characters. Is a closing quote missing?`,
    )
  }
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return new ImportRefused(`A quote${end} is opened and never closed.`)
  }
  return new ImportRefused(`This is not a CSV file: ${error.message}`)
}
