import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Operations that were registered at build time, by the sha256 of their text. */
export interface TrustedDocuments {
  has(hash: string | undefined): boolean
  text(hash: string): string | undefined
}

const manifest = z.record(
  z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in hexadecimal digits'),
  z.string().min(1),
)

/**
 * Reads the manifest, a JSON object of sha256 -> text.
 * @param path undefined: there are none
 * @throws Error if the file is not readable, or if a hash is not its text's: then somebody changed it after the build
 */
export function readTrustedDocuments(path: string | undefined): TrustedDocuments {
  const texts = new Map(Object.entries(path === undefined ? {} : parse(path)))
  for (const [hash, text] of texts) {
    const actual = createHash('sha256').update(text).digest('hex')
    if (actual !== hash) {
      throw new Error(
        `${String(path)}: the document under ${hash} has the hash ${actual}. Build the manifest again.`,
      )
    }
  }
  return { has: (hash) => hash !== undefined && texts.has(hash), text: (hash) => texts.get(hash) }
}

function parse(path: string): Record<string, string> {
  try {
    return manifest.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new Error(
      `The trusted documents ${path} cannot be read; a JSON object of sha256 -> text is needed.`,
      {
        cause: error,
      },
    )
  }
}
