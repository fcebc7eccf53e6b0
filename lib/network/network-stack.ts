import { Annotations, CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import { createEncryptionKey } from './encryption-key.ts'
import { LoadBalancer } from './load-balancer.ts'
import { SecurityGroups } from './security-groups.ts'
import { createVpc, InterfaceEndpoints } from './vpc.ts'

/** The ground that all other parts stand on. */
export class NetworkStack extends KontorStack {
  readonly vpc: ec2.Vpc
  readonly encryptionKey: kms.Key
  readonly securityGroups: SecurityGroups
  readonly loadBalancer: LoadBalancer
  readonly cluster: ecs.Cluster

  constructor(scope: Construct, props: KontorStackProps) {
    super(scope, 'network', {
      ...props,
      description: 'Kontor: VPC, security groups, encryption key, load balancer, ECS cluster',
    })
    const { environment } = props
    if (environment.domain !== undefined && /(^|\.)example\.(com|net|org)$/.test(environment.domain.name)) {
      Annotations.of(this).addInfo(
        `The domain ${environment.domain.name} is reserved for examples (RFC 2606): put yours into lib/environments.ts before you deploy.`,
      )
    }
    this.encryptionKey = createEncryptionKey(this, environment)
    this.vpc = createVpc(this, environment, this.encryptionKey)
    this.securityGroups = new SecurityGroups(this, 'SecurityGroups', { environment, vpc: this.vpc })
    if (environment.network.interfaceEndpoints) {
      new InterfaceEndpoints(this, 'InterfaceEndpoints', {
        vpc: this.vpc,
        securityGroup: this.securityGroups.endpoints,
      })
    }
    this.loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
      environment,
      vpc: this.vpc,
      securityGroup: this.securityGroups.loadBalancer,
    })
    this.cluster = new ecs.Cluster(this, 'Cluster', {
      vpc: this.vpc,
      clusterName: `kontor-${environment.name}`,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
      enableFargateCapacityProviders: true,
    })
    // What others cannot live without may not be replaced under them: CloudFormation then refuses.
    const subnets = [...this.vpc.privateSubnets, ...this.vpc.isolatedSubnets]
    for (const ground of [this.vpc, ...subnets, this.encryptionKey, this.cluster]) {
      CrossStackReferences.of(ground).produce(ReferenceStrength.STRONG)
    }
  }
}
