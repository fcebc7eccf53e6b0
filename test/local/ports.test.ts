import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  checkPortsAreFree,
  derivePorts,
  foundationPorts,
  parsePortBase,
  shopPorts,
} from '../../local/ports.ts'

describe('the ports of an environment', () => {
  test('are all different, and those of the next environment, 30 further on, too', () => {
    const ports = [4000, 4030].flatMap((base) => {
      const derived = derivePorts(base)
      return [...shopPorts(derived), ...foundationPorts(derived)].map(({ port }) => port)
    })
    expect(new Set(ports).size).toBe(ports.length)
  })

  test.each(['1023', '55001', '4000.5', 'four', ''])('cannot begin at %j', (value) => {
    expect(() => parsePortBase(value)).toThrow(`Port base '${value}' is not possible`)
  })

  test.each(['127.0.0.1', '::1'])(
    'are refused when one is taken on %s, naming it, its holder and the remedy',
    async (host) => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, host, resolve))
      onTestFinished(() => {
        server.close()
      })
      const { port } = server.address() as AddressInfo
      await expect(checkPortsAreFree([{ port, purpose: 'the shop' }])).rejects.toThrow(
        new RegExp(
          `^Port ${port}, needed for the shop, is taken by process ${process.pid} \\(.+\\): .*--port-base N`,
        ),
      )
    },
  )

  test('are accepted when nothing listens', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    await expect(checkPortsAreFree([{ port, purpose: 'the shop' }])).resolves.toBeUndefined()
  })
})
