import { ArnFormat, RemovalPolicy } from 'aws-cdk-lib'
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import * as route53 from 'aws-cdk-lib/aws-route53'
import * as waf from 'aws-cdk-lib/aws-wafv2'
import type { Construct } from 'constructs'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import { firewallRules } from './firewall-rules.ts'

/** What CloudFront takes from Virginia only: the web application firewall and the certificate. */
export class FirewallStack extends KontorStack {
  readonly webAcl: waf.CfnWebACL
  readonly certificate: ICertificate | undefined

  constructor(scope: Construct, props: KontorStackProps) {
    super(scope, 'firewall', {
      ...props,
      description: "Kontor: CloudFront's firewall and certificate",
      region: 'us-east-1',
    })
    const { environment } = props
    this.webAcl = new waf.CfnWebACL(this, 'WebAcl', {
      name: `kontor-${environment.name}`,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: {
        metricName: `kontor-${environment.name}`,
        cloudWatchMetricsEnabled: true,
        sampledRequestsEnabled: true,
      },
      rules: firewallRules(),
    })
    const logs = new LogGroup(this, 'Logs', {
      // WAF delivers to groups of this prefix only.
      logGroupName: `aws-waf-logs-kontor-${environment.name}`,
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new waf.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAcl.attrArn,
      logDestinationConfigs: [
        this.formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: logs.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'cookie' } }],
      // What passes is in CloudFront's own logs.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: [{ ActionCondition: { Action: 'BLOCK' } }, { ActionCondition: { Action: 'COUNT' } }],
          },
        ],
      },
    })
    this.certificate = environment.domain && this.#createCertificate(environment.domain)
  }

  #createCertificate(domain: { name: string; hostedZoneId: string; hostedZoneName: string }): ICertificate {
    const zone = route53.PublicHostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZoneId,
      zoneName: domain.hostedZoneName,
    })
    return new Certificate(this, 'Certificate', {
      domainName: domain.name,
      validation: CertificateValidation.fromDns(zone),
    })
  }
}
