import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { identifyProcess } from '../../../local/process/identity.ts'
import { FolderInUse, takeLock } from '../../../local/process/lock.ts'
import { endLeftovers, recordProcess, recordsFolder } from '../../../local/process/records.ts'

describe('leftovers of a killed launcher', () => {
  test('are ended and forgotten', async () => {
    const dataFolder = await makeFolder()
    const child = startSleeper()
    await recordProcess(dataFolder, 'api-1', { pid: child.pid!, stopSignal: 'SIGTERM' })
    const exited = once(child, 'exit')
    expect(await endLeftovers(dataFolder)).toEqual(['api-1'])
    expect(await exited).toEqual([null, 'SIGTERM'])
    expect(await readdir(recordsFolder(dataFolder))).toEqual([])
  })

  test('are not mistaken for a stranger that got the same pid', async () => {
    const dataFolder = await makeFolder()
    const stranger = startSleeper()
    await mkdir(recordsFolder(dataFolder))
    const record = { pid: stranger.pid, started: 'another time', stopSignal: 'SIGKILL' }
    await writeFile(join(recordsFolder(dataFolder), 'api-1.json'), JSON.stringify(record))
    expect(await endLeftovers(dataFolder)).toEqual([])
    expect(await identifyProcess(stranger.pid!)).toBeDefined()
  })

  test('whose record was written in part only are passed over', async () => {
    const dataFolder = await makeFolder()
    await mkdir(recordsFolder(dataFolder))
    await writeFile(join(recordsFolder(dataFolder), 'api-1.json'), '{"pid": 12')
    expect(await endLeftovers(dataFolder)).toEqual([])
    expect(await readdir(recordsFolder(dataFolder))).toEqual([])
  })
})

describe('the lock of a data folder', () => {
  test('keeps a second launcher out, and says where the first one is', async () => {
    const dataFolder = await makeFolder()
    const lock = await takeLock(dataFolder, 4321)
    await expect(takeLock(dataFolder, 5000)).rejects.toThrow(FolderInUse)
    await expect(takeLock(dataFolder, 5000)).rejects.toThrow(
      new RegExp(`http://localhost:4321 \\(process ${process.pid}\\).*--data DIR --port-base N`),
    )
    await lock.release()
    await (await takeLock(dataFolder, 5000)).release()
  })

  test.each([
    ['a launcher that no longer runs', { pid: process.pid, started: 'another time', portBase: 4000 }],
    ['nobody, as it was written in part only', undefined],
  ])('is taken over from %s', async (_case, holder) => {
    const dataFolder = await makeFolder()
    await writeFile(join(dataFolder, 'launcher.json'), holder === undefined ? '{"pi' : JSON.stringify(holder))
    await (await takeLock(dataFolder, 5000)).release()
  })
})

function startSleeper(): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-'))
  onTestFinished(async () => rm(folder, { recursive: true }))
  return folder
}
