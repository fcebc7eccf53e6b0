import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ImportRefused } from './rejection.ts'

/** The file's bytes, decompressed if its name ends in .gz; `-` is the standard input. */
export function openInput(path: string): Readable {
  if (path === '-') return process.stdin
  const file = createReadStream(path)
  return path.endsWith('.gz') ? gunzipped(file) : file
}

/** @returns a stream that ends with ImportRefused if the compressed data is broken or ends too early */
function gunzipped(file: Readable): Readable {
  const output = new PassThrough()
  const gunzip = createGunzip()
  pipeline(file, gunzip, (error) => {
    if (error != null) output.destroy(compressionFault(error))
  })
  gunzip.pipe(output)
  // Whoever reads gets the fault; it must not end the process when it comes after the last reader has gone.
  output.on('error', () => undefined)
  return output
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
