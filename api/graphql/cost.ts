import {
  type DocumentNode,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
} from 'graphql'
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity'

/** More than this is refused by the resolvers; counting higher would only overflow. */
const largestPage = 100

/**
 * Cost of an operation as the @cost directive defines it. graphql-query-complexity walks the operation (fragments,
 * variables, @skip, the dearest member of a union); only the rule for one field is ours.
 *
 * @throws GraphQLError if variables do not fit the operation, or if it has more than 10,000 fields
 */
export function operationCost(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Record<string, unknown> | undefined,
  operationName: string | undefined,
): number {
  return getComplexity({
    schema,
    query,
    variables: variables ?? {},
    ...(operationName === undefined ? {} : { operationName }),
    estimators: [fieldCost(schema)],
  })
}

function fieldCost(schema: GraphQLSchema): ComplexityEstimator {
  const directive = schema.getDirective('cost')
  return ({ field, args, childComplexity }) => {
    const given = directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined
    const weight =
      (given?.['weight'] as number | undefined) ?? (isCompositeType(getNamedType(field.type)) ? 1 : 0)
    return weight + sizeOf(args['first'], given?.['assumedSize'] as number | undefined) * childComplexity
  }
}

function sizeOf(first: unknown, assumedSize: number | undefined): number {
  if (typeof first === 'number') return Math.min(Math.max(first, 1), largestPage)
  return assumedSize ?? 1
}
