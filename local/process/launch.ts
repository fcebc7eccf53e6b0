import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'

/** What to start, and how to stop it. */
export interface Command {
  readonly command: string
  readonly args: readonly string[]
  /** The whole environment of the process. */
  readonly environment: NodeJS.ProcessEnv
  readonly folder?: string
  readonly user?: { uid: number; gid: number } | undefined
  readonly stopSignal: NodeJS.Signals
  /** After this many seconds without an end, a stopping process is killed. */
  readonly stopSeconds: number
}

/** A started process. */
export interface Running {
  /** Undefined when the command could not be started at all. */
  readonly pid: number | undefined
  /** Why it ended, for people: a signal's name, an exit code or the spawn error. */
  readonly ended: Promise<string>
  /** The last about 2,000 characters that it wrote. */
  lastOutput(): string
}

/** Starts a process whose output goes to `log`. Never throws: a failed start is an end. */
export function launch(command: Command, log: Writable): Running {
  // A group of its own: Ctrl-C at the terminal must reach the launcher only, which stops parts in order.
  const child = spawn(command.command, command.args, {
    detached: true,
    cwd: command.folder,
    env: command.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...command.user,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk)
      output = (output + chunk.toString()).slice(-2_000)
    })
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve(error.message)
    })
    child.once('exit', (code, signal) => {
      resolve(signal ?? `exit code ${String(code)}`)
    })
  })
  return { pid: child.pid, ended, lastOutput: () => output.trim() }
}

/** Signals a process; SIGKILL goes to its whole group, since parts are started as group leaders. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(signal === 'SIGKILL' ? -pid : pid, signal)
  } catch {
    // Already gone.
  }
}

/** Asks a process to stop, kills it after its grace, and waits for its end. */
export async function end(running: Running, command: Command): Promise<void> {
  const { pid } = running
  if (pid === undefined) return
  signalProcess(pid, command.stopSignal)
  // A frozen process (SIGSTOP) acts on no other signal before this one.
  signalProcess(pid, 'SIGCONT')
  const kill = setTimeout(() => {
    signalProcess(pid, 'SIGKILL')
  }, command.stopSeconds * 1_000)
  await running.ended
  clearTimeout(kill)
}
