import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import type { Construct } from 'constructs'
import { parts, paths, environment as variables } from '../../api/contract.ts'
import { type ApplicationParts, applicationVariables } from '../api/api-variables.ts'
import { paymentSecret } from '../api/payment-secret.ts'
import { ApplicationImage, imageFolder } from '../images/application-image.ts'
import { Task } from '../images/task.ts'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import { encryptionKeyOf } from '../network/encryption-key.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { unchangeable } from '../network/security-groups.ts'
import { applicationSubnets } from '../network/vpc.ts'
import { scaleService } from '../release/service-scaling.ts'

/** The image declares it as a volume, so that it can be written to while everything else cannot. */
const mailFolder = `${imageFolder}/mail`

/**
 * The worker: outbox relay and jobs. No traffic can be divided here, so its releases replace task by task and go
 * back by themselves when new tasks do not stay up.
 */
export class WorkerStack extends KontorStack {
  readonly alarms: readonly cloudwatch.Alarm[]

  constructor(
    scope: Construct,
    props: KontorStackProps & ApplicationParts & { readonly network: NetworkStack },
  ) {
    super(scope, 'worker', { ...props, description: 'Kontor: outbox relay and jobs' })
    const { environment, network } = props
    const task = this.#createTask(props)
    const service = new ecs.FargateService(this, 'Service', {
      serviceName: `kontor-${environment.name}-worker`,
      cluster: network.cluster,
      taskDefinition: task.definition,
      circuitBreaker: { enable: true, rollback: true },
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      vpcSubnets: applicationSubnets,
      securityGroups: [unchangeable(this, network.securityGroups.worker)],
      assignPublicIp: false,
    })
    scaleService(this, { network, service, size: environment.worker, targetGroups: [] })
    this.alarms = [this.#createAlarm(service, network)]
  }

  #createTask(props: KontorStackProps & ApplicationParts & { network: NetworkStack }): Task {
    const { environment, network, database, cache, edge } = props
    const { port } = parts.worker
    const payment = paymentSecret(this, environment)
    const task = new Task(this, 'Task', {
      environment,
      part: 'worker',
      image: new ApplicationImage(this, 'Image'),
      file: 'api/worker.ts',
      port,
      size: environment.worker,
      variables: {
        ...applicationVariables(props),
        // The job runner listens for notifications, which a pooled connection does not hear.
        [variables.databaseDirectUrl]: database.directUrl,
        [variables.mailFolder]: mailFolder,
        [variables.edgePurgeQueueUrl]: edge.purgeQueue.queueUrl,
      },
      secrets:
        payment === undefined
          ? {}
          : {
              [variables.stripeSecretKey]: ecs.Secret.fromSecretsManager(payment, 'secretKey'),
              [variables.stripeWebhookSecret]: ecs.Secret.fromSecretsManager(payment, 'webhookSecret'),
            },
      // No load balancer asks the worker how it is.
      healthCheck: {
        command: [
          'CMD',
          'node',
          '-e',
          `fetch('http://127.0.0.1:${port}${paths.health}').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`,
        ],
        interval: Duration.seconds(30),
        timeout: Duration.seconds(5),
        retries: 3,
        startPeriod: Duration.seconds(30),
      },
    })
    task.addFolder(mailFolder)
    for (const secret of [database.secret, cache.secret]) secret.grantRead(task.definition.taskRole)
    edge.purgeQueue.grant(task.definition.taskRole, 'sqs:SendMessage')
    encryptionKeyOf(this, network).grant(task.definition.taskRole, 'kms:GenerateDataKey', 'kms:Decrypt')
    return task
  }

  #createAlarm(service: ecs.FargateService, network: NetworkStack): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, 'NotRunning', {
      alarmDescription: 'No worker has been running for five minutes: orders are taken, but nothing follows.',
      metric: new cloudwatch.Metric({
        namespace: 'ECS/ContainerInsights',
        metricName: 'RunningTaskCount',
        dimensionsMap: { ClusterName: network.cluster.clusterName, ServiceName: service.serviceName },
        statistic: 'Minimum',
        period: Duration.minutes(1),
      }),
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 5,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    })
  }
}
