import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip' | 'identity'

/** Below this an answer travels in one packet anyway (1,500 bytes less the headers). */
const compressedFromBytes = 1_000

/** Of eleven: nearly the size of the best one for JSON at a fiftieth of its time; done once per answer. */
const brotliQuality = 5

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

/** The body in every encoding that is sent, smallest first choice; ready, so that no request waits for a compressor. */
export async function encodeBody(identity: Buffer): Promise<Partial<Record<Encoding, Buffer>>> {
  if (identity.length < compressedFromBytes) return { identity }
  const [br, zipped] = await Promise.all([
    compressBrotli(identity, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
      },
    }),
    compressGzip(identity),
  ])
  return { br, gzip: zipped, identity }
}

/**
 * The best encoding that the client takes, among those that there are (RFC 9110, 12.5.3). Weights other than 0 are not
 * compared: every client that takes Brotli is served best by it.
 */
export function chooseEncoding(
  accepted: string | undefined,
  there: Readonly<Record<string, unknown>>,
): Encoding {
  if (accepted === undefined) return 'identity'
  if (there['br'] !== undefined && takes(accepted, 'br')) return 'br'
  if (there['gzip'] !== undefined && takes(accepted, 'gzip')) return 'gzip'
  return 'identity'
}

function takes(accepted: string, encoding: string): boolean {
  for (const item of accepted.split(',')) {
    const [name = '', weight = ''] = item.split(';')
    if (name.trim().toLowerCase() === encoding) return !/^\s*q\s*=\s*0(\.0*)?\s*$/i.test(weight)
  }
  return false
}
