import { Duration } from 'aws-cdk-lib'
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin, VpcOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { cacheTagHeader, edge, keepAliveSeconds, paths } from '../../api/contract.ts'
import { acknowledge } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'
import type { LoadBalancer } from '../network/load-balancer.ts'
import { CachePolicies } from './cache-policies.ts'
import type { FirewallStack } from './firewall-stack.ts'
import { ViewerResponse } from './viewer-response.ts'

/** Without a word CloudFront would keep each of these for ten seconds, whatever it says, and for everybody. */
const errorStatuses = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504]

/** CloudFront: the only way in from the internet. Its routes are those of the local proxy. */
export class Distribution extends Construct {
  readonly resource: cloudfront.Distribution

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      loadBalancer: LoadBalancer
      assets: s3.IBucket
      logBucket: s3.IBucket
      firewall: FirewallStack
    },
  ) {
    super(scope, id)
    const { environment, assets, logBucket, firewall } = props
    const prefix = `kontor-${environment.name}`
    const policies = new CachePolicies(this, 'CachePolicies', { prefix })
    const shop = this.#shopBehavior(props)
    const { associations } = new ViewerResponse(this, 'ViewerResponse', { prefix })
    const graphql = { ...shop, ...policies.documents, functionAssociations: associations }
    const personal = {
      ...shop,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
    }
    this.resource = new cloudfront.Distribution(this, 'Resource', {
      comment: `Kontor ${environment.name}`,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      webAclId: firewall.webAcl.attrArn,
      ...(environment.domain !== undefined &&
        firewall.certificate !== undefined && {
          domainNames: [environment.domain.name],
          certificate: firewall.certificate,
          minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
      enableLogging: true,
      logBucket,
      logFilePrefix: 'cloudfront/',
      defaultBehavior: { ...shop, ...policies.pages, functionAssociations: associations },
      additionalBehaviors: {
        [paths.graphql]: graphql,
        [`${paths.graphql}/*`]: graphql,
        ...Object.fromEntries(edge.personalPaths.map((path) => [path, personal])),
        [`${paths.assets}/*`]: {
          origin: S3BucketOrigin.withOriginAccessControl(assets),
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
          compress: true,
        },
      },
      errorResponses: errorStatuses.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    })
    const resource = this.resource.node.defaultChild as cloudfront.CfnDistribution
    resource.addPropertyOverride('DistributionConfig.CacheTagConfig.HeaderName', cacheTagHeader)
    this.#acknowledgeFindings(environment)
  }

  /** Everything that processes answer. The application sets its own security headers. */
  #shopBehavior(props: { environment: Environment; loadBalancer: LoadBalancer }): cloudfront.BehaviorOptions {
    const { environment, loadBalancer } = props
    return {
      origin: VpcOrigin.withApplicationLoadBalancer(loadBalancer.resource, {
        vpcOriginName: `kontor-${environment.name}`,
        protocolPolicy:
          environment.domain === undefined
            ? cloudfront.OriginProtocolPolicy.HTTP_ONLY
            : cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
        ...(environment.domain !== undefined && { domainName: environment.domain.name }),
        // Short, because a stale answer is only given after this.
        readTimeout: Duration.seconds(10),
        // Shorter than that of the processes, so that no request meets a connection that is being closed.
        keepaliveTimeout: Duration.seconds(keepAliveSeconds - 5),
      }),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
    }
  }

  #acknowledgeFindings(environment: Environment): void {
    acknowledge(
      this.resource,
      ['AwsSolutions-CFR1'],
      'The shop sells to three countries and is read from everywhere: travellers must reach their orders.',
    )
    if (environment.domain !== undefined) return
    acknowledge(
      this.resource,
      ['AwsSolutions-CFR4', 'AwsSolutions-CFR5'],
      "Without a domain of its own this environment answers on CloudFront's name, whose certificate decides the protocol; the way to the load balancer stays inside AWS's network.",
    )
  }
}
