import { parseArgs } from 'node:util'
import { ImportRefused } from './rejection.ts'

export const importUsage = `Usage: npm run import -- FILE [flags]

Imports a catalogue, or changes of one, into the database of DATABASE_DIRECT_URL.
FILE ends in .csv (Shopify's product export) or .jsonl (docs/catalogue-import.md), and may be compressed (.gz).
“-” reads JSON Lines from the standard input.

  --translations FILE   Shopify's translation export, for a .csv
  --format FORMAT       shopify or jsonl, if the file's name does not tell
  --dry-run             check everything against the shop, change nothing
  --report FILE         write what was left out, and the counts, as JSON Lines
  --wait SECONDS        how long to wait for another import to end (default 10)
  --quiet               no progress
  --help                this text

An import that ended half-way goes on where it was when it is started again with the same file.
Exit code: 0 everything went in, 2 some rows were left out, 1 refused or ended half-way.`

type ImportFormat = 'shopify' | 'jsonl'

export interface ImportArguments {
  /** `-`: the standard input. */
  readonly path: string
  readonly format: ImportFormat
  readonly translations: string | undefined
  readonly dryRun: boolean
  readonly report: string | undefined
  readonly waitSeconds: number
  readonly quiet: boolean
}

/** @throws ImportRefused for unknown flags and impossible values */
export function parseImportArguments(args: readonly string[]): ImportArguments | 'help' {
  const { values, positionals } = parsed(args)
  if (values.help) return 'help'
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) {
    throw new ImportRefused(`One file is imported at a time, not ${positionals.length}.\n\n${importUsage}`)
  }
  const format = formatOf(values.format, path)
  if (values.translations !== undefined && format !== 'shopify') {
    throw new ImportRefused(
      '--translations belongs to a .csv of Shopify; JSON Lines carry their translations.',
    )
  }
  const waitSeconds = Number(values.wait)
  if (!(waitSeconds >= 0) || waitSeconds > 86_400) {
    throw new ImportRefused(`--wait “${values.wait}” is not a number of seconds from 0 to 86400.`)
  }
  return {
    path,
    format,
    translations: values.translations,
    dryRun: values['dry-run'],
    report: values.report,
    waitSeconds,
    quiet: values.quiet,
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        translations: { type: 'string' },
        format: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        report: { type: 'string' },
        wait: { type: 'string', default: '10' },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new ImportRefused(`${error instanceof Error ? error.message : String(error)}\n\n${importUsage}`)
  }
}

function formatOf(given: string | undefined, path: string): ImportFormat {
  if (given === 'shopify' || given === 'jsonl') return given
  if (given !== undefined) throw new ImportRefused(`--format “${given}” is neither shopify nor jsonl.`)
  if (path === '-') return 'jsonl'
  const name = path.replace(/\.gz$/, '')
  if (name.endsWith('.csv')) return 'shopify'
  if (/\.(?:jsonl|ndjson)$/.test(name)) return 'jsonl'
  throw new ImportRefused(
    `The name “${path}” does not tell the format: it ends neither in .csv nor in .jsonl. Add --format shopify or --format jsonl.`,
  )
}
