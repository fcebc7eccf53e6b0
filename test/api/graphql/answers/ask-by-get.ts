import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Writes a manifest of trusted documents, as the storefront's build does. */
export function writeTrustedDocuments(texts: readonly string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kontor-documents-')), 'documents.json')
  writeFileSync(path, JSON.stringify(Object.fromEntries(texts.map((text) => [hashOf(text), text]))))
  return path
}

/** Query of a question for a document by its hash. */
export function questionQuery(text: string, variables?: Record<string, unknown>): URLSearchParams {
  const persistedQuery = { version: 1, sha256Hash: hashOf(text) }
  return new URLSearchParams({
    ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }),
    extensions: JSON.stringify({ persistedQuery }),
  })
}

export interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** What Cache-Status says after the name of the cache. */
  readonly cacheStatus: string
}

export async function get(url: URL | string, init: RequestInit = {}): Promise<Got> {
  const response = await fetch(url, init)
  const headers = Object.fromEntries(response.headers)
  const text = await response.text()
  const cacheStatus = (headers['cache-status'] ?? '').replace(/^kontor; /, '')
  return { status: response.status, headers, text, cacheStatus }
}
