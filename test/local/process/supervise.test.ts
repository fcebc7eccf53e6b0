import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { identifyProcess } from '../../../local/process/identity.ts'
import { recordsFolder } from '../../../local/process/records.ts'
import { type PartSpecification, supervise, type Surroundings } from '../../../local/process/supervise.ts'

describe('a supervised part', () => {
  test('is started again when it is killed, and leaves nothing behind when it is stopped', async () => {
    const { surroundings, lines } = await makeSurroundings()
    const part = await supervise(nodePart('setInterval(() => {}, 1000)'), surroundings)
    const first = part.pid() ?? 0
    expect(await readdir(recordsFolder(surroundings.dataFolder))).toEqual(['part.json'])
    process.kill(first, 'SIGKILL')
    await vi.waitFor(() => {
      expect(lines.at(-1)).toMatch(/^part serves again/)
    }, 5_000)
    expect(lines[0]).toBe('part ended (SIGKILL); restarting in 0.2 s')
    const second = part.pid() ?? 0
    expect(second).not.toBe(first)
    await part.stop()
    expect(await identifyProcess(second)).toBeUndefined()
    expect(await readdir(recordsFolder(surroundings.dataFolder))).toEqual([])
  })

  test('waits longer each time that it dies', async () => {
    const { surroundings, lines } = await makeSurroundings()
    const part = await supervise(nodePart('setTimeout(() => process.exit(7), 20)'), surroundings)
    await vi.waitFor(() => {
      const waits = lines.map((line) => /exit code 7\); restarting in ([\d.]+) s/.exec(line)?.[1])
      expect(waits.filter((wait) => wait !== undefined).slice(0, 3)).toEqual(['0.2', '0.4', '0.8'])
    }, 10_000)
    await part.stop()
  })

  test('is killed when it does not stop in its time, also when it is frozen', async () => {
    const { surroundings } = await makeSurroundings()
    const script = `process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)`
    const specification = nodePart(script)
    const log = join(surroundings.logFolder, 'part.log')
    const isReady = async () => (await readFile(log, 'utf8')).includes('deaf')
    const part = await supervise({ ...specification, isReady, stopSeconds: 0.05 }, surroundings)
    const pid = part.pid() ?? 0
    process.kill(pid, 'SIGSTOP')
    await part.stop()
    expect(await identifyProcess(pid)).toBeUndefined()
  })

  test('that ends while it starts is reported with what it said', async () => {
    const { surroundings } = await makeSurroundings()
    const part = { ...nodePart(`console.error('no such table'); process.exit(3)`), isReady: never }
    await expect(supervise(part, surroundings)).rejects.toThrow(
      /^part ended while starting \(exit code 3\)\.\nno such table$/,
    )
  })

  test('whose program is missing is reported', async () => {
    const { surroundings } = await makeSurroundings()
    const part = { ...nodePart(''), command: '/nonexistent/program', isReady: never }
    await expect(supervise(part, surroundings)).rejects.toThrow(/part ended while starting .*ENOENT/)
  })

  test('is given up when everything is to stop before it is ready', async () => {
    const stopping = new AbortController()
    const { surroundings } = await makeSurroundings(stopping.signal)
    const part = { ...nodePart('setInterval(() => {}, 1000)'), isReady: never }
    const starting = supervise(part, surroundings)
    stopping.abort()
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' })
    expect(await readdir(recordsFolder(surroundings.dataFolder))).toEqual([])
  })
})

const never = () => Promise.resolve(false)

function nodePart(script: string): PartSpecification {
  return {
    name: 'part',
    command: process.execPath,
    args: ['-e', script],
    environment: {},
    stopSignal: 'SIGTERM',
    stopSeconds: 5,
    readySeconds: 10,
    isReady: () => Promise.resolve(true),
  }
}

async function makeSurroundings(
  stopping = new AbortController().signal,
): Promise<{ surroundings: Surroundings; lines: string[] }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kontor-'))
  onTestFinished(async () => rm(dataFolder, { recursive: true }))
  const logFolder = join(dataFolder, 'logs')
  await mkdir(logFolder)
  const lines: string[] = []
  const tell = (line: string) => {
    lines.push(line)
  }
  return { surroundings: { dataFolder, logFolder, inherited: {}, stopping, tell }, lines }
}
