import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { longestEdgeTag } from '../../../api/contract.ts'
import type { Edge } from './serve.ts'

/** Where the worker posts the tags whose answers the edge shall forget. Not a path of the public server. */
export const purgePath = '/purge'

const order = z.object({ tags: z.array(z.string().min(1).max(longestEdgeTag)).min(1) })

/** Answers a request for a purge. */
export async function takePurge(
  edge: Edge,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const given = order.safeParse(parseJson(await text(request).catch(() => '')))
  if (request.method !== 'POST' || !given.success) {
    const message = `Purge by POST of {"tags": [...]} with one tag or more of 1 to ${String(longestEdgeTag)} characters.`
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
    return
  }
  const purged = edge.purge(given.data.tags)
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ purged }))
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
