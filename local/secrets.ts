import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const secretsSchema = z.object({
  databaseSuperuser: z.string(),
  databaseOwner: z.string(),
  databaseReplication: z.string(),
  identityClient: z.string(),
  webSession: z.string(),
})

/** Passwords of one data folder. */
export type Secrets = z.infer<typeof secretsSchema>

/** Reads the data folder's passwords, or makes them the first time (readable by its owner only). */
export async function readSecrets(dataFolder: string): Promise<Secrets> {
  const file = join(dataFolder, 'secrets.json')
  try {
    return secretsSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = () => randomBytes(24).toString('hex')
  const secrets: Secrets = {
    databaseSuperuser: secret(),
    databaseOwner: secret(),
    databaseReplication: secret(),
    identityClient: secret(),
    webSession: secret(),
  }
  await writeFile(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 })
  return secrets
}
