import { runInNewContext } from 'node:vm'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { edge as contract } from '../../api/contract.ts'
import { environments } from '../../lib/environments.ts'
import { viewerResponseCode } from '../../lib/edge/viewer-response.ts'
import { resourcesOfType, synthesize } from './synthesize.ts'

const prod = synthesize(environments.prod)
const edge = prod.templates['edge'] as Template

interface Behavior {
  readonly PathPattern?: string
  readonly CachePolicyId: unknown
  readonly OriginRequestPolicyId?: unknown
  readonly FunctionAssociations?: unknown[]
}

const [distribution] = Object.values(resourcesOfType(prod, 'AWS::CloudFront::Distribution'))
const config = distribution?.Properties['DistributionConfig'] as {
  DefaultCacheBehavior: Behavior
  CacheBehaviors: Behavior[]
  CustomErrorResponses: object[]
}
const behaviorAt = (path: string) => config.CacheBehaviors.find(({ PathPattern }) => PathPattern === path)

describe('what CloudFront keeps', () => {
  it('are pages: told apart by market and by the parameters that pages read, made without any session', () => {
    edge.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        Name: 'kontor-prod-pages',
        DefaultTTL: 0,
        MinTTL: 0,
        MaxTTL: contract.keptSeconds,
        ParametersInCacheKeyAndForwardedToOrigin: {
          CookiesConfig: { CookieBehavior: 'whitelist', Cookies: ['kontor_market'] },
          HeadersConfig: { HeaderBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: [...contract.pageQuery] },
          EnableAcceptEncodingBrotli: true,
          EnableAcceptEncodingGzip: true,
        },
      },
    })
    edge.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        Name: 'kontor-prod-pages',
        CookiesConfig: { CookieBehavior: 'whitelist', Cookies: ['kontor_market'] },
        QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: [...contract.pageQuery] },
      },
    })
  })

  it('are documents: told apart by all that they depend on, kept for a token alone, made without cookies', () => {
    edge.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        Name: 'kontor-prod-graphql',
        MaxTTL: contract.keptSeconds,
        ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({
          CookiesConfig: { CookieBehavior: 'none' },
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['authorization', 'origin'] },
          QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: [...contract.documentQuery] },
        }),
      },
    })
    edge.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: Match.objectLike({
        Name: 'kontor-prod-graphql',
        CookiesConfig: { CookieBehavior: 'none' },
      }),
    })
  })

  it('is nothing of what belongs to one shopper, whatever it says', () => {
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
    const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
    for (const path of contract.personalPaths) {
      expect([path, behaviorAt(path)?.CachePolicyId]).toEqual([path, cachingDisabled])
    }
  })

  it('is no error: by itself CloudFront would keep one for ten seconds, and for everybody', () => {
    for (const status of [403, 404, 500, 502, 503, 504]) {
      expect(config.CustomErrorResponses).toContainEqual({ ErrorCode: status, ErrorCachingMinTTL: 0 })
    }
  })
})

describe('what browsers are told', () => {
  interface Reply {
    readonly headers: Record<string, { readonly value: string }>
  }
  const respond = (headers: Reply['headers']) =>
    runInNewContext(`${viewerResponseCode}; handler(${JSON.stringify({ response: { headers } })})`) as Reply

  it('is to ask each time for what the edge keeps', () => {
    const told = respond({
      'cache-control': { value: 'public, max-age=0, s-maxage=300, stale-while-revalidate=60' },
      etag: { value: '"1"' },
    })
    expect(told.headers).toEqual({
      'cache-control': { value: contract.viewerCacheControl },
      etag: { value: '"1"' },
    })
  })

  it.each(['private, no-store', 'public, max-age=31536000, immutable'])('stays as it is: %s', (value) => {
    expect(respond({ 'cache-control': { value } }).headers).toEqual({ 'cache-control': { value } })
  })

  it('may be nothing at all', () => {
    expect(respond({}).headers).toEqual({})
  })

  it('is told by a function at every behavior that keeps something of the processes', () => {
    for (const behavior of [config.DefaultCacheBehavior, behaviorAt('/graphql'), behaviorAt('/graphql/*')]) {
      expect(behavior?.FunctionAssociations).toHaveLength(1)
    }
    edge.hasResourceProperties('AWS::CloudFront::Function', {
      FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
    })
  })
})

describe('the purge', () => {
  it('keeps within the environment’s budget, counted where two functions at once cannot overspend', () => {
    edge.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          PATHS_PER_HOUR: String(environments.prod.edge.purgedPathsPerHour),
          EVERYTHING_SECONDS: String(contract.keptSeconds),
          LEDGER_TABLE: { Ref: Match.stringLikeRegexp('Ledger') },
        }),
      },
    })
    edge.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    })
  })

  it('may count, and nothing else of the table', () => {
    edge.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: 'dynamodb:UpdateItem', Effect: 'Allow' }),
          Match.objectLike({ Action: 'cloudfront:CreateInvalidation', Effect: 'Allow' }),
        ]),
      },
    })
  })
})
