import type { RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { createPool } from '../../../local/proxy/pool.ts'
import { freePort, startProxy, startServer, targetsAt } from './servers.ts'

const ok: RequestListener = (request, response) => {
  void text(request).then((body) => response.end(`ok ${request.method ?? ''} ${body}`))
}

/** Counts requests, and answers them with a status. */
function failing(status: number) {
  const seen: string[] = []
  const listener: RequestListener = (request, response) => {
    seen.push(request.method ?? '')
    request.resume()
    response.writeHead(status).end('failed')
  }
  return { seen, listener }
}

/** Counts requests, and breaks their connections without an answer. */
function breaking() {
  const seen: string[] = []
  const listener: RequestListener = (request) => {
    seen.push(request.method ?? '')
    request.socket.destroy()
  }
  return { seen, listener }
}

describe('requests that may be sent again', () => {
  test.each([502, 503, 504])('a GET answered with %i goes to another target', async (status) => {
    const { listener, seen } = failing(status)
    const proxy = await startProxy([await startServer(listener), await startServer(ok)])
    const response = await fetch(`${proxy}/graphql`)
    expect(await response.text()).toBe('ok GET ')
    expect(seen).toEqual(['GET'])
  })

  test('a GET whose connection breaks goes to another target', async () => {
    const proxy = await startProxy([await startServer(breaking().listener), await startServer(ok)])
    expect(await (await fetch(`${proxy}/graphql`)).text()).toBe('ok GET ')
  })

  test('a POST that no target has seen goes to another target, with its body', async () => {
    const proxy = await startProxy([await freePort(), await startServer(ok)])
    const response = await fetch(`${proxy}/graphql`, { method: 'POST', body: 'order' })
    expect(await response.text()).toBe('ok POST order')
  })

  test('a POST with an idempotency key goes to another target after a break', async () => {
    const { listener, seen } = breaking()
    const proxy = await startProxy([await startServer(listener), await startServer(ok)])
    const headers = { 'idempotency-key': 'k1' }
    const response = await fetch(`${proxy}/graphql`, { method: 'POST', body: 'order', headers })
    expect(await response.text()).toBe('ok POST order')
    expect(seen).toEqual(['POST'])
  })

  test('a GET waits for a target to come back, as long as its patience lasts', async () => {
    let requests = 0
    const port = await startServer((_request, response) => {
      requests += 1
      response.writeHead(requests < 3 ? 503 : 200).end('back')
    })
    const proxy = await startProxy([port], { patienceMilliseconds: 60_000 })
    expect(await (await fetch(`${proxy}/graphql`)).text()).toBe('back')
  })

  test('a 503 that says when to come again is passed on once every target was asked', async () => {
    let requests = 0
    const port = await startServer((_request, response) => {
      requests += 1
      response.writeHead(503, { 'retry-after': '10' }).end('later')
    })
    const proxy = await startProxy([port], { patienceMilliseconds: 60_000 })
    const response = await fetch(`${proxy}/graphql`)
    expect([response.status, response.headers.get('retry-after'), requests]).toEqual([503, '10', 1])
  })

  test('the last answer is passed on when all targets fail', async () => {
    const first = failing(503)
    const second = failing(503)
    const proxy = await startProxy([await startServer(first.listener), await startServer(second.listener)])
    const response = await fetch(`${proxy}/graphql`)
    expect([response.status, await response.text()]).toEqual([503, 'failed'])
    expect([...first.seen, ...second.seen]).toEqual(['GET', 'GET'])
  })
})

describe('requests that must not be sent again', () => {
  test('a POST without a key that was answered with 503', async () => {
    const { listener } = failing(503)
    const untouched = failing(200)
    const proxy = await startProxy([await startServer(listener), await startServer(untouched.listener)])
    const response = await fetch(`${proxy}/graphql`, { method: 'POST', body: 'order' })
    expect(response.status).toBe(503)
    expect(untouched.seen).toEqual([])
  })

  test('a POST without a key whose connection broke: 502', async () => {
    const untouched = failing(200)
    const ports = [await startServer(breaking().listener), await startServer(untouched.listener)]
    const response = await fetch(`${await startProxy(ports)}/graphql`, { method: 'POST', body: 'order' })
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_GATEWAY' } }] })
    expect(untouched.seen).toEqual([])
  })

  test('a POST without a key that is not answered in time: 504', async () => {
    const proxy = await startProxy([await startServer(() => undefined)], { attemptMilliseconds: 20 })
    const response = await fetch(`${proxy}/graphql`, { method: 'POST', body: 'order' })
    expect(response.status).toBe(504)
  })
})

describe('targets that fail', () => {
  test('no connection to any: 503, and when to come again', async () => {
    const proxy = await startProxy([await freePort()])
    const response = await fetch(`${proxy}/graphql`, { method: 'POST', body: 'order' })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
  })

  test('a broken connection takes the target out of rotation', async () => {
    const { listener, seen } = breaking()
    const targets = targetsAt(await startServer(listener), await startServer(ok))
    const api = createPool('the API', targets, 'up')
    const proxy = await startProxy([], { api })
    for (let turn = 0; turn < 4; turn += 1) await (await fetch(`${proxy}/graphql`)).text()
    expect(seen).toEqual(['GET'])
    api.mark(targets[0]!, 'up')
    for (let turn = 0; turn < 2; turn += 1) await (await fetch(`${proxy}/graphql`)).text()
    expect(seen).toEqual(['GET', 'GET'])
  })
})
