import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request as sendRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createPool } from '../../../local/proxy/pool.ts'
import { startProxy, startServer, targetsAt } from './servers.ts'

describe('what a target sees', () => {
  test('who asked, through what, and an id; nothing that concerns one connection only', async () => {
    let seen: IncomingHttpHeaders = {}
    const port = await startServer((request, response) => {
      seen = request.headers
      response.end()
    })
    const proxy = await startProxy([port])
    await send(`${proxy}/graphql`, {
      headers: {
        'x-forwarded-for': '203.0.113.7',
        'x-forwarded-proto': 'https',
        connection: 'keep-alive, x-secret',
        'x-secret': '1',
        te: 'trailers',
        'proxy-authorization': 'Basic eA==',
      },
    })
    expect(seen).toMatchObject({
      'x-forwarded-for': '203.0.113.7, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(proxy).host,
      host: new URL(proxy).host,
    })
    expect(seen['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    for (const name of ['x-secret', 'te', 'proxy-authorization']) expect(seen).not.toHaveProperty(name)
  })

  test('the id that the client gave', async () => {
    const port = await startServer((request, response) => response.end(request.headers['x-request-id']))
    const proxy = await startProxy([port])
    expect((await send(`${proxy}/graphql`, { headers: { 'x-request-id': 'mine' } })).body).toBe('mine')
  })

  test('the normalized path, so that nothing slips past the routes', async () => {
    const port = await startServer((request, response) => response.end(request.url))
    const proxy = await startProxy([port])
    expect((await send(`${proxy}/graphql`, { path: '/assets/../graphql?query=%7Bshop%7D' })).body).toBe(
      '/graphql?query=%7Bshop%7D',
    )
  })
})

describe('what a client sees', () => {
  test('several cookies, the status and a streamed body', async () => {
    const port = await startServer((_request, response) => {
      response.writeHead(201, { 'set-cookie': ['a=1', 'b=2'] })
      response.write('first ')
      response.end('second')
    })
    const { status, headers, body } = await send(`${await startProxy([port])}/graphql`, {})
    expect([status, headers['set-cookie'], body]).toEqual([201, ['a=1', 'b=2'], 'first second'])
  })

  test('a broken connection when a target breaks off within its answer', async () => {
    const port = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.socket?.destroy())
    })
    await expect(send(`${await startProxy([port])}/graphql`, {})).rejects.toThrow()
  })

  test.each([
    ['announced', { 'content-length': '1001' }],
    ['not announced', { 'transfer-encoding': 'chunked' }],
  ])('413 for a body that is too long, its length %s', async (_case, headers) => {
    const port = await startServer((_request, response) => response.end('taken'))
    const { status, body } = await send(`${await startProxy([port])}/graphql`, {
      method: 'POST',
      headers,
      body: 'x'.repeat(1_001),
    })
    expect(status).toBe(413)
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] })
  })
})

describe('routes', () => {
  test.each(['/healthz', '/readyz', '/metrics', '/./metrics', '/graphql/../metrics'])(
    '%s is nobody’s business',
    async (path) => {
      const port = await startServer((_request, response) => response.end('inside'))
      const web = createPool('the storefront', targetsAt(port), 'up')
      const { status, body } = await send(await startProxy([port], { web }), { path })
      expect(status).toBe(404)
      expect(body).not.toContain('inside')
    },
  )

  test.each([
    ['/graphql', 'api'],
    ['/graphql/2026-10', 'api'],
    ['/webhooks/payment', 'api'],
    ['/graphqlx', 'web'],
    ['/', 'web'],
    ['/assets/app.js', 'web'],
  ])('%s leads to %s', async (path, expected) => {
    const api = await startServer((_request, response) => response.end('api'))
    const web = createPool(
      'the storefront',
      targetsAt(await startServer((_q, response) => response.end('web'))),
      'up',
    )
    expect((await send(await startProxy([api], { web }), { path })).body).toBe(expected)
  })

  test('product pictures come from their folder, and nothing outside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kontor-'))
    onTestFinished(async () => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'chair.svg'), '<svg/>')
    await writeFile(`${folder}.txt`, 'outside')
    onTestFinished(async () => rm(`${folder}.txt`))
    const proxy = await startProxy([], { picturesFolder: folder })
    const picture = await send(proxy, { path: '/assets/products/chair.svg' })
    expect([picture.status, picture.headers['content-type'], picture.body]).toEqual([
      200,
      'image/svg+xml',
      '<svg/>',
    ])
    const outside = `/assets/products/..%2f${folder.split('/').at(-1) ?? ''}.txt`
    expect((await send(proxy, { path: outside })).status).toBe(404)
    expect((await send(proxy, { path: '/assets/products/table.svg' })).status).toBe(404)
  })
})

interface Sent {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** fetch would normalize paths and keep headers such as Connection to itself. */
async function send(url: string, { path, method, headers, body }: Sent) {
  const { hostname, port, pathname } = new URL(url)
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined
    headers: IncomingHttpHeaders
    body: string
  }>()
  const request = sendRequest({ hostname, port, path: path ?? pathname, method, headers, agent: false })
  request.on('error', reject)
  request.on('response', (response) => {
    text(response).then((answer) => {
      resolve({ status: response.statusCode, headers: response.headers, body: answer })
    }, reject)
  })
  request.end(body)
  return await promise
}
