import { Duration } from 'aws-cdk-lib'
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import type * as kms from 'aws-cdk-lib/aws-kms'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import * as sqs from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Environment } from '../environments.ts'
import { NodeFunction } from '../node-function.ts'

/** Each tag is billed as one path; this many in ten seconds mean an import, for which one purge of everything is cheaper. */
const maximumTags = 200

/** Makes CloudFront forget what changed: the worker sends cache tags, a function purges them ten seconds' worth at a time. */
export class Purge extends Construct {
  readonly queue: sqs.Queue
  readonly deadLetters: sqs.Queue

  constructor(
    scope: Construct,
    id: string,
    props: { environment: Environment; distribution: cloudfront.IDistribution; encryptionKey: kms.IKey },
  ) {
    super(scope, id)
    const { environment, distribution, encryptionKey } = props
    const timeout = Duration.seconds(30)
    const protection = {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: encryptionKey,
      enforceSSL: true,
    }
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      ...protection,
      retentionPeriod: Duration.days(14),
    })
    this.queue = new sqs.Queue(this, 'Queue', {
      ...protection,
      // Six times the function's time-out, as AWS advises for queues that feed a function.
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    })
    const purge = new NodeFunction(this, 'PurgeEdge', {
      environment,
      entry: 'purge-edge',
      description: 'Makes CloudFront forget answers by their cache tags',
      timeout,
      variables: { DISTRIBUTION_ID: distribution.distributionId, MAXIMUM_TAGS: String(maximumTags) },
    })
    distribution.grantCreateInvalidation(purge.resource)
    purge.resource.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1000,
        maxBatchingWindow: Duration.seconds(10),
        // One after another: CloudFront works on few invalidations at a time.
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    )
  }
}
