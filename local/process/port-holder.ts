import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Who listens on a TCP port of this machine. */
export interface PortHolder {
  pid: number
  command: string
}

/** Finds the process that listens on a port, or undefined when it cannot be told (another user's process, usually). */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  return process.platform === 'linux' ? await findInProc(port) : await askLsof(port)
}

async function findInProc(port: number): Promise<PortHolder | undefined> {
  const sockets = new Set(await listeningSockets(port))
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  for (const pid of pids) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')
      if (sockets.has(target)) {
        return { pid: Number(pid), command: await commandLine(pid) }
      }
    }
  }
  return undefined
}

/** A process's command line, shortened; arguments are separated by NUL (proc(5)). */
async function commandLine(pid: string): Promise<string> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return text.split('\0').join(' ').trim().slice(0, 80) || 'unknown'
}

/** `socket:[inode]` of the sockets in state LISTEN (0A) on the port; layout: proc(5), /proc/net/tcp. */
async function listeningSockets(port: number): Promise<string[]> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map(async (file) => await readFile(file, 'utf8').catch(() => '')),
  )
  return tables
    .flatMap((table) => table.split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) === true && fields[3] === '0A')
    .map((fields) => `socket:[${fields[9] ?? ''}]`)
}

async function askLsof(port: number): Promise<PortHolder | undefined> {
  try {
    const { stdout } = await promisify(execFile)('lsof', [
      '-nP',
      `-iTCP:${String(port)}`,
      '-sTCP:LISTEN',
      '-Fpc',
    ])
    const pid = /^p(\d+)$/m.exec(stdout)?.[1]
    return pid === undefined
      ? undefined
      : { pid: Number(pid), command: /^c(.+)$/m.exec(stdout)?.[1] ?? 'unknown' }
  } catch {
    return undefined
  }
}
