import { createHash } from 'node:crypto'

/** A page whose own inline scripts are named by their hashes instead of by a nonce. */
export interface HashedPage {
  readonly html: string
  /** Sources for `script-src`, e.g. `'sha256-…'`. */
  readonly sources: readonly string[]
}

/**
 * Turns a page that was rendered with a nonce into one that many may get. A nonce that is kept with the page could be
 * read by anyone and put into what is injected elsewhere; a hash allows nothing but the very script.
 *
 * Only scripts that bear the nonce are hashed. It was made for this rendering and is known to nobody, so a script that
 * came in with the catalogue's texts does not bear it and stays forbidden.
 */
export function hashInlineScripts(html: string, nonce: string): HashedPage {
  const attribute = ` nonce="${nonce}"`
  const sources = new Set<string>()
  for (const [, attributes = '', content = ''] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    if (!attributes.includes(attribute) || content === '') continue
    sources.add(`'sha256-${createHash('sha256').update(content).digest('base64')}'`)
  }
  return { html: html.replaceAll(attribute, ''), sources: [...sources] }
}
