import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

/** A server that does what it is told, question by question, and remembers what it was asked. */
export interface MisbehavingServer {
  readonly baseUrl: string
  readonly requests: readonly IncomingMessage[]
  /** What it does next, one after the other; the last one goes on. */
  behave(...behaviours: readonly Behaviour[]): void
  close(): Promise<void>
}

export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  const requests: IncomingMessage[] = []
  let behaviours: readonly Behaviour[] = [status(500)]
  const server = createServer((request, response) => {
    requests.push(request)
    const [first, ...rest] = behaviours
    if (rest.length > 0) behaviours = rest
    first?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    behave(...next) {
      requests.length = 0
      behaviours = next
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

export const never: Behaviour = () => undefined

export const status =
  (code: number, headers: Record<string, string> = {}, body = '{}'): Behaviour =>
  (_request, response) => {
    response.writeHead(code, headers).end(body)
  }

export const json = (body: unknown, headers: Record<string, string> = {}): Behaviour =>
  status(200, { 'content-type': 'application/json', ...headers }, JSON.stringify(body))

export const text = (body: string): Behaviour => status(200, { 'content-type': 'application/json' }, body)

/** Promises 100 bytes and hangs up after some. */
export const truncated: Behaviour = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' })
  response.write('{"count":', () => response.destroy())
}

/** Sends for as long as anybody listens. */
export const endless: Behaviour = (_request, response) => {
  response.writeHead(200)
  const send = () => {
    while (!response.destroyed && response.write('x'.repeat(10_000)));
  }
  response.on('drain', send)
  send()
}
