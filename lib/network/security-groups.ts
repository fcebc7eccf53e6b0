import * as ec2 from 'aws-cdk-lib/aws-ec2'
import { Construct } from 'constructs'
import { parts } from '../../api/contract.ts'
import type { Environment } from '../environments.ts'

/** RDS Proxy always listens on PostgreSQL's own port; the cluster behind it need not. */
export const databasePorts = { proxy: 5432, cluster: 5433 } as const
/** The port that is customary for Redis over TLS. */
export const cachePort = 6380
const https = ec2.Port.tcp(443)
/** X-Ray's API, Stripe, the identity provider: addresses that cannot be written down as a list. */
const internet = ec2.Peer.anyIpv4()

/** Ports of the load balancer: where shoppers arrive, and where a candidate is tried before they do. */
export function loadBalancerPorts(environment: Environment): { production: number; test: number } {
  return environment.domain === undefined ? { production: 80, test: 8080 } : { production: 443, test: 8443 }
}

/**
 * Who may talk to whom. All groups and all rules are in this one place and this one stack: rules that a
 * consumer's stack added would make the network depend on its consumers. Other stacks use `unchangeable`.
 */
export class SecurityGroups extends Construct {
  readonly loadBalancer: ec2.SecurityGroup
  /** Fargate tasks and the Lambda function of the API. */
  readonly api: ec2.SecurityGroup
  readonly web: ec2.SecurityGroup
  readonly worker: ec2.SecurityGroup
  /** Functions that judge a candidate through the test listener. */
  readonly releaseHooks: ec2.SecurityGroup
  readonly migrations: ec2.SecurityGroup
  readonly secretRotation: ec2.SecurityGroup
  readonly databaseProxy: ec2.SecurityGroup
  readonly database: ec2.SecurityGroup
  readonly cache: ec2.SecurityGroup
  readonly endpoints: ec2.SecurityGroup

  constructor(scope: Construct, id: string, props: { environment: Environment; vpc: ec2.IVpc }) {
    super(scope, id)
    const group = (name: string, description: string) =>
      new ec2.SecurityGroup(this, name, { vpc: props.vpc, description, allowAllOutbound: false })

    this.loadBalancer = group('LoadBalancer', 'Load balancer')
    this.api = group('Api', 'API, tasks and function')
    this.web = group('Web', 'Storefront tasks')
    this.worker = group('Worker', 'Worker tasks')
    this.releaseHooks = group('ReleaseHooks', 'Functions that judge a release')
    this.migrations = group('Migrations', 'Function that migrates the database')
    this.secretRotation = group('SecretRotation', 'Function that rotates the database password')
    this.databaseProxy = group('DatabaseProxy', 'RDS Proxy')
    this.database = group('Database', 'Aurora cluster')
    this.cache = group('Cache', 'Valkey cluster')
    this.endpoints = group('Endpoints', 'Interface endpoints of AWS services')

    const { production, test } = loadBalancerPorts(props.environment)
    this.loadBalancer.addIngressRule(
      ec2.Peer.prefixList(props.environment.cloudFrontPrefixList),
      ec2.Port.tcp(production),
      'CloudFront',
    )
    this.#allow([this.web], this.loadBalancer, ec2.Port.tcp(production))
    this.#allow([this.releaseHooks], this.loadBalancer, ec2.Port.tcp(test))
    this.#allow([this.loadBalancer], this.api, ec2.Port.tcp(parts.api.port))
    this.#allow([this.loadBalancer], this.web, ec2.Port.tcp(parts.web.port))
    this.#allow([this.api, this.worker], this.databaseProxy, ec2.Port.tcp(databasePorts.proxy))
    this.#allow(
      [this.databaseProxy, this.worker, this.migrations, this.secretRotation],
      this.database,
      ec2.Port.tcp(databasePorts.cluster),
    )
    // The warm-up reads from the cache what shoppers ask most.
    this.#allow([this.api, this.worker, this.releaseHooks], this.cache, ec2.Port.tcp(cachePort))

    const callers = [this.api, this.web, this.worker, this.releaseHooks, this.migrations, this.secretRotation]
    this.#allow(callers, this.endpoints, https)
    for (const caller of callers) caller.addEgressRule(internet, https, 'AWS and partners, over TLS')
  }

  #allow(from: readonly ec2.SecurityGroup[], to: ec2.SecurityGroup, port: ec2.Port): void {
    for (const source of from) {
      source.addEgressRule(to, port, `to ${to.node.id}`)
      to.addIngressRule(source, port, `from ${source.node.id}`)
    }
  }
}

/** The same group for use in another stack, where CDK must not add rules to it. */
export function unchangeable(scope: Construct, group: ec2.ISecurityGroup): ec2.ISecurityGroup {
  const id = `${group.node.id}SecurityGroup`
  return (
    (scope.node.tryFindChild(id) as ec2.ISecurityGroup | undefined) ??
    ec2.SecurityGroup.fromSecurityGroupId(scope, id, group.securityGroupId, { mutable: false })
  )
}
