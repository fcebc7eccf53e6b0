import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** A value of a row; arrays become PostgreSQL's arrays of text, other objects JSON. */
export type CopyValue = string | number | boolean | null | undefined | readonly string[] | object

/** https://www.postgresql.org/docs/17/sql-copy.html, “Text Format”. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = ''
  for (const [index, value] of values.entries()) line += index === 0 ? field(value) : `\t${field(value)}`
  return `${line}\n`
}

function field(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return escaped(value)
  if (Array.isArray(value)) return escaped(textArray(value as readonly string[]))
  return escaped(JSON.stringify(value))
}

function textArray(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

const special = /[\\\n\r\t]/
const specials = /[\\\n\r\t]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(text: string): string {
  return special.test(text) ? text.replace(specials, (character) => escapes[character] ?? '') : text
}

/** Fills a table with lines of `copyLine`. */
export async function copy(
  client: pg.ClientBase,
  table: string,
  columns: string,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const statement = `copy ${table} (${columns}) from stdin`
  await pipeline(Readable.from(inChunks(lines)), client.query(copyFrom(statement)))
}

/** A message per line would cost more than the line. */
async function* inChunks(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  let chunk = ''
  for await (const line of lines) {
    chunk += line
    if (chunk.length < 65_536) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  if (chunk !== '') yield Buffer.from(chunk)
}
