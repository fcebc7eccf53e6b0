import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { checkoutFolder } from '../checkout.ts'
import { runOnce } from '../process/run-once.ts'
import type { Surroundings } from '../process/supervise.ts'

/** What the built storefront depends on, relative to the checkout's root. */
const sources = ['web', 'api/schema', 'api/contract.ts', 'package-lock.json']
/** Made by building. */
const products = ['web/build/', 'web/.react-router/']
const hashFile = 'web/build/sources.sha256'

/** Builds the storefront, unless its sources are those of the last build. */
export async function buildStorefront(surroundings: Surroundings): Promise<'built' | 'kept'> {
  const hash = await hashSources()
  if ((await readFile(join(checkoutFolder, hashFile), 'utf8').catch(() => '')) === hash) return 'kept'
  const build = {
    name: 'build',
    command: process.execPath,
    args: ['node_modules/@react-router/dev/bin.js', 'build', 'web'],
    folder: checkoutFolder,
    environment: { ...surroundings.inherited, NODE_ENV: 'production' },
    stopSignal: 'SIGTERM',
    stopSeconds: 5,
  } as const
  await runOnce(build, surroundings)
  await writeFile(join(checkoutFolder, hashFile), hash)
  return 'built'
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await Promise.all(sources.map(listFiles))).flat().sort()) {
    hash.update(`${file}\0`).update(await readFile(join(checkoutFolder, file)))
  }
  return hash.digest('hex')
}

async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(join(checkoutFolder, path), { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  )
  if (entries === undefined) return [path]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(checkoutFolder, join(entry.parentPath, entry.name)))
    .filter((file) => !products.some((folder) => file.startsWith(folder)))
}
