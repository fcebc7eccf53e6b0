import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as iam from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { drainSeconds, environment as variables } from '../../api/contract.ts'
import { acknowledge } from '../acknowledgements.ts'
import type { Environment, ServiceSize } from '../environments.ts'
import type { ApplicationImage } from './application-image.ts'
import { collectorConfiguration, collectorImage } from './collector.ts'

/** A task of one part: its process, and beside it the collector that takes its traces to X-Ray. */
export class Task extends Construct {
  readonly definition: ecs.FargateTaskDefinition
  readonly container: ecs.ContainerDefinition

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      /** One of the contract's parts. */
      part: string
      image: ApplicationImage
      /** File that Node runs, e.g. `api/main.ts`. */
      file: string
      port: number
      size: Pick<ServiceSize, 'cpu' | 'memoryMiB'>
      variables: Readonly<Record<string, string>>
      secrets: Readonly<Record<string, ecs.Secret>>
      /** @default - the load balancer asks */
      healthCheck?: ecs.HealthCheck
    },
  ) {
    super(scope, id)
    const { environment, part, image, port, size } = props
    const logGroup = new LogGroup(this, 'Logs', {
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.definition = new ecs.FargateTaskDefinition(this, 'Definition', {
      family: `kontor-${environment.name}-${part}`,
      cpu: size.cpu,
      memoryLimitMiB: size.memoryMiB,
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    })
    this.container = this.definition.addContainer(part, {
      containerName: part,
      image: ecs.ContainerImage.fromDockerImageAsset(image.asset),
      command: [props.file],
      user: '1000:1000',
      readonlyRootFilesystem: true,
      // As PID 1, Node would neither reap orphans nor be ended by a signal that it does not handle.
      linuxParameters: new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true }),
      stopTimeout: Duration.seconds(drainSeconds + 5),
      portMappings: [{ containerPort: port }],
      environment: {
        [variables.mode]: 'production',
        [variables.name]: environment.name,
        [variables.release]: image.release,
        [variables.host]: '0.0.0.0',
        [variables.port]: String(port),
        [variables.tracer]: 'xray',
        [variables.xrayDaemonAddress]: '127.0.0.1:2000',
        ...props.variables,
      },
      secrets: { ...props.secrets },
      ...(props.healthCheck !== undefined && { healthCheck: props.healthCheck }),
      logging: ecs.LogDrivers.awsLogs({
        logGroup,
        streamPrefix: part,
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
    })
    this.#addCollector(logGroup)
    this.#acknowledgeWildcards()
  }

  /** A folder that the process may write to. It lasts as long as the task. @param path - a VOLUME of the image */
  addFolder(path: string): void {
    const name = path.slice(1).replaceAll('/', '-')
    this.definition.addVolume({ name })
    this.container.addMountPoints({ containerPath: path, sourceVolume: name, readOnly: false })
  }

  #addCollector(logGroup: LogGroup): void {
    this.definition.addContainer('collector', {
      containerName: 'collector',
      image: ecs.ContainerImage.fromRegistry(collectorImage),
      // Traces are worth less than orders: the part goes on without its collector.
      essential: false,
      cpu: 64,
      memoryReservationMiB: 64,
      readonlyRootFilesystem: true,
      environment: { AOT_CONFIG_CONTENT: collectorConfiguration(Stack.of(this).region) },
      logging: ecs.LogDrivers.awsLogs({
        logGroup,
        streamPrefix: 'collector',
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
    })
    this.definition.taskRole.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        resources: ['*'],
      }),
    )
  }

  #acknowledgeWildcards(): void {
    acknowledge(
      this,
      ['AwsSolutions-IAM5[Resource::*]'],
      'xray:Put* and ecr:GetAuthorizationToken take no resource: IAM reference, actions of X-Ray and ECR.',
    )
    acknowledge(
      this,
      ['AwsSolutions-ECS2'],
      'Variables hold addresses and names that differ between environments; secrets come from Secrets Manager.',
    )
  }
}
