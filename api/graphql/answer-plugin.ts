import type { ApolloServerPlugin } from '@apollo/server'
import type { LimitsConfig } from '../config.ts'
import type { ServedRequest } from './served-request.ts'

/** Statuses of errors met during execution, where nothing of the answer is left; the first one that fits is sent. */
const statuses: readonly (readonly [code: string, status: number])[] = [
  ['SERVICE_UNAVAILABLE', 503],
  ['INTERNAL_SERVER_ERROR', 500],
  ['UNAUTHENTICATED', 401],
  ['FORBIDDEN', 403],
]

/**
 * Tells the cost, and gives answers without any data the HTTP status of their error, so that balancers, alarms and
 * canaries see it; Apollo would send 200. Answers with some data stay 200.
 */
export function createAnswerPlugin({ maximumCost }: LimitsConfig): ApolloServerPlugin<ServedRequest> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ response, contextValue: { facts } }) {
          if (response.body.kind === 'single') {
            const { singleResult } = response.body
            facts.errorCodes = (singleResult.errors ?? []).map(({ extensions }) =>
              String(extensions?.['code']),
            )
            response.http.status = statusOf(response.http.status ?? 200, singleResult.data, facts.errorCodes)
            if (facts.cost !== undefined) {
              const cost = { requested: facts.cost, maximum: maximumCost }
              singleResult.extensions = { ...singleResult.extensions, cost }
            }
          }
          return Promise.resolve()
        },
      }),
  }
}

function statusOf(
  status: number,
  data: Record<string, unknown> | null | undefined,
  codes: readonly string[],
): number {
  if (status !== 200 || codes.length === 0 || !isEmpty(data)) return status
  return statuses.find(([code]) => codes.includes(code))?.[1] ?? status
}

function isEmpty(data: Record<string, unknown> | null | undefined): boolean {
  return data === null || data === undefined || Object.values(data).every((value) => value === null)
}
