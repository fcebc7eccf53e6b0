import { edge } from '../../../api/contract.ts'

/**
 * The part of an address's query that pages depend on, with its question mark. Whatever else stands there (what
 * campaigns append, for instance) is not part of what the edge tells pages apart by, so a page must not repeat it.
 */
export function keptSearch(search: string): string {
  const names: readonly string[] = edge.pageQuery
  const kept = [...new URLSearchParams(search)].filter(([name]) => names.includes(name))
  const text = new URLSearchParams(kept).toString()
  return text === '' ? '' : `?${text}`
}
