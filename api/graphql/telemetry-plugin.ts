import type { ApolloServerPlugin } from '@apollo/server'
import type { Metrics } from '../telemetry/metrics.ts'
import type { ServedRequest } from './served-request.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** Names the operation for the log line and measures it. */
export function createTelemetryPlugin(
  metrics: Metrics,
  trusted: TrustedDocuments,
): ApolloServerPlugin<ServedRequest> {
  return {
    requestDidStart: () => {
      const stop = metrics.graphqlOperationSeconds.startTimer()
      return Promise.resolve({
        willSendResponse({ queryHash, operationName, contextValue: { facts }, response }) {
          facts.operationName = operationName?.slice(0, 100)
          // Names of unknown documents are the clients' choice and would make any number of time series.
          const operation = trusted.has(queryHash) ? (facts.operationName ?? 'unnamed') : 'other'
          const failed = response.body.kind === 'single' && response.body.singleResult.errors !== undefined
          stop({ operation, outcome: failed ? 'failure' : 'success' })
          return Promise.resolve()
        },
      })
    },
  }
}
