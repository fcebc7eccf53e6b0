import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { paths } from '../api/contract.ts'
import type { Question } from './load.ts'

const documents = z.record(z.string(), z.string())

/** German shoppers in Germany, as most of them are. */
export const market = { language: 'DE', country: 'DE', currency: 'EUR' } as const

/**
 * Asks one of the storefront's operations as the storefront does: by GET, by hash, with sorted variables.
 * @throws if the storefront has no operation of that name
 */
export function storefrontQuestion(
  operationName: string,
  variables: Readonly<Record<string, unknown>>,
): Question {
  const parameters = new URLSearchParams({
    operationName,
    variables: JSON.stringify(sorted(variables)),
    extensions: JSON.stringify({ persistedQuery: { sha256Hash: hashOf(operationName), version: 1 } }),
  })
  return {
    path: `${paths.graphql}?${parameters.toString()}`,
    headers: { 'apollo-require-preflight': '1', accept: 'application/json', 'accept-encoding': 'br, gzip' },
  }
}

function hashOf(operationName: string): string {
  const file = new URL('../web/generated/documents.json', import.meta.url)
  const found = Object.entries(documents.parse(JSON.parse(readFileSync(file, 'utf8')))).find(([, text]) =>
    new RegExp(`\\bquery ${operationName}\\b`).test(text),
  )
  if (found === undefined)
    throw new Error(`The storefront has no query ${operationName}; run npm run generate.`)
  return found[0]
}

function sorted(variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1)))
}
