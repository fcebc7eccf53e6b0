import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** ISO 8601 instants; resolvers give a Date or an ISO 8601 string. */
export const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    const date = value instanceof Date ? value : typeof value === 'string' ? new Date(value) : undefined
    if (date === undefined || Number.isNaN(date.getTime())) {
      throw new TypeError(
        `DateTime cannot represent ${String(value)}; a resolver must give a Date or an ISO 8601 string.`,
      )
    }
    return date.toISOString()
  },
  parseValue: parse,
  parseLiteral: (literal) => parse(literal.kind === Kind.STRING ? literal.value : undefined),
})

function parse(value: unknown): Date {
  if (typeof value === 'string' && instant.test(value)) {
    const date = new Date(value)
    if (!Number.isNaN(date.getTime())) return date
  }
  throw new GraphQLError(
    `${JSON.stringify(value)} is not an ISO 8601 instant such as 2026-11-22T16:20:31.000Z.`,
  )
}
