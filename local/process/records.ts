import { readdirSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { identifyProcess, isRunning, type ProcessIdentity } from './identity.ts'
import { signalProcess } from './launch.ts'

const recordSchema = z.object({ pid: z.int().positive(), started: z.string(), stopSignal: z.string() })

/** How long a leftover may take to stop by itself before it is killed; all are asked at once, and none loses data. */
const leftoverGraceMilliseconds = 2_000

/** Where the processes started from a data folder are written down, so that a later start can find leftovers. */
export function recordsFolder(dataFolder: string): string {
  return join(dataFolder, 'run')
}

/** Writes down a started process. Must come directly after spawning, so that a killed launcher forgets none. */
export async function recordProcess(
  dataFolder: string,
  name: string,
  process: { pid: number; stopSignal: NodeJS.Signals },
): Promise<void> {
  const identity = await identifyProcess(process.pid)
  if (identity === undefined) return
  await mkdir(recordsFolder(dataFolder), { recursive: true })
  const record = { ...identity, stopSignal: process.stopSignal }
  await writeFile(join(recordsFolder(dataFolder), `${name}.json`), JSON.stringify(record))
}

/** Forgets a process that ended. */
export async function forgetProcess(dataFolder: string, name: string): Promise<void> {
  await rm(join(recordsFolder(dataFolder), `${name}.json`), { force: true })
}

/**
 * Ends processes that an earlier launcher left behind when it was killed, and forgets them.
 * Only processes whose start time equals the recorded one are touched: a pid may have been given to a stranger.
 * @returns the names of the parts that were still running.
 */
export async function endLeftovers(dataFolder: string): Promise<string[]> {
  const ended = await Promise.all(
    recordedNames(dataFolder).map(async (name) => {
      const record = await readRecord(dataFolder, name)
      const wasRunning = record !== undefined && (await endProcess(record, record.stopSignal))
      await forgetProcess(dataFolder, name)
      return wasRunning ? name : undefined
    }),
  )
  return ended.filter((name) => name !== undefined).sort()
}

function recordedNames(dataFolder: string): string[] {
  try {
    return readdirSync(recordsFolder(dataFolder))
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
  } catch {
    return []
  }
}

async function readRecord(dataFolder: string, name: string) {
  try {
    const text = await readFile(join(recordsFolder(dataFolder), `${name}.json`), 'utf8')
    const record = recordSchema.parse(JSON.parse(text))
    return { ...record, stopSignal: record.stopSignal as NodeJS.Signals }
  } catch {
    // Half-written when the machine went down: then the process is gone, too.
    return undefined
  }
}

async function endProcess(identity: ProcessIdentity, stopSignal: NodeJS.Signals): Promise<boolean> {
  if (!(await isRunning(identity))) return false
  signalProcess(identity.pid, stopSignal)
  const deadline = Date.now() + leftoverGraceMilliseconds
  while (Date.now() < deadline) {
    await delay(50)
    if (!(await isRunning(identity))) return true
  }
  signalProcess(identity.pid, 'SIGKILL')
  return true
}
