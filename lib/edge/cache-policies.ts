import { Duration } from 'aws-cdk-lib'
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import { Construct } from 'constructs'
import { edge } from '../../api/contract.ts'

/** How one kind of answer is told apart and asked for. */
export interface Policies {
  readonly cachePolicy: cloudfront.CachePolicy
  readonly originRequestPolicy: cloudfront.IOriginRequestPolicy
}

/**
 * What makes two requests the same answer, and what of a request reaches the process that makes it: the same, so that
 * nothing else can slip into an answer that others get. Nothing is kept longer than its own Cache-Control says, and
 * nothing at all without one: the origin alone knows what is public. Both compress with Brotli and gzip.
 */
export class CachePolicies extends Construct {
  /** Documents by GET: the operation's hash, its variables, its name; for each token and each foreign site their own. */
  readonly documents: Policies
  /** Pages that everybody gets alike, one for each market. No session reaches the storefront on their way. */
  readonly pages: Policies

  constructor(scope: Construct, id: string, props: { prefix: string }) {
    super(scope, id)
    this.documents = {
      cachePolicy: new cloudfront.CachePolicy(this, 'Graphql', {
        ...kept,
        cachePolicyName: `${props.prefix}-graphql`,
        queryStringBehavior: cloudfront.CacheQueryStringBehavior.allowList(...edge.documentQuery),
        headerBehavior: cloudfront.CacheHeaderBehavior.allowList(...edge.documentHeaders),
        cookieBehavior: cloudfront.CacheCookieBehavior.none(),
      }),
      originRequestPolicy: new cloudfront.OriginRequestPolicy(this, 'GraphqlOrigin', {
        originRequestPolicyName: `${props.prefix}-graphql`,
        queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.allowList(...edge.documentQuery),
        headerBehavior: cloudfront.OriginRequestHeaderBehavior.all(),
        cookieBehavior: cloudfront.OriginRequestCookieBehavior.none(),
      }),
    }
    this.pages = {
      cachePolicy: new cloudfront.CachePolicy(this, 'Pages', {
        ...kept,
        cachePolicyName: `${props.prefix}-pages`,
        queryStringBehavior: cloudfront.CacheQueryStringBehavior.allowList(...edge.pageQuery),
        headerBehavior: cloudfront.CacheHeaderBehavior.none(),
        cookieBehavior: cloudfront.CacheCookieBehavior.allowList(...edge.pageCookies),
      }),
      originRequestPolicy: new cloudfront.OriginRequestPolicy(this, 'PagesOrigin', {
        originRequestPolicyName: `${props.prefix}-pages`,
        queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.allowList(...edge.pageQuery),
        headerBehavior: cloudfront.OriginRequestHeaderBehavior.all(),
        cookieBehavior: cloudfront.OriginRequestCookieBehavior.allowList(...edge.pageCookies),
      }),
    }
  }
}

const kept = {
  minTtl: Duration.seconds(0),
  defaultTtl: Duration.seconds(0),
  // Above whatever an answer says: this long at most a shopper sees what a lost purge left behind.
  maxTtl: Duration.seconds(edge.keptSeconds),
  enableAcceptEncodingBrotli: true,
  enableAcceptEncodingGzip: true,
}
