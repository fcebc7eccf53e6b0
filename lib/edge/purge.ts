import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb'
import type * as kms from 'aws-cdk-lib/aws-kms'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import * as sqs from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { edge } from '../../api/contract.ts'
import { acknowledge } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'
import { NodeFunction } from '../node-function.ts'

/** Each tag is billed as one path; this many in five seconds mean an import, for which one purge of everything is cheaper. */
const maximumTags = 100

/**
 * Makes CloudFront forget what changed: the worker sends cache tags, a function purges them five seconds' worth at a
 * time, within the environment's budget. docs/edge.md has the numbers.
 */
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
    const ledger = this.#createLedger()
    const purge = new NodeFunction(this, 'PurgeEdge', {
      environment,
      entry: 'purge-edge',
      description: 'Makes CloudFront forget answers by their cache tags',
      timeout,
      variables: {
        DISTRIBUTION_ID: distribution.distributionId,
        LEDGER_TABLE: ledger.tableName,
        MAXIMUM_TAGS: String(maximumTags),
        PATHS_PER_HOUR: String(environment.edge.purgedPathsPerHour),
        // What everything was purged for is gone by itself when the next such purge would be due.
        EVERYTHING_SECONDS: String(edge.keptSeconds),
      },
    })
    ledger.grant(purge.resource, 'dynamodb:UpdateItem')
    distribution.grantCreateInvalidation(purge.resource)
    purge.resource.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1000,
        maxBatchingWindow: Duration.seconds(5),
        // One after another: CloudFront works on few invalidations at a time.
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    )
  }

  /** What has been spent in this hour. Nothing is lost with it: without it, counting begins anew. */
  #createLedger(): dynamodb.Table {
    const ledger = new dynamodb.Table(this, 'Ledger', {
      partitionKey: { name: 'account', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    acknowledge(ledger, ['AwsSolutions-DDB3'], 'Counters that mean nothing after an hour need no recovery.')
    return ledger
  }
}
