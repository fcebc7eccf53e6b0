import {
  type ArgumentNode,
  type DocumentNode,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  Kind,
  visit,
} from 'graphql'
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity'
import { LRUCache } from 'lru-cache'

/** More than this is refused by the resolvers; counting higher would only overflow. */
const largestPage = 100

/** Costs that are remembered of one document: page sizes that clients ask for, times what they skip. */
const mostCosts = 100
/** Longer ones come of values that do not belong there, and are not worth their memory. */
const longestKey = 200

/** As `operationCost`, of one schema. */
export type OperationCost = (
  query: DocumentNode,
  variables: Record<string, unknown> | undefined,
  operationName: string | undefined,
) => number

/**
 * Computes the cost of a document that is kept (document store) once for all requests that cannot differ in it: walking
 * it takes longer than executing it. Variables that do not bear on the cost are then left for others to check.
 */
export function createOperationCost(schema: GraphQLSchema): OperationCost {
  const known = new WeakMap<DocumentNode, KnownCosts>()
  return (query, variables, operationName) => {
    let costs = known.get(query)
    if (costs === undefined) {
      costs = { ...variablesOf(query), byKey: new LRUCache({ max: mostCosts }) }
      known.set(query, costs)
    }
    const key = costKey(costs, variables ?? {}, operationName)
    const remembered = costs.byKey.get(key)
    if (remembered !== undefined) return remembered
    const cost = operationCost(schema, query, variables, operationName)
    if (key.length <= longestKey) costs.byKey.set(key, cost)
    return cost
  }
}

interface KnownCosts {
  readonly declared: ReadonlySet<string>
  /** Those of them whose values bear on the cost. */
  readonly deciding: ReadonlySet<string>
  readonly byKey: LRUCache<string, number>
}

function variablesOf(document: DocumentNode): Pick<KnownCosts, 'declared' | 'deciding'> {
  const declared = new Set<string>()
  const deciding = new Set<string>()
  const decide = ({ value }: ArgumentNode) => {
    if (value.kind === Kind.VARIABLE) deciding.add(value.name.value)
  }
  visit(document, {
    VariableDefinition: ({ variable }) => void declared.add(variable.name.value),
    Directive: ({ arguments: given }) => given?.forEach(decide),
    Field: ({ arguments: given }) => given?.filter(({ name }) => name.value === 'first').forEach(decide),
  })
  return { declared, deciding }
}

/** Of the others it matters only whether they are there: null for an argument that cannot be null is refused. */
function costKey(
  { declared, deciding }: Pick<KnownCosts, 'declared' | 'deciding'>,
  given: Record<string, unknown>,
  operationName: string | undefined,
): string {
  const values: Record<string, unknown> = {}
  for (const name of declared) {
    const value = given[name]
    values[name] = deciding.has(name) || value === null || value === undefined ? value : true
  }
  return JSON.stringify([operationName, values])
}

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
