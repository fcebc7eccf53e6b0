import type * as waf from 'aws-cdk-lib/aws-wafv2'
import { paths } from '../../api/contract.ts'

type Rule = waf.CfnWebACL.RuleProperty

/** Requests of one address in five minutes, far above what a household or an office sends by hand. */
const requestsPerAddress = { anything: 6000, writes: 600 } as const

/** In the order in which WAF asks them: cheap and certain ones first. */
export function firewallRules(): Rule[] {
  const rules: Omit<Rule, 'priority'>[] = [
    managed('AWSManagedRulesAmazonIpReputationList'),
    rate('requests', requestsPerAddress.anything),
    // Queries come by GET and from the cache; what is posted always costs work behind the cache.
    rate('writes', requestsPerAddress.writes, {
      byteMatchStatement: {
        fieldToMatch: { method: {} },
        positionalConstraint: 'EXACTLY',
        searchString: 'POST',
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    }),
    managed('AWSManagedRulesKnownBadInputsRuleSet'),
    // GraphQL bodies look like attacks to generic rules, and may be larger than their 8 kB.
    managed('AWSManagedRulesCommonRuleSet', {
      notStatement: {
        statement: {
          byteMatchStatement: {
            fieldToMatch: { uriPath: {} },
            positionalConstraint: 'STARTS_WITH',
            searchString: paths.graphql,
            textTransformations: [{ priority: 0, type: 'NORMALIZE_PATH' }],
          },
        },
      },
    }),
  ]
  return rules.map((rule, priority) => ({ ...rule, priority }))
}

function managed(name: string, scopeDownStatement?: waf.CfnWebACL.StatementProperty): Omit<Rule, 'priority'> {
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ...(scopeDownStatement !== undefined && { scopeDownStatement }),
      },
    },
    visibilityConfig: visibility(name),
  }
}

function rate(
  name: string,
  limit: number,
  scopeDownStatement?: waf.CfnWebACL.StatementProperty,
): Omit<Rule, 'priority'> {
  return {
    name: `rate-of-${name}`,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        evaluationWindowSec: 300,
        limit,
        ...(scopeDownStatement !== undefined && { scopeDownStatement }),
      },
    },
    visibilityConfig: visibility(`rate-of-${name}`),
  }
}

function visibility(metricName: string): waf.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true }
}
