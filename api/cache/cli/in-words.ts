/** Rows in aligned columns, indented by two. The first row may hold the columns' names. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}

/** E.g. `3.2 KB`; 1 KB is 1,024 bytes. */
export function bytes(count: number): string {
  if (count < 1_024) return `${count} B`
  if (count < 1_048_576) return `${(count / 1_024).toFixed(1)} KB`
  return `${(count / 1_048_576).toFixed(1)} MB`
}

/** E.g. `0.4 s`, `12 s`, `7 min`, `3 h`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1_000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 120) return `${Math.round(seconds)} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}

/** The first few, and how many more there are. */
export function some(items: readonly string[], most: number): string {
  const rest = items.length - most
  return [...items.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ')
}
