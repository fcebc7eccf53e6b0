import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as the API saw it. */
interface SeenRequest {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What the API does with a request; `kill` resets the connection as a killed process does. */
export type Behaviour =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body: string
      readonly headers?: Record<string, string>
    }
  | { readonly kind: 'kill' }
  | { readonly kind: 'kill-halfway' }

export const ok = (data: unknown): Behaviour => ({
  kind: 'answer',
  status: 200,
  body: JSON.stringify({ data }),
})

export const refusal = (code: string, status = 200): Behaviour => ({
  kind: 'answer',
  status,
  body: JSON.stringify({ errors: [{ message: 'no', extensions: { code } }] }),
})

function behave(response: ServerResponse, behaviour: Behaviour): void {
  switch (behaviour.kind) {
    case 'answer':
      response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers })
      response.end(behaviour.body)
      return
    case 'kill':
      response.socket?.resetAndDestroy()
      return
    case 'kill-halfway':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"data":', () => response.socket?.resetAndDestroy())
      return
  }
}

/** A real HTTP server that does what the list says, request by request; the last entry repeats. */
export async function startFaultyApi(behaviours: readonly [Behaviour, ...Behaviour[]]) {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: new URL(request.url ?? '', 'http://api.test'),
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      })
      behave(response, behaviours[Math.min(seen.length, behaviours.length) - 1] ?? behaviours[0])
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: new URL(`http://127.0.0.1:${port}`),
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
