/** The answer ended before it was complete. */
export class TruncatedBody extends Error {
  override readonly name = 'TruncatedBody'
}

/** The answer is longer than anything that the protocol has. */
class BodyTooLong extends Error {
  override readonly name = 'BodyTooLong'
}

/**
 * Text of an answer, of which no more is read than `limitBytes` (after decompression, so that a small packet cannot
 * unfold in memory).
 *
 * @throws BodyTooLong, TruncatedBody
 */
export async function readBody(response: Response, limitBytes: number): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  // fetch gives bytes; its type does not say so.
  const chunks = response.body as ReadableStream<Uint8Array>
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength
      // Leaving the loop cancels the stream, which closes the connection.
      if (bytes > limitBytes) break
      text += decoder.decode(chunk, { stream: true })
    }
    if (bytes <= limitBytes) return text + decoder.decode()
  } catch (error) {
    throw new TruncatedBody(`The answer broke off after ${bytes} bytes, or is not UTF-8.`, { cause: error })
  }
  throw new BodyTooLong(`The answer is longer than the ${limitBytes} bytes that are read.`)
}
