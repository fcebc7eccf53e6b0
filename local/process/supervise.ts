import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Complaint } from '../complaint.ts'
import { type Command, end, launch, type Running } from './launch.ts'
import { forgetProcess, recordProcess } from './records.ts'

/** One process of the local environment. */
export interface PartSpecification extends Command {
  /** Name of its log and of its record, e.g. `postgres-primary`. */
  readonly name: string
  /** True once it serves; polled, may throw while it does not. */
  readonly isReady: () => Promise<boolean>
  readonly readySeconds: number
  /** Runs before each start, e.g. to remove what a killed predecessor left. */
  readonly prepare?: () => Promise<void>
}

/** Where a supervised part writes, what it inherits, and whom it tells. */
export interface Surroundings {
  readonly dataFolder: string
  readonly logFolder: string
  /** Environment variables that every part gets. */
  readonly inherited: NodeJS.ProcessEnv
  /** Aborted when everything is to stop, also while it starts. */
  readonly stopping: AbortSignal
  /** One line for the console. */
  readonly tell: (line: string) => void
}

/** A process that is restarted when it dies, as an ECS service does. */
export interface Part {
  readonly name: string
  /** Of the current process; undefined between death and restart. */
  pid(): number | undefined
  stop(): Promise<void>
}

const firstBackoffMilliseconds = 200
const longestBackoffMilliseconds = 5_000
/** A process that lived this long starts again with the shortest backoff. */
const stableMilliseconds = 30_000
const readyPollMilliseconds = 25

/**
 * Starts a part and keeps it running until `stop()`.
 * @throws Complaint when it is not ready in time, or ends before it was ready the first time; quotes the end of its log.
 */
export async function supervise(part: PartSpecification, surroundings: Surroundings): Promise<Part> {
  const log = createWriteStream(join(surroundings.logFolder, `${part.name}.log`), { flags: 'a' })
  const stopping = new AbortController()
  let running = await startOnce(part, surroundings, log)

  const close = async (): Promise<void> => {
    await forgetProcess(surroundings.dataFolder, part.name)
    await new Promise<void>((resolve) => log.end(resolve))
  }

  try {
    await becomeReady(part, running, surroundings.stopping)
  } catch (error) {
    await end(running, part)
    await close()
    throw error
  }

  const restart = async (attempt: number): Promise<void> => {
    await delay(backoff(attempt), undefined, { signal: stopping.signal })
    running = await startOnce(part, surroundings, log)
  }
  const kept = keepRunning(part, surroundings, () => running, restart, stopping.signal)

  return {
    name: part.name,
    pid: () => running.pid,
    stop: async () => {
      stopping.abort()
      await end(running, part)
      await kept
      await close()
    },
  }
}

/**
 * Starts parts at the same time.
 * @throws the first fault, after stopping the parts that did start.
 */
export async function superviseAll(
  parts: readonly PartSpecification[],
  surroundings: Surroundings,
): Promise<Part[]> {
  const results = await Promise.allSettled(parts.map(async (part) => await supervise(part, surroundings)))
  const started = results.filter((result) => result.status === 'fulfilled').map((result) => result.value)
  const fault = results.find((result) => result.status === 'rejected')
  if (fault === undefined) return started
  await Promise.all(started.map(async (part) => part.stop()))
  throw fault.reason
}

async function startOnce(
  part: PartSpecification,
  surroundings: Surroundings,
  log: Writable,
): Promise<Running> {
  await part.prepare?.()
  const running = launch(part, log)
  if (running.pid !== undefined) {
    const record = { pid: running.pid, stopSignal: part.stopSignal }
    await recordProcess(surroundings.dataFolder, part.name, record)
  }
  return running
}

/** Waits for ends and restarts until stopped; never rejects. */
async function keepRunning(
  part: PartSpecification,
  surroundings: Surroundings,
  current: () => Running,
  restart: (attempt: number) => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  let attempt = 0
  let startedAt = Date.now()
  for (;;) {
    const reason = await current().ended
    if (stopping.aborted) return
    attempt = Date.now() - startedAt > stableMilliseconds ? 0 : attempt + 1
    surroundings.tell(`${part.name} ended (${reason}); restarting in ${String(backoff(attempt) / 1_000)} s`)
    try {
      await restart(attempt)
      startedAt = Date.now()
      await becomeReady(part, current(), stopping)
      const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1)
      surroundings.tell(`${part.name} serves again, ready after ${seconds} s`)
    } catch (error) {
      if (isStopped(stopping)) {
        await end(current(), part)
        return
      }
      surroundings.tell(
        `${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)} See its log.`,
      )
    }
  }
}

/** A function, since the compiler takes a flag that it saw as false to stay false across an await. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted
}

function backoff(attempt: number): number {
  return Math.min(firstBackoffMilliseconds * 2 ** Math.max(0, attempt - 1), longestBackoffMilliseconds)
}

async function becomeReady(part: PartSpecification, running: Running, stopping: AbortSignal): Promise<void> {
  let endReason: string | undefined
  void running.ended.then((reason) => {
    endReason = reason
  })
  const deadline = Date.now() + part.readySeconds * 1_000
  while (!(await part.isReady().catch(() => false))) {
    if (endReason !== undefined) {
      throw new Complaint(`${part.name} ended while starting (${endReason}).\n${running.lastOutput()}`)
    }
    if (Date.now() > deadline) {
      throw new Complaint(
        `${part.name} was not ready after ${String(part.readySeconds)} s.\n${running.lastOutput()}`,
      )
    }
    await delay(readyPollMilliseconds, undefined, { signal: stopping })
  }
}
