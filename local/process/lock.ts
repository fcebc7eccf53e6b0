import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Complaint } from '../complaint.ts'
import { identifyProcess, isRunning } from './identity.ts'

const lockSchema = z.object({ pid: z.int().positive(), started: z.string(), portBase: z.int() })

/** Another launcher uses the data folder. */
export class FolderInUse extends Complaint {}

/** Proof that this process alone uses a data folder. */
export interface Lock {
  release(): Promise<void>
}

/**
 * Takes a data folder for this process. The lock of a process that no longer runs is taken over.
 * @throws FolderInUse when another launcher uses the folder.
 */
export async function takeLock(dataFolder: string, portBase: number): Promise<Lock> {
  const file = join(dataFolder, 'launcher.json')
  const complete = `${file}.${String(process.pid)}`
  await writeFile(complete, JSON.stringify({ ...(await identifyProcess(process.pid)), portBase }))
  try {
    for (;;) {
      // Linking fails where the name exists, and the content is whole from the first moment.
      if (await tryLink(complete, file)) return { release: async () => rm(file, { force: true }) }
      const holder = await readHolder(file)
      if (holder !== undefined && (await isRunning(holder))) {
        throw new FolderInUse(
          `Kontor already runs from ${dataFolder}, at http://localhost:${String(holder.portBase)} ` +
            `(process ${String(holder.pid)}): stop it there with Ctrl-C, ` +
            `or start a second shop with --data DIR --port-base N.`,
        )
      }
      await rm(file, { force: true })
    }
  } finally {
    await rm(complete, { force: true })
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readHolder(file: string): Promise<z.infer<typeof lockSchema> | undefined> {
  try {
    return lockSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // Gone meanwhile, or damaged: nobody holds it.
    return undefined
  }
}
