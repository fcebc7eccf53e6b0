import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Change } from './change.ts'
import { changeOf } from './json-lines-changes.ts'
import { type RecordName, recordSchemas } from './json-lines-records.ts'
import { textLines } from './text-lines.ts'
import { type Rejection, shown } from './rejection.ts'
import { createSeenKeys } from './seen-keys.ts'

/**
 * Reads lines of Kontor's own format (docs/catalogue-import.md); each is checked on its own, and those at fault are
 * handed to `reject`.
 *
 * @param after lines up to this one are only looked at for the ids of their products
 * @throws ImportRefused if lines cannot be told apart (another encoding than UTF-8, a line without end)
 */
export async function* jsonLinesChanges(
  input: Readable,
  after: number,
  reject: (rejection: Rejection) => void,
): AsyncGenerator<Change> {
  const seen = createSeenKeys()
  for await (const { line, text, fault } of textLines(input)) {
    const rejectField = (column: string | null, value: string | null, reason: string): void => {
      reject({ file: 'products', line, column, value, reason })
    }
    if (fault !== undefined) {
      rejectField(null, shown(text), fault)
      continue
    }
    if (text.trim() === '') continue
    const parsed = parse(text)
    if (typeof parsed === 'string') {
      rejectField(null, shown(text), parsed)
      continue
    }
    const first = productIdOf(parsed, (id) => seen.firstLine(id, line))
    if (line <= after) continue
    if (first !== undefined) {
      const id = String(parsed['id'])
      rejectField(
        'id',
        shown(id),
        `The product “${id.slice(0, 60)}” already stands on line ${first}. Leave one of them out, or write "op": "upsert" in both if the later one is a change of the earlier one.`,
      )
      continue
    }
    const name = recordName(parsed)
    if (name === undefined) {
      rejectField(...unknownRecord(parsed))
      continue
    }
    const record = recordSchemas[name].safeParse(parsed)
    if (record.success) {
      const change = changeOf(name, record.data, line)
      if (change !== undefined) yield change
    } else {
      rejectField(...faultOf(record.error, parsed))
    }
  }
}

type Json = Readonly<Record<string, unknown>>

function parse(text: string): Json | string {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
    return 'The line is no JSON object, e.g. {"type":"product","id":"oak-table",…}.'
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'unreadable'
    return `The line is no JSON: ${reason}. Put each record on a line of its own.`
  }
}

/** A product's state may stand in a file once; changes (lines with an `op`) may be many. */
function productIdOf(record: Json, firstLine: (id: string) => number | undefined): number | undefined {
  if (record['type'] !== 'product' || record['op'] !== undefined) return undefined
  return typeof record['id'] === 'string' ? firstLine(record['id']) : undefined
}

function recordName({ op, type }: Json): RecordName | undefined {
  const name = op === undefined || op === 'upsert' ? type : op === 'delete' ? `delete ${String(type)}` : op
  return typeof name === 'string' &&
    name in recordSchemas &&
    !(op === undefined && (name === 'price' || name === 'stock'))
    ? (name as RecordName)
    : undefined
}

function unknownRecord({ op, type }: Json): [string, string | null, string] {
  if (op !== undefined && op !== 'upsert' && op !== 'delete') {
    return ['op', shown(JSON.stringify(op)), '"op" is none of "upsert", "delete", "price" and "stock".']
  }
  return op === 'delete'
    ? [
        'type',
        shown(JSON.stringify(type)),
        'Only lines of the types "product" and "collection" can be deleted.',
      ]
    : [
        'type',
        shown(JSON.stringify(type)),
        '"type" is none of "product", "category", "collection", "brand", "attribute", "priceList", "customerGroup" and "catalogue".',
      ]
}

/** The first fault of a line is enough to mend it by. */
function faultOf(error: z.ZodError, record: Json): [string | null, string | null, string] {
  let [issue] = error.issues
  // Of what may be one of several, the fault of the last alternative says most.
  while (issue?.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = issue.errors.at(-1)?.[0]
    if (inner === undefined) break
    issue = { ...inner, path: [...issue.path, ...inner.path] }
  }
  if (issue === undefined) return [null, null, 'The line is not as the format has it.']
  const path = issue.path.length === 0 ? null : issue.path.map(String).join('.')
  const value = issue.path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null ? (part as Record<PropertyKey, unknown>)[key] : undefined,
    record,
  )
  const found = value === undefined ? null : shown(typeof value === 'string' ? value : JSON.stringify(value))
  return [path, path === null ? null : found, `${path === null ? '' : `“${path}”: `}${issue.message}.`]
}
