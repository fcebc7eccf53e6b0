import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server under measurement, in a process of its own. */
export interface ServerProcess {
  readonly name: string
  readonly pid: number
  /** What it writes. */
  readonly log: string
  /** Address without a path. */
  readonly origin: string
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly name: string
  /** Process file, from the checkout's root. It listens on PORT (and HOST). */
  readonly entry: string
  readonly port: number
  /** Environment variables besides PATH, HOST, PORT. */
  readonly variables?: Readonly<Record<string, string | undefined>>
  /** Flags for Node, e.g. `--max-old-space-size=512`. */
  readonly nodeFlags?: readonly string[]
  /** Path that answers 200 when the server is ready. Default `/readyz`. */
  readonly readyPath?: string
}

const readySeconds = 60

/**
 * Starts a Node process of this checkout and waits until it serves.
 * @throws if it ends before, or does not serve within a minute; quotes what it wrote
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { name, entry, port, variables = {}, nodeFlags = [], readyPath = '/readyz' } = options
  // A file, as a pipe would make the load generator read the server's log.
  const log = join(mkdtempSync(join(tmpdir(), 'kontor-bench-')), `${name.replaceAll(/\W+/g, '-')}.log`)
  const output = openSync(log, 'a')
  const child = spawn(process.execPath, [...nodeFlags, entry], {
    env: { PATH: process.env['PATH'], ...variables, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  const { pid } = child
  if (pid === undefined) throw new Error(`${name} (${entry}) could not be started.`)
  const ended = once(child, 'exit')
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
  })
  const origin = `http://127.0.0.1:${port}`
  const deadline = performance.now() + readySeconds * 1_000
  while (!(await answersOk(`${origin}${readyPath}`))) {
    if (isTrue(hasEnded) || performance.now() > deadline) {
      child.kill('SIGKILL')
      const said = readFileSync(log, 'utf8').slice(-2_000)
      throw new Error(`${name} (${entry}) does not serve at ${origin}${readyPath}:\n${said}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    name,
    pid,
    log,
    origin,
    stop: async () => {
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(kill)
    },
  }
}

/** A function, since the compiler takes a flag that it saw as false to stay false across an await. */
function isTrue(flag: boolean): boolean {
  return flag
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

/** Ticks of /proc/PID/stat in a second; 100 on every Linux that Node supports (proc(5), sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100

/**
 * CPU that a process has used, user and system, all its threads.
 * @returns seconds, to 10 ms
 * @throws where there is no /proc: measure on Linux
 */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readProc(pid, 'stat')
  // proc(5): fields 14 and 15 are utime and stime; the command in parentheses is field 2 and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Resident memory of a process (VmRSS), in MiB. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readProc(pid, 'status')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024
}

async function readProc(pid: number, file: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    throw new Error(
      `CPU and memory are read from /proc/${pid}/${file}, which is not there: measure on Linux, while the process runs.`,
      { cause: error },
    )
  }
}
