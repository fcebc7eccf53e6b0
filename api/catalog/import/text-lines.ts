import type { Readable } from 'node:stream'
import { ImportRefused } from './rejection.ts'

/** A product with 2,048 variants in 50 price lists takes 6 MB; more than this is no line of ours. */
const maximumLineBytes = 16 * 1024 * 1024
/** What is kept of a line that is too long, to show which it is. */
const shownBytes = 200

export interface TextLine {
  /** The first is 1. */
  readonly line: number
  readonly text: string
  /** Why the line cannot be read; then the text is only its beginning. */
  readonly fault: string | undefined
}

/**
 * Lines of a UTF-8 text, with or without byte order mark, LF or CRLF. A line that is too long or is not UTF-8 is told
 * of and passed over; it is never held in memory as a whole.
 *
 * @throws ImportRefused if the text is UTF-16
 */
export async function* textLines(input: Readable): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 0
  let parts: Buffer[] = []
  let length = 0
  const take = (): TextLine => {
    number += 1
    const bytes = parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts)
    const total = length
    parts = []
    length = 0
    return textLine(number, bytes, total, decoder)
  }
  for await (const chunk of input as AsyncIterable<Buffer | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    let from = 0
    for (;;) {
      const end = bytes.indexOf(10, from)
      const part = bytes.subarray(from, end < 0 ? undefined : end)
      if (length <= maximumLineBytes) parts.push(part)
      // Too long already: only its beginning is kept.
      else if (parts.length > 1) parts = [Buffer.concat(parts).subarray(0, shownBytes)]
      length += part.length
      if (end < 0) break
      yield take()
      from = end + 1
    }
  }
  if (length > 0) yield take()
}

function textLine(
  line: number,
  bytes: Buffer,
  total: number,
  decoder: InstanceType<typeof TextDecoder>,
): TextLine {
  if (line === 1 && (bytes[0] === 0xff || bytes[0] === 0xfe || bytes.subarray(0, 64).includes(0))) {
    throw new ImportRefused('The file is not UTF-8 (maybe UTF-16). Save it as UTF-8.')
  }
  if (total > maximumLineBytes) {
    return {
      line,
      text: bytes.subarray(0, shownBytes).toString('latin1'),
      fault: `The line holds ${total} bytes; at most ${maximumLineBytes} are allowed.`,
    }
  }
  try {
    const text = decoder.decode(bytes)
    return { line, text, fault: undefined }
  } catch {
    const fault = 'The line is not valid UTF-8 (maybe Windows-1252). Save the file as UTF-8.'
    return { line, text: bytes.subarray(0, shownBytes).toString('latin1'), fault }
  }
}
