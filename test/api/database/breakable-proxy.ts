import { connect, createServer, type Socket } from 'node:net'

/** A TCP proxy that misbehaves on demand, as a network or a dying server does. */
export interface BreakableProxy {
  /** `postgres://…` through the proxy. */
  readonly url: string
  /** Connections accepted so far. */
  readonly accepted: number
  /** Cuts all connections, and every new one. */
  refuse(): void
  /** Accepts connections and passes nothing on, as a stopped process or a silent network loss does. */
  freeze(): void
  /** Works from now on; what was frozen is cut. */
  heal(): void
  close(): Promise<void>
}

export async function startBreakableProxy(targetUrl: string): Promise<BreakableProxy> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
  let mode: 'works' | 'refuses' | 'frozen' = 'works'
  let accepted = 0

  const server = createServer((client) => {
    accepted += 1
    if (mode === 'refuses') {
      client.destroy()
      return
    }
    const upstream = connect(Number(target.port), target.hostname)
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(from)
      from.on('error', () => undefined)
      from.on('data', (chunk) => {
        if (mode === 'works') to.write(chunk)
      })
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(targetUrl)
  url.port = typeof address === 'object' && address !== null ? String(address.port) : ''
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.toString(),
    get accepted() {
      return accepted
    },
    refuse() {
      mode = 'refuses'
      cut()
    },
    freeze() {
      mode = 'frozen'
    },
    heal() {
      mode = 'works'
      cut()
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
