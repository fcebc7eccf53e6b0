/**
 * Process: imports a catalogue, or changes of one, into the database of DATABASE_DIRECT_URL (`--help` has the flags).
 * Exit code 0 if everything went in, 2 if rows were rejected, 1 if the import was refused or ended half-way.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { environment } from '../../contract.ts'
import { importUsage, parseImportArguments } from './arguments.ts'
import { fingerprintOf, openInput } from './input-file.ts'
import type { ImportOptions, ImportProgress, ImportResult } from './import-catalogue.ts'
import { importJsonLines } from './import-json-lines.ts'
import { importShopifyCsv } from './import-shopify-csv.ts'
import { createProgressLine, summaryOf } from './progress-line.ts'
import { ImportRefused, type Rejection } from './rejection.ts'

const progressLine = createProgressLine(process.stderr)
/** Where the import has come to; what a message about its end must tell. */
const state: { last?: ImportProgress; dryRun: boolean } = { dryRun: false }

try {
  const parsed = parseImportArguments(process.argv.slice(2))
  if (parsed === 'help') console.log(importUsage)
  else await run(parsed)
} catch (error) {
  progressLine.end()
  const reason = error instanceof Error ? error.message : String(error)
  console.error(
    state.last === undefined || state.dryRun
      ? `Nothing was imported: ${reason}`
      : `The import ended after line ${state.last.line}: ${reason}\n${summaryOf(state.last.counts)} These stay. Started again with the same file it goes on there; a mended file is compared from its beginning.`,
  )
  process.exitCode = 1
}

async function run(flags: Exclude<ReturnType<typeof parseImportArguments>, 'help'>): Promise<void> {
  const { path, format, translations, dryRun, report, waitSeconds, quiet } = flags
  state.dryRun = dryRun
  const connectionString = process.env[environment.databaseDirectUrl] ?? ''
  if (connectionString === '') {
    throw new ImportRefused(
      `${environment.databaseDirectUrl} is not set: give the postgres:// address of the primary.`,
    )
  }
  const fingerprint =
    path === '-'
      ? undefined
      : await fingerprintOf([path, ...(translations === undefined ? [] : [translations])])
  if (report !== undefined) writeFileSync(report, '')
  const options: ImportOptions = {
    ...(fingerprint === undefined ? {} : { fingerprint: `${format} ${fingerprint}` }),
    name: path === '-' ? 'standard input' : path,
    dryRun,
    patienceSeconds: waitSeconds,
    report: (rejection) => {
      progressLine.clear()
      console.error(lineOf(rejection))
      if (report !== undefined) appendFileSync(report, `${JSON.stringify(rejection)}\n`)
    },
    progress: (progress) => {
      state.last = progress
      if (!quiet) progressLine.show(`line ${progress.line}: ${summaryOf(progress.counts)}`)
    },
    warn: (message) => {
      progressLine.clear()
      console.error(message)
    },
  }
  const database = { connectionString }
  const result =
    format === 'shopify'
      ? await importShopifyCsv({
          ...database,
          ...options,
          input: openInput(path),
          ...(translations === undefined ? {} : { translations: openInput(translations) }),
        })
      : await importJsonLines(openInput(path), database, options)
  progressLine.end()
  tell(result, dryRun)
  if (report !== undefined)
    appendFileSync(report, `${JSON.stringify({ summary: countsOf(result), dryRun })}\n`)
  process.exitCode = result.rejected > 0 ? 2 : 0
}

function lineOf({ file, line, column, reason }: Rejection): string {
  return `${file} line ${line}${column === null ? '' : `, ${column}`}: ${reason}`
}

function tell(result: ImportResult, dryRun: boolean): void {
  if (result.resumedAfter > 0) console.log(`Went on after line ${result.resumedAfter}, where it had ended.`)
  console.log(
    `${summaryOf(result)} Rows rejected: ${result.rejected}.${dryRun ? ' Nothing was changed.' : ''}`,
  )
}

function countsOf(result: ImportResult): object {
  return Object.fromEntries(Object.entries(result).filter(([key]) => key !== 'rejections'))
}
