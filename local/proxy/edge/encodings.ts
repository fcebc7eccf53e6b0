import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

/** Encodings that the edge tells apart, in CloudFront's words. */
export type Encodings = 'br,gzip' | 'br' | 'gzip' | 'identity'

/** CloudFront compresses between these sizes, in bytes (developer guide, "Serve compressed files"). */
const compressedBytes = { minimum: 1_000, maximum: 10_000_000 } as const
/** As fast as gzip and denser; more would cost the one who waits. */
const brotliQuality = 5

const compressibleTypes =
  /^(?:text\/|application\/(?:json|javascript|graphql-response\+json|xml)\b|image\/svg\+xml)/

/** The client's Accept-Encoding, brought to the few forms that matter, so that answers are kept few times. */
export function acceptedEncodings(header: string | string[] | undefined): Encodings {
  const accepted = new Set(
    String(header ?? '')
      .toLowerCase()
      .split(',')
      .map((item) => item.trim().split(/\s*;\s*/))
      .filter(([, quality]) => quality === undefined || Number(quality.replace('q=', '')) > 0)
      .map(([name]) => name),
  )
  const isBrotli = accepted.has('br')
  const isGzip = accepted.has('gzip')
  if (isBrotli) return isGzip ? 'br,gzip' : 'br'
  return isGzip ? 'gzip' : 'identity'
}

export interface Encoded {
  readonly encoding: 'br' | 'gzip' | undefined
  readonly body: Buffer
}

/** Compresses what its process sent as it is, if the client takes it and it is worth it. */
export async function compress(
  body: Buffer,
  headers: Readonly<Record<string, string>>,
  encodings: Encodings,
): Promise<Encoded> {
  const isWorthIt =
    headers['content-encoding'] === undefined &&
    compressibleTypes.test(headers['content-type'] ?? '') &&
    body.length >= compressedBytes.minimum &&
    body.length <= compressedBytes.maximum
  if (!isWorthIt || encodings === 'identity') return { encoding: undefined, body }
  if (encodings === 'gzip') return { encoding: 'gzip', body: await compressGzip(body) }
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  }
  return { encoding: 'br', body: await compressBrotli(body, { params }) }
}
