import { ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { paths } from '../../api/contract.ts'
import { rulePriority } from '../network/load-balancer.ts'
import type { Route } from '../release/canary-service.ts'

/** Everything that the API answers. */
export const apiRoute: Route = {
  priority: rulePriority.api,
  conditions: [ListenerCondition.pathPatterns([paths.graphql, `${paths.graphql}/*`, '/webhooks/*'])],
}

/** Behind the test listener the candidate's readiness can be asked for too; shoppers' listener hides it. */
export const apiTestRoute: Route = {
  priority: rulePriority.api,
  conditions: [
    ListenerCondition.pathPatterns([paths.graphql, `${paths.graphql}/*`, '/webhooks/*', paths.ready]),
  ],
}

/**
 * Callers that say of themselves that they come in bulk: imports, feeds, reports. Where the API is a service they
 * go to the function, so that their bursts take no capacity from shoppers.
 */
export const batchRoute: Route = {
  priority: rulePriority.batchClients,
  conditions: [
    ListenerCondition.pathPatterns([paths.graphql]),
    ListenerCondition.httpHeader('x-kontor-workload', ['batch']),
  ],
}
