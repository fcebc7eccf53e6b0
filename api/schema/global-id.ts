import { GraphQLError } from 'graphql'

/** Makes the `id` of a Node: base64url of `Type:local id`. Opaque to clients. */
export function encodeGlobalId(type: string, localId: string): string {
  return Buffer.from(`${type}:${localId}`).toString('base64url')
}

/**
 * Local id of a global id that must belong to `expectedType`.
 * @throws GraphQLError with code BAD_ID
 */
export function decodeGlobalId(expectedType: string, globalId: string): string {
  const { type, localId } = splitGlobalId(globalId)
  if (type !== expectedType) {
    throw badId(`"${globalId.slice(0, 100)}" is the id of a ${type}; an id of a ${expectedType} is needed.`)
  }
  return localId
}

/**
 * Type and local id of any global id.
 * @throws GraphQLError with code BAD_ID
 */
export function splitGlobalId(globalId: string): { type: string; localId: string } {
  const [, type, localId] =
    /^([A-Za-z]{1,50}):(.{1,200})$/.exec(Buffer.from(globalId, 'base64url').toString()) ?? []
  if (type === undefined || localId === undefined || encodeGlobalId(type, localId) !== globalId) {
    throw badId(`"${globalId.slice(0, 100)}" is not an id. Use ids as the API gave them.`)
  }
  return { type, localId }
}

/** Errors in arguments keep HTTP 200: other fields of the same operation may have succeeded. */
function badId(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_ID' } })
}
