import { Duration } from 'aws-cdk-lib'
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import { Construct } from 'constructs'

/**
 * What makes two requests the same answer. Nothing is kept longer than its own Cache-Control says, and nothing
 * at all without one: the origin alone knows what is public. Both compress with Brotli and gzip.
 */
export class CachePolicies extends Construct {
  /** Trusted documents by GET: the operation's hash, its variables, its name. */
  readonly graphql: cloudfront.CachePolicy
  /** Pages of the storefront: the whole query. Sessions are in cookies, and pages that depend on one are private. */
  readonly pages: cloudfront.CachePolicy

  constructor(scope: Construct, id: string, props: { prefix: string }) {
    super(scope, id)
    const kept = {
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(1),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
      cookieBehavior: cloudfront.CacheCookieBehavior.none(),
      headerBehavior: cloudfront.CacheHeaderBehavior.none(),
    }
    this.graphql = new cloudfront.CachePolicy(this, 'Graphql', {
      ...kept,
      cachePolicyName: `${props.prefix}-graphql`,
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.allowList(
        'operationName',
        'variables',
        'extensions',
      ),
    })
    this.pages = new cloudfront.CachePolicy(this, 'Pages', {
      ...kept,
      cachePolicyName: `${props.prefix}-pages`,
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
    })
  }
}
