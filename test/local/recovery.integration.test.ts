import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Cluster } from 'ioredis'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Foundation, startFoundation } from '../../local/environment.ts'
import { recordsFolder } from '../../local/process/records.ts'
import { createProgress } from '../../local/report/progress.ts'
import { openWorkspace, type Workspace } from '../../local/workspace.ts'
import { recoveryPortOffset } from '../local-names.ts'

const ownPortBase = Number(new URL(inject('local').template.direct).port) - 10
const recoveryPortBase = ownPortBase + recoveryPortOffset

describe('an environment whose launcher was killed', () => {
  let dataFolder: string
  const lines: string[] = []

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'kontor-'))
  })
  afterAll(async () => {
    await rm(dataFolder, { recursive: true })
  })

  test('goes on with its data, when only the launcher was killed', async () => {
    const launcher = await startLauncher()
    await query(`create table kept (body text); insert into kept values ('ordered')`)
    await withCache(async (cache) => cache.set('kept', 'cart'))
    await kill(launcher)
    await withEnvironment(async () => {
      expect(lines.join()).toContain('ended what a killed launcher had left running: cache-1, cache-2')
      await expectData()
    })
  })

  test('goes on with its data, when every process was killed', async () => {
    const launcher = await startLauncher()
    // Held, so that it does not restart what is killed before it is killed itself.
    launcher.kill('SIGSTOP')
    await killParts()
    await kill(launcher)
    lines.length = 0
    await withEnvironment(async () => {
      expect(lines).toEqual([])
      await expectData()
    })
  })

  test('replaces nodes that are killed while it runs, without losing what they had acknowledged', async () => {
    await withEnvironment(async (foundation) => {
      await killPart('postgres-primary')
      await killPart('cache-1')
      await expect.poll(() => expectData().then(() => 'there', String), { timeout: 30_000 }).toBe('there')
      await expect.poll(() => lines.join('\n')).toMatch(/postgres-primary ended \(SIGKILL\)/)
      expect(foundation.ports.primary).toBe(recoveryPortBase + 10)
    })
  })

  test('copies the primary for a replica that can no longer catch up, and for one whose data is gone', async () => {
    lines.length = 0
    const postgres = join(dataFolder, 'postgres')
    await rm(join(postgres, 'postgres-primary', 'pg_replslot', 'replica_1'), { recursive: true })
    await rm(join(postgres, 'postgres-replica-2'), { recursive: true })
    await withEnvironment(async ({ ports }) => {
      expect(lines.map((line) => line.slice(10))).toEqual([
        'postgres-replica-1 cannot catch up with the primary; copying it anew',
        'postgres-replica-2 cannot catch up with the primary; copying it anew',
      ])
      await query(`insert into kept values ('later')`)
      for (const replica of ports.replicas) {
        await expect.poll(() => query('select body from kept', replica)).toHaveLength(2)
      }
    })
  })

  /** Starts an environment from a process of its own. */
  async function startLauncher(): Promise<ChildProcess> {
    const entry = new URL('foundation-process.ts', import.meta.url).pathname
    const launcher = spawn(process.execPath, [entry, dataFolder, String(recoveryPortBase)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await waitForLine(launcher, 'up')
    return launcher
  }

  async function kill(launcher: ChildProcess): Promise<void> {
    launcher.kill('SIGKILL')
    await once(launcher, 'exit')
  }

  async function withEnvironment(work: (foundation: Foundation) => Promise<void>): Promise<void> {
    const workspace: Workspace = await openWorkspace(
      {
        dataFolder,
        portBase: recoveryPortBase,
        fresh: false,
        variables: process.env,
        progress: createProgress((line) => lines.push(line), false),
        signal: new AbortController().signal,
      },
      () => [],
    )
    const foundation = await startFoundation(workspace)
    try {
      await work(foundation)
    } finally {
      await foundation.stop()
      await workspace.close()
    }
    expect(await readdir(recordsFolder(dataFolder))).toEqual([])
  }

  async function killParts(): Promise<void> {
    const records = await readdir(recordsFolder(dataFolder))
    await Promise.all(records.map(async (record) => killPart(record.replace('.json', ''))))
  }

  async function killPart(name: string): Promise<void> {
    const record = await readFile(join(recordsFolder(dataFolder), `${name}.json`), 'utf8')
    process.kill((JSON.parse(record) as { pid: number }).pid, 'SIGKILL')
  }

  async function expectData(): Promise<void> {
    expect(await query('select body from kept')).toEqual([{ body: 'ordered' }])
    expect(await withCache(async (cache) => cache.get('kept'))).toBe('cart')
  }

  async function query(sql: string, port = recoveryPortBase + 10): Promise<unknown> {
    const secrets = JSON.parse(await readFile(join(dataFolder, 'secrets.json'), 'utf8')) as {
      databaseOwner: string
    }
    const client = new Client({
      host: '127.0.0.1',
      port,
      user: 'kontor',
      password: secrets.databaseOwner,
      database: 'kontor',
      connectionTimeoutMillis: 2_000,
      query_timeout: 5_000,
    })
    // A connection that breaks rejects the query in flight; the event beside it must not end the test.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
})

/**
 * Works with the cache, or fails after 5 s: a cluster client that connects while the cluster has no state waits for
 * ever (ioredis 6), and whoever polls would never ask again.
 */
async function withCache<Result>(work: (cache: Cluster) => Promise<Result>): Promise<Result> {
  const seeds = [0, 1, 2, 3, 4, 5].map((node) => ({ host: '127.0.0.1', port: recoveryPortBase + 20 + node }))
  const cache = new Cluster(seeds, { lazyConnect: true })
  cache.on('error', () => undefined)
  const tooLate = AbortSignal.timeout(5_000)
  const { promise: gaveUp, reject } = Promise.withResolvers<never>()
  tooLate.addEventListener('abort', () => {
    reject(new Error('the cache did not answer in 5 s'))
  })
  try {
    return await Promise.race([cache.connect().then(() => work(cache)), gaveUp])
  } finally {
    gaveUp.catch(() => undefined)
    cache.disconnect()
  }
}

async function waitForLine(child: ChildProcess, wanted: string): Promise<void> {
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line === wanted) return
  }
  throw new Error(`the launcher ended without saying '${wanted}'`)
}
