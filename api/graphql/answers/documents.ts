import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { createIsShareable } from './shareable.ts'

/** Documents whose shareability is remembered; those of a shop's storefronts and apps many times over. */
const mostDocuments = 1_000

/** Finds the operation of a document by hash, if its answer may be shared. */
export type FindShareable = (
  hash: string,
  operationName: string | undefined,
) => Promise<OperationDefinitionNode | undefined>

interface Known {
  readonly document: DocumentNode
  /** By the name that was asked for. */
  readonly shareable: Map<string | undefined, OperationDefinitionNode | undefined>
}

/**
 * @param textOf the text of a registered document. Registered ones have been validated: trusted ones at build time,
 * others before they were kept
 */
export function createDocuments(
  schema: GraphQLSchema,
  textOf: (hash: string) => Promise<string | undefined>,
): FindShareable {
  const isShareable = createIsShareable(schema)
  const documents = new LRUCache<string, Known>({ max: mostDocuments })

  async function find(hash: string): Promise<Known | undefined> {
    const known = documents.get(hash)
    if (known !== undefined) return known
    const text = await textOf(hash)
    // Not remembered: the client is told that it is unknown, and registers it.
    if (text === undefined) return undefined
    const found = { document: parse(text), shareable: new Map() }
    documents.set(hash, found)
    return found
  }

  return async (hash, operationName) => {
    const known = await find(hash)
    if (known === undefined) return undefined
    const operation = getOperationAST(known.document, operationName)
    if (!operation) return undefined
    const name = operation.name?.value
    if (!known.shareable.has(name)) {
      known.shareable.set(name, isShareable(known.document, operation) ? operation : undefined)
    }
    return known.shareable.get(name)
  }
}
