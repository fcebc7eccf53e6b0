import { readFile, rm, writeFile } from 'node:fs/promises'
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
  const text = JSON.stringify({ ...(await identifyProcess(process.pid)), portBase })
  for (;;) {
    try {
      // wx: of two launchers at the same moment, one creates the file.
      await writeFile(file, text, { flag: 'wx' })
      return { release: async () => rm(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = lockSchema.safeParse(JSON.parse((await readFile(file, 'utf8').catch(() => '')) || 'null'))
    if (holder.success && (await isRunning(holder.data))) {
      throw new FolderInUse(
        `Kontor already runs from ${dataFolder}, at http://localhost:${String(holder.data.portBase)} ` +
          `(process ${String(holder.data.pid)}): stop it there with Ctrl-C, ` +
          `or start a second shop with --data DIR --port-base N.`,
      )
    }
    await rm(file, { force: true })
  }
}
