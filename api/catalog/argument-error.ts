import { GraphQLError } from 'graphql'

type ArgumentErrorCode = 'BAD_CURSOR' | 'BAD_FILTER' | 'BAD_PAGE_SIZE' | 'BAD_SEARCH'

/** An argument of a catalogue query that its type allows and the shop does not. */
export function argumentError(code: ArgumentErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
