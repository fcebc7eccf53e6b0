import { RemovalPolicy } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as kms from 'aws-cdk-lib/aws-kms'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Environment } from '../environments.ts'

/**
 * Three tiers in three zones: `public` holds nothing but NAT gateways, `application` the load balancer, tasks
 * and functions, `data` the database and the cache, which have no way out.
 */
export function createVpc(scope: Construct, environment: Environment, encryptionKey: kms.IKey): ec2.Vpc {
  const { cidr, natGateways } = environment.network
  const vpc = new ec2.Vpc(scope, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr(cidr),
    availabilityZones: [...environment.availabilityZones],
    natGateways,
    // Nothing uses the default group, and emptying it would take a custom resource with rights over all groups.
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
      { name: 'application', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
      { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
    ],
    gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
  })
  vpc.addFlowLog('FlowLog', {
    trafficType: ec2.FlowLogTrafficType.REJECT,
    destination: ec2.FlowLogDestination.toCloudWatchLogs(
      new LogGroup(vpc, 'FlowLogs', {
        retention: environment.logDays,
        encryptionKey,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    ),
  })
  return vpc
}

export const applicationSubnets: ec2.SubnetSelection = { subnetGroupName: 'application' }
export const dataSubnets: ec2.SubnetSelection = { subnetGroupName: 'data' }

/** Private addresses of the AWS services without which no task starts. */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: { vpc: ec2.Vpc; securityGroup: ec2.ISecurityGroup }) {
    super(scope, id)
    const services = {
      EcrApi: ec2.InterfaceVpcEndpointAwsService.ECR,
      EcrImages: ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
      Logs: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
      Secrets: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    }
    for (const [name, service] of Object.entries(services)) {
      new ec2.InterfaceVpcEndpoint(this, name, {
        vpc: props.vpc,
        service,
        subnets: applicationSubnets,
        securityGroups: [props.securityGroup],
        open: false,
      })
    }
  }
}
