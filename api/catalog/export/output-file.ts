import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/**
 * Writes a text into a file, compressed if its name ends in .gz; without a name to the standard output. A file is
 * replaced as a whole at the end: a feed that is being fetched is never half of one.
 */
export async function writeOutput(path: string | undefined, text: AsyncIterable<string>): Promise<void> {
  const chunks = Readable.from(inChunks(text), { objectMode: false })
  if (path === undefined) {
    await pipeline(chunks, process.stdout)
    return
  }
  const part = `${path}.part`
  try {
    if (path.endsWith('.gz')) await pipeline(chunks, createGzip(), createWriteStream(part))
    else await pipeline(chunks, createWriteStream(part))
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function* inChunks(text: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let chunk = ''
  for await (const piece of text) {
    chunk += piece
    if (chunk.length < 65_536) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  if (chunk !== '') yield Buffer.from(chunk)
}
