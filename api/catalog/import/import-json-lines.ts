import type { Readable } from 'node:stream'
import {
  importCatalogue,
  type ImportDatabase,
  type ImportOptions,
  type ImportResult,
} from './import-catalogue.ts'
import { jsonLinesChanges } from './json-lines.ts'

/**
 * Imports a catalogue, or changes of one, from lines of JSON (docs/catalogue-import.md). A line at fault is reported and
 * left out as a whole; the others go in.
 *
 * @throws ImportRefused as `importCatalogue` does
 */
export async function importJsonLines(
  input: Readable,
  database: ImportDatabase,
  options: ImportOptions = {},
): Promise<ImportResult> {
  try {
    return await importCatalogue(
      {
        lenient: false,
        priceLists: null,
        translated: false,
        changes: (after, reject) => jsonLinesChanges(input, after, reject),
      },
      database,
      options,
    )
  } finally {
    input.destroy()
  }
}
