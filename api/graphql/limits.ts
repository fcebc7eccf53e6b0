import { GraphQLError, type GraphQLSchema } from 'graphql'
import type { LimitsConfig } from '../config.ts'
import type { Budget, SpendBudget } from '../security/rate-limit.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { AdmissionStep } from './admission-plugin.ts'
import { clientError } from './client-errors.ts'
import { createOperationCost } from './cost.ts'

/** Computes the cost before anything is executed, refuses what costs too much, takes it from the client's budget. */
export function createLimits(
  schema: GraphQLSchema,
  { maximumCost }: LimitsConfig,
  spend: SpendBudget,
  metrics: Metrics,
): AdmissionStep {
  const operationCost = createOperationCost(schema)
  return async ({ document, request, contextValue, response }) => {
    const { facts, payer } = contextValue
    const cost = costOf(() => operationCost(document, request.variables, request.operationName))
    facts.cost = cost
    metrics.graphqlOperationCost.observe(cost)
    if (cost > maximumCost) {
      throw clientError(
        'COST_LIMIT_EXCEEDED',
        400,
        `The operation costs ${cost}; at most ${maximumCost} is allowed. Ask for fewer items (first) or fields.`,
      )
    }
    // An operation without cost still takes our time.
    const budget = await spend(payer, Math.max(1, cost))
    const headers = budgetHeaders(budget)
    if (!budget.allowed) {
      throw clientError(
        'RATE_LIMITED',
        429,
        `The budget of ${budget.limit} per ${budget.windowSeconds} s is spent; try again in ${budget.resetSeconds} s.`,
        { ...headers, 'retry-after': String(budget.resetSeconds) },
      )
    }
    for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value)
  }
}

function costOf(compute: () => number): number {
  try {
    return compute()
  } catch (error) {
    if (error instanceof GraphQLError) throw clientError('BAD_USER_INPUT', 400, error.message)
    throw error
  }
}

/** draft-ietf-httpapi-ratelimit-headers-10. */
function budgetHeaders({ limit, windowSeconds, remaining, resetSeconds }: Budget): Record<string, string> {
  return {
    'ratelimit-policy': `"cost";q=${limit};w=${windowSeconds}`,
    ratelimit: `"cost";r=${remaining};t=${resetSeconds}`,
  }
}
