import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Secrets } from '../secrets.ts'

/** A password file in libpq's format, so that people can use psql without seeing the password. */
export function pgPassFile(dataFolder: string): string {
  return join(dataFolder, 'pgpass')
}

/** Writes it, readable by its owner only, or libpq ignores it. */
export async function writePasswordFile(dataFolder: string, secrets: Secrets): Promise<void> {
  const lines = ['localhost', '127.0.0.1'].flatMap((host) => [
    `${host}:*:*:kontor:${secrets.databaseOwner}`,
    `${host}:*:*:postgres:${secrets.databaseSuperuser}`,
  ])
  await writeFile(pgPassFile(dataFolder), `${lines.join('\n')}\n`, { mode: 0o600 })
}
