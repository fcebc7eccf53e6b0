/** One row of the table of addresses: what it is, where it is, and an optional remark below. */
export interface Row {
  readonly name: string
  readonly value: string
  readonly remarks?: readonly string[]
}

/** Sets rows out in two columns. */
export function formatTable(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const blank = ' '.repeat(width)
  return rows
    .flatMap(({ name, value, remarks = [] }) => [
      `  ${name.padEnd(width)}  ${value}`,
      ...remarks.map((remark) => `  ${blank}  ${remark}`),
    ])
    .join('\n')
}
