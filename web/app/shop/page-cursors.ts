/** Links around one page of a list, as addresses relative to the list's own path. */
export interface PageLinks {
  readonly number: number
  readonly previous?: string
  readonly next?: string
}

interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

function address(parameters: URLSearchParams, cursors: readonly string[]): string {
  const changed = new URLSearchParams(parameters)
  changed.delete('after')
  for (const cursor of cursors) changed.append('after', cursor)
  const text = changed.toString()
  return text === '' ? '?' : `?${text}`
}

/** The cursor that a list's address asks for: the last of its `after` parameters. */
export function cursorOf(parameters: URLSearchParams): string | undefined {
  return parameters.getAll('after').at(-1)
}

/**
 * The API's cursors only go forward, so the address keeps the cursors of the pages before: one `after` a page, and
 * the last one counts. That makes "previous" a plain link that works without scripts and can be shared.
 */
export function pageLinks(parameters: URLSearchParams, { hasNextPage, endCursor }: PageInfo): PageLinks {
  const cursors = parameters.getAll('after')
  return {
    number: cursors.length + 1,
    ...(cursors.length > 0 ? { previous: address(parameters, cursors.slice(0, -1)) } : {}),
    ...(hasNextPage && endCursor !== null ? { next: address(parameters, [...cursors, endCursor]) } : {}),
  }
}
