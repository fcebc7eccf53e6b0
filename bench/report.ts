import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, release, totalmem, type } from 'node:os'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

/** A table of a report; the first row holds the column names. */
export type Table = readonly [readonly string[], ...(readonly string[])[]]

/** A measured target: what was asked for, what came out, and whether that is good enough. */
export interface Target {
  readonly name: string
  readonly wanted: string
  readonly measured: string
  readonly met: boolean
}

/** A table in Markdown with aligned columns, good for the console and for a page. */
export function formatTable([head, ...rows]: Table): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export function targetTable(targets: readonly Target[]): Table {
  return [
    ['target', 'wanted', 'measured', ''],
    ...targets.map(({ name, wanted, measured, met }) => [name, wanted, measured, met ? 'met' : 'MISSED']),
  ]
}

/** Where and on what a measurement ran: date, machine, versions, commit. One line each. */
export async function describeMachine(versions: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const [cpu] = cpus()
  const software = { Node: process.versions.node, ...versions }
  return [
    `Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${await commit()}`,
    `Machine: ${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}; load generator, servers, database and ` +
      'cache share it',
    `Versions: ${Object.entries(software)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  ]
}

async function commit(): Promise<string> {
  const git = async (...words: string[]) => (await promisify(execFile)('git', words)).stdout.trim()
  try {
    const changed = (await git('status', '--porcelain', '--untracked-files=no')) !== ''
    return `${await git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`
  } catch {
    return 'unknown'
  }
}

/** Writes a page of `docs/measurements/`; replaces what was measured before. */
export async function recordPage(path: string, title: string, sections: readonly string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `# ${title}\n\n${sections.join('\n\n')}\n`)
}
