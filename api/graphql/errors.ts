import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Logger } from 'pino'
import { CatalogUnavailable } from '../catalog/catalog-source.ts'
import { DatabaseUnavailable } from '../database/database.ts'
import { AuthenticationUnavailable } from '../security/authentication.ts'
import { currentFacts } from '../telemetry/request-facts.ts'

/** Beyond this a message only repeats what the client sent. */
const longestMessage = 500

/**
 * What a client sees of an error: a stable code, the request id, and a message that was written for clients. All
 * else is masked and logged with its cause.
 */
export function createErrorFormatter(
  log: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const cause = unwrapResolverError(error)
    const facts = currentFacts()
    const { code, message } = describe(formatted, error, cause)
    if (code === 'INTERNAL_SERVER_ERROR') {
      log.error(
        { err: cause, path: formatted.path, requestId: facts?.requestId },
        'unexpected error in a resolver',
      )
    } else if (code === 'SERVICE_UNAVAILABLE') {
      log.warn({ err: cause, path: formatted.path, requestId: facts?.requestId }, 'answer without its data')
    }
    return {
      ...formatted,
      message: message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message,
      extensions: { ...formatted.extensions, code, requestId: facts?.requestId },
    }
  }
}

function describe(
  formatted: GraphQLFormattedError,
  error: unknown,
  cause: unknown,
): { code: string; message: string } {
  if (isUnavailability(cause)) {
    return { code: 'SERVICE_UNAVAILABLE', message: 'The service is briefly unavailable. Try again.' }
  }
  const given = formatted.extensions?.['code']
  const code = typeof given === 'string' ? given : 'INTERNAL_SERVER_ERROR'
  if (code !== 'INTERNAL_SERVER_ERROR') return { code, message: formatted.message }
  // Apollo gives no code to some faults of the request itself (malformed persisted queries); those have no path.
  if (error instanceof GraphQLError && error.originalError === undefined && error.path === undefined) {
    return { code: 'BAD_REQUEST', message: formatted.message }
  }
  return { code, message: 'Something went wrong on our side. Please report the request id.' }
}

function isUnavailability(cause: unknown): boolean {
  if (cause instanceof DatabaseUnavailable || cause instanceof AuthenticationUnavailable) return true
  if (cause instanceof CatalogUnavailable) return true
  // The request's signal: its deadline has passed.
  return cause instanceof DOMException && (cause.name === 'TimeoutError' || cause.name === 'AbortError')
}
