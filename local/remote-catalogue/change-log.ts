import { isDeepStrictEqual } from 'node:util'
import type { ChangesAnswer } from '../../api/catalog/http/protocol.ts'
import type { CatalogDocuments } from '../../api/catalog/memory/documents.ts'

/** The cursor is none of this log: of another run, or made up. */
export class UnknownCursor extends Error {
  override readonly name = 'UnknownCursor'
}

/** What has changed since the process began. */
export interface ChangeLog {
  record(changes: ChangesAnswer['changes']): void
  /**
   * Changes after a cursor, at most 500; without one, the present cursor.
   * @throws UnknownCursor
   */
  since(cursor: string | undefined): ChangesAnswer
}

/** Of one answer. */
const mostChanges = 500

/** @param run tells cursors of this log from those of others */
export function createChangeLog(run: string): ChangeLog {
  const log: ChangesAnswer['changes'] = []
  const cursorAt = (place: number) => `${run}.${place}`
  return {
    record: (changes) => void log.push(...changes),
    since(cursor) {
      if (cursor === undefined) return { changes: [], cursor: cursorAt(log.length), has_more: false }
      const place = Number(cursor.slice(run.length + 1))
      if (!Number.isInteger(place) || place < 0 || place > log.length || cursor !== cursorAt(place)) {
        throw new UnknownCursor(
          `"${cursor}" is no cursor of this log; ask without one and read everything anew.`,
        )
      }
      const end = Math.min(place + mostChanges, log.length)
      return { changes: log.slice(place, end), cursor: cursorAt(end), has_more: end < log.length }
    },
  }
}

/** What differs between two states of a catalogue; everything, if more than products, categories and collections do. */
export function differences(before: CatalogDocuments, after: CatalogDocuments): ChangesAnswer['changes'] {
  const shared = ({ priceLists, brands, attributes }: CatalogDocuments) => [priceLists, brands, attributes]
  if (!isDeepStrictEqual(shared(before), shared(after))) return [{ kind: 'everything' }]
  return [
    ...changedIds(before.products, after.products).map((id) => ({ kind: 'product' as const, id })),
    ...changedIds(before.categories, after.categories).map((id) => ({ kind: 'category' as const, id })),
    ...changedIds(before.collections, after.collections).map((id) => ({ kind: 'collection' as const, id })),
  ]
}

interface Identified {
  readonly id: string
}

function changedIds(before: readonly Identified[], after: readonly Identified[]): string[] {
  const old = new Map(before.map((document) => [document.id, document]))
  const present = new Map(after.map((document) => [document.id, document]))
  return [...new Set([...old.keys(), ...present.keys()])].filter(
    (id) => !isDeepStrictEqual(old.get(id), present.get(id)),
  )
}
