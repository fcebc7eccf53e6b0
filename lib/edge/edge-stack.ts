import { CfnOutput } from 'aws-cdk-lib'
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import * as route53 from 'aws-cdk-lib/aws-route53'
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets'
import type * as sqs from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import { encryptionKeyOf } from '../network/encryption-key.ts'
import { createLogBucket } from '../network/log-bucket.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { Assets } from './assets.ts'
import { Distribution } from './distribution.ts'
import type { FirewallStack } from './firewall-stack.ts'
import { Pictures } from './pictures.ts'
import { Purge } from './purge.ts'

/** What shoppers' browsers talk to. */
export class EdgeStack extends KontorStack {
  /** What shoppers see in their address bar, without a path. */
  readonly origin: string
  readonly distribution: cloudfront.Distribution
  /** Takes the cache tags that CloudFront shall forget. */
  readonly purgeQueue: sqs.Queue
  readonly purgeDeadLetters: sqs.Queue

  constructor(
    scope: Construct,
    props: KontorStackProps & { readonly network: NetworkStack; readonly firewall: FirewallStack },
  ) {
    super(scope, 'edge', { ...props, description: 'Kontor: CloudFront, assets, purge' })
    const { environment, network, firewall } = props
    const logBucket = createLogBucket(this, 'AccessLogs', environment)
    const { bucket: assets } = new Assets(this, 'Assets', { environment, logBucket })
    this.distribution = new Distribution(this, 'Distribution', {
      environment,
      loadBalancer: network.loadBalancer,
      assets,
      logBucket,
      firewall,
    }).resource
    new Pictures(this, 'Pictures', { environment, assets })
    const purge = new Purge(this, 'Purge', {
      environment,
      distribution: this.distribution,
      encryptionKey: encryptionKeyOf(this, network),
    })
    this.purgeQueue = purge.queue
    this.purgeDeadLetters = purge.deadLetters
    this.origin = `https://${environment.domain?.name ?? this.distribution.distributionDomainName}`
    new CfnOutput(this, 'Origin', { value: this.origin, description: 'Where the shop is' })
    if (environment.domain !== undefined) this.#createNames(environment.domain)
  }

  #createNames(domain: { name: string; hostedZoneId: string; hostedZoneName: string }): void {
    const zone = route53.PublicHostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZoneId,
      zoneName: domain.hostedZoneName,
    })
    const target = route53.RecordTarget.fromAlias(new CloudFrontTarget(this.distribution))
    // The dot at the end: the name is complete, nothing is to be added to it.
    const record = { zone, target, recordName: `${domain.name}.` }
    new route53.ARecord(this, 'Name', record)
    new route53.AaaaRecord(this, 'NameV6', record)
  }
}
