import type { GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { FindShareable } from './documents.ts'
import { canonicalVariables, type Question, questionKey, readAsked } from './question.ts'

export interface Questions {
  /** If the address has been read before, so that a hit parses nothing. */
  recall(url: string): Question | undefined
  /** Undefined: not a proper question, or its answer must not be shared. */
  read(url: string): Promise<Question | undefined>
}

/** Addresses are the clients' choice, in number and in length; together they take at most about 32 MB. */
const mostCharacters = 8_000_000
const longestRemembered = 4_000

/** @param release of this process; see `questionKey` */
export function createQuestions(
  schema: GraphQLSchema,
  findShareable: FindShareable,
  release: string,
): Questions {
  const remembered = new LRUCache<string, Question>({
    maxSize: mostCharacters,
    // A question holds its variables twice.
    sizeCalculation: (_, url) => 3 * url.length,
  })
  return {
    recall: (url) => remembered.get(url),
    async read(url) {
      const known = remembered.get(url)
      if (known !== undefined) return known
      const asked = readAsked(url)
      if (asked === undefined) return undefined
      const operation = await findShareable(asked.hash, asked.operationName)
      if (operation === undefined) return undefined
      const canonical = canonicalVariables(schema, operation, asked.variables)
      if (canonical === undefined) return undefined
      const key = questionKey(release, asked.hash, operation, canonical)
      const question = { ...asked, operationName: operation.name?.value, key, canonical }
      if (url.length <= longestRemembered) remembered.set(url, question)
      return question
    },
  }
}
