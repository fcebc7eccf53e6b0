import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { environment as variables, parts } from '../../api/contract.ts'
import type { CacheStack } from '../cache/cache-stack.ts'
import type { Environment, ServiceSize } from '../environments.ts'
import { type ApplicationImage, imageFolder } from '../images/application-image.ts'
import { Task } from '../images/task.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { unchangeable } from '../network/security-groups.ts'
import { CanaryService } from '../release/canary-service.ts'
import { createCacheWarmUp, createReleaseCheck } from '../release/hooks.ts'
import { ServiceRelease } from '../release/service-release.ts'
import type { TargetMetrics } from '../release/target-metrics.ts'
import { apiRoute, apiTestRoute } from './routes.ts'
import { serviceLevel } from './service-level.ts'

/** The API as a service on Fargate, and its canary releases. */
export class ApiService extends Construct {
  readonly metrics: Readonly<Record<string, TargetMetrics>>
  readonly alarms: readonly cloudwatch.Alarm[]

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      network: NetworkStack
      cache: CacheStack
      image: ApplicationImage
      size: ServiceSize
      variables: Readonly<Record<string, string>>
      /** What the service may read; their ARNs are in the variables. */
      secrets: readonly ISecret[]
      payment: ISecret | undefined
    },
  ) {
    super(scope, id)
    const { environment, network, image, size, payment } = props
    const { port } = parts.api
    const task = new Task(this, 'Task', {
      environment,
      part: 'api',
      image,
      file: 'api/main.ts',
      port,
      size,
      variables: {
        ...props.variables,
        [variables.trustedDocuments]: `${imageFolder}/web/generated/documents.json`,
      },
      secrets: payment === undefined ? {} : paymentSecrets(payment),
    })
    for (const secret of props.secrets) secret.grantRead(task.definition.taskRole)
    const target = new CanaryService(this, 'Service', {
      environment,
      part: 'api',
      network,
      securityGroup: unchangeable(this, network.securityGroups.api),
      task,
      port,
      size,
      route: apiRoute,
      testRoute: apiTestRoute,
      serviceLevel,
    })
    new ServiceRelease(this, 'Release', {
      environment,
      network,
      target,
      task,
      port,
      hooks: {
        AfterAllowTestTraffic: createCacheWarmUp(this, { environment, network, cache: props.cache }).resource,
        BeforeAllowTraffic: createReleaseCheck(this, {
          environment,
          part: 'api',
          candidate: { kind: 'listener', network },
        }).resource,
      },
    })
    this.metrics = target.metrics
    this.alarms = target.alarms
  }
}

function paymentSecrets(secret: ISecret): Record<string, ecs.Secret> {
  return {
    [variables.stripeSecretKey]: ecs.Secret.fromSecretsManager(secret, 'secretKey'),
    [variables.stripeWebhookSecret]: ecs.Secret.fromSecretsManager(secret, 'webhookSecret'),
  }
}
