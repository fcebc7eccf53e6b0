import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

interface ProcessEntry {
  readonly pid: number
  readonly parent: number
}

/**
 * Memory of this process and all that descend from it, in MiB. On Linux proportional set size, which counts shared
 * pages once in all; elsewhere resident set size, which counts them once in each process.
 */
export async function measureMemory(): Promise<number> {
  const processes = process.platform === 'linux' ? await listProc() : await listPs()
  const family = withDescendants(process.pid, processes)
  const sizes = await Promise.all(
    family.map(async (pid) =>
      process.platform === 'linux' ? await proportionalKiB(pid) : await residentKiB(pid),
    ),
  )
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1_024)
}

function withDescendants(root: number, processes: readonly ProcessEntry[]): number[] {
  const family = [root]
  for (const pid of family) {
    family.push(...processes.filter(({ parent }) => parent === pid).map((child) => child.pid))
  }
  return family
}

async function listProc(): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number)
  return await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '')
      // proc(5): after the command in parentheses come the state and the parent.
      return { pid, parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0) }
    }),
  )
}

async function proportionalKiB(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0)
}

async function listPs(): Promise<ProcessEntry[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid='])
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent }))
}

async function residentKiB(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({
    stdout: '0',
  }))
  return Number(stdout.trim())
}
