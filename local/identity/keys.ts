import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { z } from 'zod'

const keysSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) })

/**
 * Reads the private signing keys, or makes them the first time (readable by their owner only), so that tokens stay
 * valid when the process or the whole shop starts again.
 * @param file JSON Web Key Set.
 */
export async function readSigningKeys(file: string): Promise<{ keys: JWK[] }> {
  try {
    return keysSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const keys = { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'local-1' }] }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(keys), { mode: 0o600 })
  return keys
}
