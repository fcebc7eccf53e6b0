import type { GoogleFeed, GoogleItem } from './google-items.ts'
import { googleFields } from './google-items.ts'

/** Tab-separated values as Google Merchant Center reads them: one offer a line, names of the fields in the first. */
export async function* googleTsv(items: AsyncIterable<GoogleItem>): AsyncGenerator<string> {
  yield `${googleFields.join('\t')}\n`
  for await (const item of items) {
    yield `${googleFields.map((field) => cell(item[field] ?? '')).join('\t')}\n`
  }
}

/** The format has no escape for tabs and line ends, and a quote at the beginning would open a cell. */
function cell(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  return flat.includes('"') ? `"${flat.replaceAll('"', '""')}"` : flat
}

/** RSS 2.0 with Google's namespace (support.google.com/merchants/answer/160589). */
export async function* googleXml(items: AsyncIterable<GoogleItem>, feed: GoogleFeed): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel>
<title>${escaped(new URL(feed.shopUrl).host)}</title>
<link>${escaped(feed.shopUrl)}</link>
<description>Products for ${escaped(feed.country)} in ${escaped(feed.language)}</description>
`
  for await (const item of items) yield xmlItem(item)
  yield '</channel>\n</rss>\n'
}

function xmlItem(item: GoogleItem): string {
  const fields = googleFields.flatMap((field) => {
    const value = item[field]
    if (value === undefined) return []
    // One element an address; in the other format commas keep them apart.
    const values = field === 'additional_image_link' ? value.split(',') : [value]
    return values.map((text) => `<g:${field}>${escaped(text)}</g:${field}>\n`)
  })
  return `<item>\n${fields.join('')}</item>\n`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 has no way to write most control characters, so they go (W3C XML 1.0, 2.2). */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
      // eslint-disable-next-line no-control-regex -- these are what is removed
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replace(/[&<>"']/g, (character) => entities[character] ?? '')
  )
}
