import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainSeconds } from '../../api/contract.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { localVariables } from './start-api.ts'

let target: TestDatabase
beforeAll(async () => {
  target = await createTestDatabase()
})
afterAll(() => target.drop())

interface ApiProcess {
  readonly origin: string
  readonly child: ChildProcess
  readonly output: string[]
}

async function startProcess(): Promise<ApiProcess> {
  const child = spawn(process.execPath, ['api/main.ts'], {
    env: { ...process.env, ...localVariables(target), PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    output.push(line)
    const origin = /"listeningOn":"([^"]+)"/.exec(line)?.[1]
    if (origin !== undefined) {
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()))
      return { origin, child, output }
    }
  }
  throw new Error(`The process ended: ${output.join('\n')}`)
}

const ask = (origin: string, query: string) =>
  fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })

test('on SIGTERM it says that it is not ready, serves on without keeping connections, and exits in time', async () => {
  const { origin, child } = await startProcess()
  expect((await ask(origin, '{ categories { id } }')).status).toBe(200)
  const exited = once(child, 'exit')
  const startedAt = performance.now()
  child.kill('SIGTERM')

  let ready = await fetch(`${origin}/readyz`)
  while (ready.status === 200) ready = await fetch(`${origin}/readyz`)
  expect(await ready.json()).toEqual({ ready: false, reasons: { process: 'it is shutting down' } })
  const late = await ask(origin, '{ categories { id } }')
  expect(late.status).toBe(200)
  expect(late.headers.get('connection')).toBe('close')

  expect(await exited).toEqual([0, null])
  expect(performance.now() - startedAt).toBeLessThan(drainSeconds * 1_000)
})

test('finishes a request that runs when it is told to stop', async () => {
  const { origin, child } = await startProcess()
  const body = JSON.stringify({ query: '{ categories { id } }' })
  const goOn = Promise.withResolvers<undefined>()
  // The request's head is sent, its body only after the signal.
  const slowBody = new ReadableStream({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode(body.slice(0, 5)))
      await goOn.promise
      controller.enqueue(new TextEncoder().encode(body.slice(5)))
      controller.close()
    },
  })
  const answer = fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: slowBody,
    duplex: 'half',
  })
  await fetch(`${origin}/healthz`)
  const exited = once(child, 'exit')
  child.kill('SIGINT')
  // SIGINT stops accepting at once: when the port refuses, the server is closing.
  while (
    await fetch(`${origin}/healthz`).then(
      () => true,
      () => false,
    )
  )
    continue
  goOn.resolve(undefined)
  expect((await answer).status).toBe(200)
  expect(await exited).toEqual([0, null])
})

test('names all faults of its environment and exits with 1', async () => {
  const child = spawn(process.execPath, ['api/main.ts'], {
    env: { PATH: process.env['PATH'] },
    stdio: 'pipe',
  })
  const errors: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  expect(await once(child, 'exit')).toEqual([1, null])
  const message = Buffer.concat(errors).toString()
  expect(message).toContain('DATABASE_WRITER_URL is not set')
  expect(message).toContain('PUBLIC_ORIGIN is not set')
})
