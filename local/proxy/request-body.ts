import type { IncomingMessage } from 'node:http'

/** The client sends more than the proxy takes. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
}

/**
 * Reads a whole request body, so that it can be sent a second time.
 * @param limit In octets.
 * @throws BodyTooLargeError as soon as the limit is passed, or announced to be.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new BodyTooLargeError()
  const chunks: Buffer[] = []
  let length = 0
  // Leaving the loop must not destroy the request: its socket is needed for the answer.
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  for await (const chunk of body) {
    length += chunk.length
    if (length > limit) throw new BodyTooLargeError()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
