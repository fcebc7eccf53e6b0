import type { ApolloServerPlugin } from '@apollo/server'
import type { ServedRequest } from './served-request.ts'

/** Statuses of errors met during execution, where nothing of the answer is left; the first one that fits is sent. */
const statuses: readonly (readonly [code: string, status: number])[] = [
  ['SERVICE_UNAVAILABLE', 503],
  ['INTERNAL_SERVER_ERROR', 500],
  ['UNAUTHENTICATED', 401],
  ['FORBIDDEN', 403],
]

/**
 * Gives answers without any data the HTTP status of their error, so that balancers, alarms and canaries see it;
 * Apollo would send 200. Answers with some data stay 200.
 */
export const statusPlugin: ApolloServerPlugin<ServedRequest> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response, contextValue }) => {
        if (response.body.kind === 'single') {
          const { errors, data } = response.body.singleResult
          contextValue.facts.errorCodes = (errors ?? []).map(({ extensions }) => String(extensions?.['code']))
          if (errors !== undefined && isEmpty(data) && (response.http.status ?? 200) === 200) {
            const status = statuses.find(([code]) => contextValue.facts.errorCodes.includes(code))?.[1]
            if (status !== undefined) response.http.status = status
          }
        }
        return Promise.resolve()
      },
    }),
}

function isEmpty(data: Record<string, unknown> | null | undefined): boolean {
  return data === null || data === undefined || Object.values(data).every((value) => value === null)
}
