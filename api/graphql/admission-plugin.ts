import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation } from '@apollo/server'
import type { ServedRequest } from './served-request.ts'

/** Looks at an operation before it is executed; throws to refuse it. */
export type AdmissionStep = (
  operation: GraphQLRequestContextDidResolveOperation<ServedRequest>,
) => void | Promise<void>

/**
 * Runs the steps one after the other. As plugins of their own they would run at once (Apollo starts all hooks
 * together): a refused operation would still spend its budget, and a second refusal would be an unhandled rejection,
 * which ends the process.
 */
export function createAdmissionPlugin(steps: readonly AdmissionStep[]): ApolloServerPlugin<ServedRequest> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async didResolveOperation(operation) {
          for (const step of steps) await step(operation)
        },
      }),
  }
}
