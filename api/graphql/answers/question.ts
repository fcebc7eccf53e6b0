import { createHash } from 'node:crypto'
import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql'
import { paths } from '../../contract.ts'

/** What a request asks by GET: a document by its hash, and with which variables. */
export interface Asked {
  readonly hash: string
  readonly operationName: string | undefined
  /** As sent. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** An operation whose answer may be shared. Equal questions have equal keys. */
export interface Question extends Asked {
  readonly key: string
  /** `variables` as `canonicalVariables` writes them. */
  readonly canonical: string
}

const questionPath = `${paths.graphql}?`

/** Whether the request can be for a shared answer at all; the rest is for others. */
export function isQuestion<Request extends { method?: string | undefined; url?: string | undefined }>(
  request: Request,
): request is Request & { method: string; url: string } {
  const { method, url } = request
  return (method === 'GET' || method === 'HEAD') && url !== undefined && url.startsWith(questionPath)
}

/**
 * Reads a question's address. Parameters that have no meaning are left out of consideration.
 *
 * @returns undefined if it is no proper question for a document by hash: Apollo tells the client what is wrong
 */
export function readAsked(url: string): Asked | undefined {
  const parameters = new URLSearchParams(url.slice(questionPath.length))
  const [names, variables, extensions] = ['operationName', 'variables', 'extensions'].map((name) =>
    parameters.getAll(name),
  ) as [string[], string[], string[]]
  const isOnce = names.length <= 1 && variables.length <= 1 && extensions.length === 1
  if (!isOnce || parameters.has('query')) return undefined
  const given = parseObject(variables[0] ?? '{}')
  const hash = hashOf(parseObject(extensions[0] ?? ''))
  if (given === undefined || hash === undefined) return undefined
  return { hash, operationName: names[0] === '' ? undefined : names[0], variables: given }
}

function hashOf(extensions: Record<string, unknown> | undefined): string | undefined {
  const persisted = extensions?.['persistedQuery']
  if (typeof persisted !== 'object' || persisted === null) return undefined
  const { version, sha256Hash: hash } = persisted as { version?: unknown; sha256Hash?: unknown }
  return version === 1 && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? hash : undefined
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/**
 * The variables as execution will see them, as JSON with sorted keys: defaults filled in, single items made lists,
 * unknown ones left out. So equal questions have equal texts however they are written.
 *
 * @returns undefined if they do not fit the operation: Apollo tells the client what is wrong
 */
export function canonicalVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): string | undefined {
  const definitions = operation.variableDefinitions ?? []
  const { coerced } = getVariableValues(schema, definitions, given, { maxErrors: 1 })
  return coerced === undefined ? undefined : JSON.stringify(coerced, withSortedKeys)
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)),
  )
}

/**
 * The key of a question. It holds the release, so that neither a bad candidate's answers reach the shoppers of the
 * release before it, nor yesterday's answers stay after a correction.
 */
export function questionKey(
  release: string,
  hash: string,
  operation: OperationDefinitionNode,
  variables: string,
): string {
  const digest = createHash('sha256')
  for (const part of [release, hash, operation.name?.value ?? '', variables]) {
    digest.update(`${part.length}:`).update(part)
  }
  return `answer:${digest.digest('base64url')}`
}
