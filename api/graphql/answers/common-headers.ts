import type { FastifyInstance } from 'fastify'
import { paths } from '../../contract.ts'
import type { CommonHeaders } from './answer-sender.ts'

/** Headers that belong to one answer, not to all. */
const own: ReadonlySet<string> = new Set([
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'vary',
  'x-request-id',
])

/**
 * Learns from the server which headers its answers have whatever they hold (security, CORS), so that what is answered
 * before its routes has the same ones. From here on the server takes no more routes.
 */
export async function commonHeaders(
  app: FastifyInstance,
  origins: readonly string[],
): Promise<CommonHeaders> {
  const always = await headersFor(app, {})
  const names = new Set(always.map(([name]) => name))
  const cors = new Map<string, string[]>()
  for (const origin of origins) {
    const headers = await headersFor(app, { origin })
    cors.set(origin, headers.filter(([name]) => !names.has(name)).flat())
  }
  return { always: always.flat(), cors }
}

async function headersFor(
  app: FastifyInstance,
  given: Readonly<Record<string, string>>,
): Promise<[name: string, value: string][]> {
  const { headers } = await app.inject({ method: 'GET', url: paths.health, headers: given })
  return Object.entries(headers)
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => [name, String(value)])
}
