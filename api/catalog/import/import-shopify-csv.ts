import type { Readable } from 'node:stream'
import { type Categories, collectCategories } from './categories.ts'
import type { Change } from './change.ts'
import { type ProductColumns, productColumns } from './columns.ts'
import { type CsvRow, csvRows } from './csv-rows.ts'
import {
  importCatalogue,
  type ImportDatabase,
  type ImportOptions,
  type ImportResult,
} from './import-catalogue.ts'
import { products } from './product-rows.ts'
import { ImportRefused, type Rejection } from './rejection.ts'
import { createSeenKeys } from './seen-keys.ts'
import { createTranslationTable } from './translation-table.ts'
import { type Dictionary, translationRows } from './translations.ts'
import { defaultPriceList } from './variant-row.ts'

export interface ShopifyImport extends ImportDatabase, ImportOptions {
  /** Shopify's product export, CSV in UTF-8. */
  readonly input: Readable
  /** Shopify's translation export. Without it, texts in other languages stay as they are. */
  readonly translations?: Readable
  /** Price list by name of a market in lower case; default: Switzerland sells by `chf`. Other markets are passed over. */
  readonly markets?: Readonly<Record<string, string>>
}

const swissMarkets = { switzerland: 'chf', schweiz: 'chf' }

/**
 * Imports a catalogue from Shopify's CSV files (docs/catalogue-import.md). Rows at fault are reported and left out; the
 * rest goes in, and a second import of the same files changes nothing. Memory does not grow with the file, but for the
 * names of categories and options.
 *
 * @throws ImportRefused if a file is no such export or cannot be read to its end; a file of one batch changed nothing
 */
export async function importShopifyCsv(options: ShopifyImport): Promise<ImportResult> {
  const { input, translations } = options
  try {
    const rows = csvRows(input)
    // Before anything else: a wrong file must not cost a connection.
    const columns = await headerOf(rows, options.markets ?? swissMarkets)
    const dictionaries = new Map<string, Dictionary>()
    return await importCatalogue(
      {
        lenient: true,
        priceLists: [defaultPriceList, ...columns.markets.map((market) => market.priceList)],
        translated: translations !== undefined,
        ...(translations === undefined
          ? {}
          : { prepare: (client, reject) => translate(client, translations, dictionaries, reject) }),
        changes: (after, reject) => {
          const categories = collectCategories(dictionaries)
          return changesAfter(after, rows, columns, dictionaries, categories, reject)
        },
      },
      options,
      options,
    )
  } finally {
    input.destroy()
    translations?.destroy()
  }
}

async function headerOf(
  rows: AsyncGenerator<CsvRow>,
  markets: Readonly<Record<string, string>>,
): Promise<ProductColumns> {
  const header = await rows.next()
  if (header.done === true) throw new ImportRefused('The product file is empty.')
  return productColumns(header.value.cells, markets)
}

/** Translations come first: products need their option names. They are read once. */
async function translate(
  client: Parameters<typeof createTranslationTable>[0],
  input: Readable,
  dictionaries: Map<string, Dictionary>,
  reject: (rejection: Rejection) => void,
): Promise<void> {
  if (input.readableDidRead) {
    throw new ImportRefused(
      'The connection to the database was lost. Import the same files again; it goes on where it ended.',
    )
  }
  await createTranslationTable(client, translationRows(input, dictionaries, reject))
}

/** Rows that are in already are still read, because categories and handles of theirs are known by that. */
async function* changesAfter(
  after: number,
  rows: AsyncIterable<CsvRow>,
  columns: ProductColumns,
  dictionaries: ReadonlyMap<string, Dictionary>,
  categories: Categories,
  reject: (rejection: Rejection) => void,
): AsyncGenerator<Change> {
  const reading = { columns, dictionaries, categories, reject, seen: createSeenKeys() }
  for await (const change of products(rows, reading)) {
    if (change.line > after) yield change
  }
}
