import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ImportRefused } from './rejection.ts'

/** The file's bytes, decompressed if its name ends in .gz; `-` is the standard input. */
export function openInput(path: string): Readable {
  if (path === '-') return process.stdin
  return path.endsWith('.gz')
    ? Readable.from(decompressed(path), { objectMode: false })
    : createReadStream(path)
}

/**
 * Opens the file when it is first read, so that no fault comes before somebody listens: an import connects first.
 * @throws ImportRefused if the compressed data is broken or ends too early
 */
async function* decompressed(path: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  // zlib may tell of a fault again after it was destroyed for the first.
  gunzip.on('error', () => undefined)
  pipeline(createReadStream(path), gunzip, () => undefined)
  try {
    for await (const chunk of gunzip) yield chunk as Buffer
  } catch (error) {
    throw compressionFault(error as NodeJS.ErrnoException)
  }
}

function compressionFault(error: NodeJS.ErrnoException): Error {
  if (error.code === 'Z_BUF_ERROR') {
    return new ImportRefused('The compressed file ends too early. Copy or download it again.')
  }
  return error.code?.startsWith('Z_') === true
    ? new ImportRefused(`The compressed file is broken: ${error.message}. Copy or download it again.`)
    : error
}

/** Tells files apart by every byte of theirs. A gigabyte takes a second. */
export async function fingerprintOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    hash.update('\u0000file\u0000')
    for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 }))
      hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}
