import { join } from 'node:path'
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { type ICommandHooks, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { acknowledge } from './acknowledgements.ts'
import type { Environment } from './environments.ts'

export const repositoryRoot = join(import.meta.dirname, '..')

/** esbuild's ESM output has no `require`, `__filename` and `__dirname`, which CommonJS dependencies ask for. */
const commonJsBanner = [
  "import { createRequire as bannerCreateRequire } from 'node:module'",
  "import { fileURLToPath as bannerFileUrlToPath } from 'node:url'",
  'const require = bannerCreateRequire(import.meta.url)',
  'const __filename = bannerFileUrlToPath(import.meta.url)',
  "const __dirname = bannerFileUrlToPath(new URL('.', import.meta.url))",
].join(';')

export interface NodeFunctionProps {
  readonly environment: Environment
  /** Folder under `lambda/`; its `handler.ts` is the entry point. */
  readonly entry: string
  /** Name that `handler.ts` exports. @default handler */
  readonly handler?: string
  readonly description: string
  /** @default - nothing but what the runtime sets */
  readonly variables?: Readonly<Record<string, string>>
  readonly timeout: Duration
  /** @default 256 */
  readonly memoryMiB?: number
  /** @default - outside the VPC, from where the VPC cannot be reached */
  readonly network?: {
    readonly vpc: ec2.IVpc
    readonly subnets: ec2.SubnetSelection
    readonly securityGroup: ec2.ISecurityGroup
  }
  /** Folders of the repository that the code reads at run time, copied beside the bundle. @default - none */
  readonly folders?: Readonly<Record<string, string>>
}

/**
 * A Lambda function written in TypeScript, bundled with the dependencies of the lock file: Node 24 on arm64,
 * traced, with a role and a log group of its own. It may do nothing beyond what it is granted.
 */
export class NodeFunction extends Construct {
  readonly resource: lambda.Function

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id)
    const { environment, network } = props
    const logGroup = new LogGroup(this, 'Logs', {
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = createFunctionRole(this, 'Role', { logGroup, inVpc: network !== undefined })
    this.resource = new NodejsFunction(this, 'Function', {
      entry: join(repositoryRoot, 'lambda', props.entry, 'handler.ts'),
      handler: props.handler ?? 'handler',
      projectRoot: repositoryRoot,
      depsLockFilePath: join(repositoryRoot, 'package-lock.json'),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      description: props.description,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.variables },
      timeout: props.timeout,
      memorySize: props.memoryMiB ?? 256,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      role,
      ...(network !== undefined && {
        vpc: network.vpc,
        vpcSubnets: network.subnets,
        securityGroups: [network.securityGroup],
      }),
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        banner: commonJsBanner,
        // The SDK of the lock file, tested with this code, instead of the one that the runtime happens to have.
        externalModules: [],
        minify: false,
        sourceMap: true,
        commandHooks: copyFolders(props.folders ?? {}),
      },
    })
  }
}

/** A role that can write its own log group and send traces, and no more. */
export function createFunctionRole(
  scope: Construct,
  id: string,
  props: { readonly logGroup: LogGroup; readonly inVpc: boolean },
): iam.Role {
  const role = new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  })
  props.logGroup.grantWrite(role)
  if (props.inVpc) role.addToPolicy(networkInterfaces(Stack.of(scope)))
  acknowledge(
    role,
    ['AwsSolutions-IAM5[Resource::*]'],
    'xray:Put*, and for functions in a VPC ec2:*NetworkInterface*, take no resource: IAM reference, actions of X-Ray and EC2.',
  )
  return role
}

/** What Lambda does in the name of a function that lies in a VPC. */
function networkInterfaces(stack: Stack): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:RequestedRegion': stack.region } },
  })
}

/** Copies with Node, which bundling needs anyway, so that it works on every system. */
function copyFolders(folders: Readonly<Record<string, string>>): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (inputDir, outputDir) =>
      Object.entries(folders).map(
        ([from, to]) =>
          `node -e "require('node:fs').cpSync('${join(inputDir, from)}', '${join(outputDir, to)}', { recursive: true })"`,
      ),
  }
}

/** Where Lambda's own image keeps the certificates of AWS, RDS among them; Node loads them only when told to. */
export const lambdaCertificates = { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' } as const
