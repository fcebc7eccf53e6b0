import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'

/** A cached value with what tells whether it may still be served. */
export interface Entry<T> {
  readonly value: T
  readonly tags: readonly string[]
  /** Instant of the tag clock before the load began. */
  readonly loadedAt: number
  /** Milliseconds since the epoch. */
  readonly freshUntil: number
}

/** Below this, compressing costs more time than the network saves (facts: 4 KB values take 0.3 ms uncompressed). */
const compressedFromBytes = 8_192

/** Zstandard's magic number; JSON never begins so. */
const zstdMagic = 0x28
const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

export async function encodeEntry(entry: Entry<unknown>): Promise<Buffer> {
  const json = Buffer.from(JSON.stringify(entry))
  return json.length < compressedFromBytes ? json : compress(json)
}

/** @throws if the bytes are none of `encodeEntry`'s */
export async function decodeEntry<T>(bytes: Buffer): Promise<Entry<T>> {
  const json = bytes[0] === zstdMagic ? await decompress(bytes) : bytes
  return JSON.parse(json.toString()) as Entry<T>
}
