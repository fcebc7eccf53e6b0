import { Duration } from 'aws-cdk-lib'
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import * as route53 from 'aws-cdk-lib/aws-route53'
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets'
import { Construct } from 'constructs'
import { paths } from '../../api/contract.ts'
import type { Environment } from '../environments.ts'
import { createLogBucket } from './log-bucket.ts'
import { loadBalancerPorts } from './security-groups.ts'
import { applicationSubnets } from './vpc.ts'

/** Order of the production listener's rules; parts add theirs in their own stacks. */
export const rulePriority = { privatePaths: 1, batchClients: 10, api: 20, web: 100 } as const

/**
 * The one door to API and storefront, private: only CloudFront's VPC origin comes in. Shoppers arrive at
 * `listener`; `testListener` shows the candidate of a release to the functions that judge it.
 */
export class LoadBalancer extends Construct {
  readonly resource: elb.ApplicationLoadBalancer
  readonly listener: elb.ApplicationListener
  readonly testListener: elb.ApplicationListener
  /** Address of the production listener inside the VPC, without a path. */
  readonly origin: string
  /** Address of the test listener inside the VPC, without a path. */
  readonly testOrigin: string

  constructor(
    scope: Construct,
    id: string,
    props: { environment: Environment; vpc: ec2.IVpc; securityGroup: ec2.ISecurityGroup },
  ) {
    super(scope, id)
    const { environment, vpc, securityGroup } = props
    const ports = loadBalancerPorts(environment)
    this.resource = new elb.ApplicationLoadBalancer(this, 'Resource', {
      vpc,
      vpcSubnets: applicationSubnets,
      internetFacing: false,
      securityGroup,
      deletionProtection: environment.keepsData,
      dropInvalidHeaderFields: true,
      idleTimeout: Duration.seconds(60),
    })
    this.resource.logAccessLogs(createLogBucket(this, 'AccessLogs', environment))

    const security = this.#security(environment)
    const notFound = elb.ListenerAction.fixedResponse(404, {
      contentType: 'text/plain',
      messageBody: 'Not found',
    })
    const listener = (name: string, port: number) =>
      this.resource.addListener(name, { port, ...security, open: false, defaultAction: notFound })
    this.listener = listener('Listener', ports.production)
    this.testListener = listener('TestListener', ports.test)
    new elb.ApplicationListenerRule(this, 'PrivatePaths', {
      listener: this.listener,
      priority: rulePriority.privatePaths,
      conditions: [elb.ListenerCondition.pathPatterns([paths.health, paths.ready, paths.metrics])],
      action: notFound,
    })

    const scheme = environment.domain === undefined ? 'http' : 'https'
    const host = this.#host(environment, vpc)
    this.origin = `${scheme}://${host}`
    this.testOrigin = `${scheme}://${host}:${ports.test}`
  }

  #security(environment: Environment): Partial<elb.BaseApplicationListenerProps> {
    if (environment.domain === undefined) return { protocol: elb.ApplicationProtocol.HTTP }
    const { name, hostedZoneId, hostedZoneName } = environment.domain
    const zone = route53.PublicHostedZone.fromHostedZoneAttributes(this, 'PublicZone', {
      hostedZoneId,
      zoneName: hostedZoneName,
    })
    return {
      protocol: elb.ApplicationProtocol.HTTPS,
      sslPolicy: elb.SslPolicy.RECOMMENDED_TLS,
      certificates: [
        new Certificate(this, 'Certificate', {
          domainName: name,
          validation: CertificateValidation.fromDns(zone),
        }),
      ],
    }
  }

  /** Inside the VPC the shop's name leads here, so that the storefront's calls pass the certificate's check. */
  #host(environment: Environment, vpc: ec2.IVpc): string {
    if (environment.domain === undefined) return this.resource.loadBalancerDnsName
    const zone = new route53.PrivateHostedZone(this, 'PrivateZone', {
      vpc,
      zoneName: environment.domain.name,
    })
    new route53.ARecord(this, 'PrivateName', {
      zone,
      target: route53.RecordTarget.fromAlias(new LoadBalancerTarget(this.resource)),
    })
    return environment.domain.name
  }
}
