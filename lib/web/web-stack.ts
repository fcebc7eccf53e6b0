import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import { ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { parts, environment as variables, webEnvironment } from '../../api/contract.ts'
import { acknowledge } from '../acknowledgements.ts'
import type { EdgeStack } from '../edge/edge-stack.ts'
import type { IdentityStack } from '../identity/identity-stack.ts'
import { ApplicationImage } from '../images/application-image.ts'
import { Task } from '../images/task.ts'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import { encryptionKeyOf } from '../network/encryption-key.ts'
import { rulePriority } from '../network/load-balancer.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { unchangeable } from '../network/security-groups.ts'
import { CanaryService, type Route } from '../release/canary-service.ts'
import { createReleaseCheck } from '../release/hooks.ts'
import type { ServiceLevel } from '../release/service-level.ts'
import { ServiceRelease } from '../release/service-release.ts'
import type { TargetMetrics } from '../release/target-metrics.ts'

/** What shoppers may expect of a page; it takes one or two answers of the API. */
const serviceLevel: ServiceLevel = { errorPercent: 1, latencySeconds: 2 }

/** Whatever the API does not answer. */
const webRoute: Route = { priority: rulePriority.web, conditions: [ListenerCondition.pathPatterns(['/*'])] }

/** The storefront's processes. Its files are in the edge stack. */
export class WebStack extends KontorStack {
  readonly metrics: Readonly<Record<string, TargetMetrics>>
  readonly alarms: readonly cloudwatch.Alarm[]

  constructor(
    scope: Construct,
    props: KontorStackProps & {
      readonly network: NetworkStack
      readonly edge: EdgeStack
      readonly identity: IdentityStack
    },
  ) {
    super(scope, 'web', { ...props, description: 'Kontor: storefront' })
    const { environment, network } = props
    const { port } = parts.web
    const task = this.#createTask(props)
    const target = new CanaryService(this, 'Service', {
      environment,
      part: 'web',
      network,
      securityGroup: unchangeable(this, network.securityGroups.web),
      task,
      port,
      size: environment.web,
      route: webRoute,
      testRoute: webRoute,
      serviceLevel,
    })
    new ServiceRelease(this, 'Release', {
      environment,
      network,
      target,
      task,
      port,
      hooks: {
        BeforeAllowTraffic: createReleaseCheck(this, {
          environment,
          part: 'web',
          candidate: { kind: 'listener', network },
        }).resource,
      },
    })
    this.metrics = target.metrics
    this.alarms = target.alarms
  }

  #createTask(
    props: KontorStackProps & { network: NetworkStack; edge: EdgeStack; identity: IdentityStack },
  ): Task {
    const { environment, network, edge, identity } = props
    return new Task(this, 'Task', {
      environment,
      part: 'web',
      image: new ApplicationImage(this, 'Image'),
      file: 'web/server.ts',
      port: parts.web.port,
      size: environment.web,
      variables: {
        [variables.publicOrigin]: edge.origin,
        [variables.oidcIssuer]: identity.issuer,
        [variables.oidcAudience]: identity.clientId,
        [webEnvironment.oidcClientId]: identity.clientId,
        [webEnvironment.apiOrigin]: network.loadBalancer.origin,
      },
      secrets: {
        [webEnvironment.oidcClientSecret]: ecs.Secret.fromSecretsManager(identity.clientSecret),
        [webEnvironment.sessionSecrets]: ecs.Secret.fromSecretsManager(this.#createSessionSecret(network)),
      },
    })
  }

  #createSessionSecret(network: NetworkStack): Secret {
    const secret = new Secret(this, 'SessionSecret', {
      description: "Seals shoppers' sessions. Comma separated, newest first.",
      encryptionKey: encryptionKeyOf(this, network),
      generateSecretString: { excludePunctuation: true, passwordLength: 64 },
    })
    acknowledge(
      secret,
      ['AwsSolutions-SMG4'],
      'A rotation must keep the old secret beside the new one, or it signs every shopper out; the runbook does so with a release.',
    )
    return secret
  }
}
