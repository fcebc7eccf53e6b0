import { Duration } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as lambda from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { CacheStack } from '../cache/cache-stack.ts'
import { databaseName } from '../database/aurora.ts'
import type { Environment } from '../environments.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { unchangeable } from '../network/security-groups.ts'
import { applicationSubnets } from '../network/vpc.ts'
import { NodeFunction, type NodeFunctionProps } from '../node-function.ts'

/** Where the functions that judge a release find its candidate. */
export type Candidate =
  | { readonly kind: 'listener'; readonly network: NetworkStack }
  | { readonly kind: 'version'; readonly version: lambda.IVersion }

/** Asks the candidate what shoppers would ask, and fails the release if an answer is wrong. */
export function createReleaseCheck(
  scope: Construct,
  props: { readonly environment: Environment; readonly part: 'api' | 'web'; readonly candidate: Candidate },
): NodeFunction {
  const { environment, part, candidate } = props
  const { variables, network } = reach(scope, candidate)
  const check = new NodeFunction(scope, 'CheckRelease', {
    environment,
    entry: 'check-release',
    description: `Judges a candidate of ${part} by real questions`,
    timeout: Duration.minutes(5),
    variables: { CANDIDATE_PART: part, ...variables },
    ...(network !== undefined && { network }),
  })
  if (candidate.kind === 'version') candidate.version.grantInvoke(check.resource)
  return check
}

/**
 * Fills the caches of a candidate behind the test listener before shoppers come, with what they ask most: the cache
 * itself knows. The release waits for it.
 */
export function createCacheWarmUp(
  scope: Construct,
  props: { readonly environment: Environment; readonly network: NetworkStack; readonly cache: CacheStack },
): NodeFunction {
  const { environment, cache } = props
  const { variables, network } = reach(scope, { kind: 'listener', network: props.network })
  const warmUp = new NodeFunction(scope, 'WarmCache', {
    environment,
    entry: 'warm-cache',
    description: 'Asks a candidate what shoppers ask most',
    timeout: Duration.minutes(5),
    variables: {
      ...variables,
      CACHE_NAME: cache.cacheName,
      CACHE_SPACE: databaseName,
      CACHE_SECRET_ARN: cache.secret.secretArn,
      WARM_UP_REQUIRED: String(environment.canary.requiresWarmCache ?? false),
    },
    folders: { 'web/generated/documents.json': 'documents.json' },
    ...(network !== undefined && { network }),
  })
  cache.secret.grantRead(warmUp.resource)
  warmUp.resource.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['elasticache:DescribeReplicationGroups'],
      resources: [cache.arn],
    }),
  )
  return warmUp
}

function reach(
  scope: Construct,
  candidate: Candidate,
): { variables: Record<string, string>; network?: NodeFunctionProps['network'] } {
  switch (candidate.kind) {
    case 'listener': {
      const { vpc, loadBalancer, securityGroups } = candidate.network
      const securityGroup = unchangeable(scope, securityGroups.releaseHooks)
      return {
        variables: { CANDIDATE_ORIGIN: loadBalancer.testOrigin },
        network: { vpc, subnets: applicationSubnets, securityGroup },
      }
    }
    case 'version':
      return { variables: { CANDIDATE_FUNCTION: candidate.version.functionArn } }
  }
}
