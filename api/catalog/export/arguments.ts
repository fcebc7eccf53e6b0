import { parseArgs } from 'node:util'
import type { GoogleFeed } from './google-items.ts'

export const exportUsage = `Usage: npm run export -- --format FORMAT [flags]

Writes the catalogue of DATABASE_DIRECT_URL as it is at one moment.

  --format jsonl          everything, as npm run import reads it (docs/catalogue-import.md)
  --format shopify        products as Shopify's CSV; with --translations FILE also its translations
  --format google-tsv     product feed for Google Merchant Center, tab-separated
  --format google-xml     the same as RSS 2.0

  --output FILE           where to; ending in .gz it is compressed (default: standard output)
  --translations FILE     German texts, for --format shopify
  --shop-url URL          address of the storefront, for Google, e.g. https://shop.example
  --country CODE          for Google: DE (default), AT or CH
  --language CODE         for Google: de (default) or en
  --currency CODE         for Google (default: EUR, in Switzerland CHF)
  --help                  this text

FILE is replaced when the export is complete, and not before.`

export interface ExportArguments {
  readonly format: 'jsonl' | 'shopify' | 'google-tsv' | 'google-xml'
  readonly output: string | undefined
  readonly translations: string | undefined
  /** Given for the formats of Google. */
  readonly feed: GoogleFeed | undefined
}

/** @throws RangeError or TypeError for unknown flags and impossible values */
export function parseExportArguments(args: readonly string[]): ExportArguments | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      format: { type: 'string' },
      output: { type: 'string' },
      translations: { type: 'string' },
      'shop-url': { type: 'string' },
      country: { type: 'string', default: 'DE' },
      language: { type: 'string', default: 'de' },
      currency: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const { format, output, translations } = values
  if (format !== 'jsonl' && format !== 'shopify' && format !== 'google-tsv' && format !== 'google-xml') {
    throw new RangeError(
      format === undefined
        ? `Which format?\n\n${exportUsage}`
        : `--format “${format}” is none of jsonl, shopify, google-tsv and google-xml.`,
    )
  }
  if (translations !== undefined && format !== 'shopify') {
    throw new RangeError('--translations belongs to --format shopify.')
  }
  const feed = format.startsWith('google') ? feedOf(values) : undefined
  return { format, output, translations, feed }
}

function feedOf(values: {
  'shop-url'?: string | undefined
  country: string
  language: string
  currency?: string | undefined
}): GoogleFeed {
  const { 'shop-url': shopUrl, country, language } = values
  const currency = values.currency ?? (country === 'CH' ? 'CHF' : 'EUR')
  if (shopUrl === undefined || !URL.canParse(shopUrl) || !/^https?:/.test(shopUrl)) {
    throw new RangeError(
      `--shop-url ${shopUrl === undefined ? 'is missing' : `“${shopUrl}” is no address`}: links need the storefront's address, e.g. https://shop.example.`,
    )
  }
  if (language !== 'de' && language !== 'en')
    throw new RangeError(`--language “${language}” is neither de nor en.`)
  if (!/^[A-Z]{2}$/.test(country))
    throw new RangeError(`--country “${country}” is no code like DE, AT or CH.`)
  if (!/^[A-Z]{3}$/.test(currency))
    throw new RangeError(`--currency “${currency}” is no code like EUR or CHF.`)
  return { shopUrl, language, country, currency }
}
