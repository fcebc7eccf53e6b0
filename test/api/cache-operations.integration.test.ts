import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environment } from '../../api/contract.ts'
import { runInvalidationFeed } from '../../api/events/relay.ts'
import { market, storefrontQuestion } from '../../bench/questions.ts'
import { type RunningApi, startApi } from './start-api.ts'

const question = storefrontQuestion('Navigation', market)
const stopping = new AbortController()
let api: RunningApi
let relaying: Promise<void>

beforeAll(async () => {
  api = await startApi({ [environment.trustedDocuments]: 'web/generated/documents.json' })
  relaying = runInvalidationFeed(api.application, stopping.signal)
})
afterAll(async () => {
  stopping.abort()
  await relaying
  await api.close()
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${api.origin}${path}`, { headers })
const json = async (path: string): Promise<unknown> => (await get(path)).json()

/** The command, as an operator runs it. */
async function command(...args: string[]) {
  const words = ['api/cache/cli/main.ts', ...args, '--process', api.origin, '--shop', api.origin]
  const { stdout } = await promisify(execFile)(process.execPath, words)
  return stdout
}

async function fill(): Promise<void> {
  await expect
    .poll(async () => (await get(question.path, { ...question.headers })).headers.get('cache-status'), {
      timeout: 20_000,
    })
    .toMatch(/hit.*detail=memory/)
}

describe('what a process tells operators', () => {
  it('is its state, its memory and the shards that it sees', async () => {
    await fill()
    expect(await json('/cache')).toMatchObject({
      process: { pid: process.pid },
      epoch: 1,
      leaseMilliseconds: 2_000,
      memory: { limitBytes: 128_000_000 },
      shards: [{ keys: expect.any(Number) as number }, {}, {}],
    })
  })

  it('is where the answer to a question would come from', async () => {
    await fill()
    expect(await json(`/cache/why?url=${encodeURIComponent(question.path)}`)).toMatchObject({
      kind: 'shared',
      operationName: 'Navigation',
      entries: [{ level: 'memory', verdict: 'fresh' }, { level: 'redis' }],
    })
    const mutation = `/graphql?query=${encodeURIComponent('{ viewer { id } }')}`
    expect(await json(`/cache/why?url=${encodeURIComponent(mutation)}`)).toEqual({ kind: 'not-shared' })
  })

  it('is hidden from everybody who comes through a proxy', async () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'via']) {
      for (const path of ['/cache', '/cache/state', '/cache/entries?tag=catalog']) {
        expect((await get(path, { [name]: 'x' })).status).toBe(404)
      }
    }
  })

  it.each([
    ['/cache/why', 'url'],
    ['/cache/why?url=/elsewhere', 'url'],
    ['/cache/entries?tag=a%20b', 'tag: a tag like product:42'],
    ['/cache/entries?tag=a&limit=0', 'limit'],
  ])('is nothing for %s', async (path, fault) => {
    const response = await get(path)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(fault)
  })
})

describe('npm run cache', () => {
  it('shows, explains and purges', async () => {
    await fill()
    expect(await command('inspect')).toMatch(/holds, .* left/)
    expect(await command('why', question.path)).toMatch(/memory +fresh/)
    expect(await command('inspect', '--tag', 'catalog:all')).toContain('answer:')
    expect(await command('purge', 'catalog:all')).toContain('Announced.')
    const answer = JSON.parse(await command('why', question.path, '--json')) as {
      processes: { answer: { entries: { verdict: string; reasons: string[] }[] } }[]
    }
    expect(answer.processes[0]?.answer.entries[0]).toMatchObject({
      verdict: 'overtaken',
      reasons: [expect.stringContaining('catalog:all was changed by transaction')],
    })
  })

  it('says that nobody answers', async () => {
    const words = ['api/cache/cli/main.ts', 'inspect', '--process', 'http://127.0.0.1:61999']
    await expect(promisify(execFile)(process.execPath, words)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/No process of the API answers:[^]*ECONNREFUSED[^]*npm start/) as string,
    })
  })
})
