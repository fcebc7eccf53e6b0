import { type HeaderMap, HeaderMap as Headers } from '@apollo/server'
import { GraphQLError } from 'graphql'

/** An error that the client caused or must know: its code is stable, its HTTP status is sent. */
export function clientError(
  code: string,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers: headerMap(headers) } } })
}

function headerMap(headers: Readonly<Record<string, string>>): HeaderMap {
  const map = new Headers()
  for (const [name, value] of Object.entries(headers)) map.set(name, value)
  return map
}
