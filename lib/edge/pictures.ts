import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import * as events from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { paths } from '../../api/contract.ts'
import { acknowledge, acknowledgeWildcardUnder } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'
import { resizeImageSource } from '../images/application-image.ts'
import { createFunctionRole } from '../node-function.ts'

const folder = `${paths.assets.slice(1)}/products/`
/** What photographers upload. The function writes other formats, so that it never hears of its own work. */
const originals = ['.jpg', '.jpeg', '.png']

/** Gives every product picture the sizes that the storefront asks for, when it is uploaded. */
export class Pictures extends Construct {
  constructor(scope: Construct, id: string, props: { environment: Environment; assets: s3.Bucket }) {
    super(scope, id)
    const { environment, assets } = props
    const logGroup = new LogGroup(this, 'Logs', {
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = createFunctionRole(this, 'Role', { logGroup, inVpc: false })
    const { directory, ...image } = resizeImageSource
    const resize = new lambda.DockerImageFunction(this, 'ResizeImage', {
      description: 'Writes a product picture in all sizes',
      code: lambda.DockerImageCode.fromImageAsset(directory, image),
      architecture: lambda.Architecture.ARM_64,
      environment: { TARGET_BUCKET: assets.bucketName },
      // An original of 50 megapixels is 200 MB when decoded, twice while it is scaled.
      memorySize: 2048,
      timeout: Duration.minutes(2),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      role,
    })
    assets.grantRead(resize, `${folder}*`)
    assets.grantPut(resize, `${folder}*`)
    acknowledge(
      role,
      [
        'AwsSolutions-IAM5[Action::s3:GetObject*]',
        'AwsSolutions-IAM5[Action::s3:GetBucket*]',
        'AwsSolutions-IAM5[Action::s3:List*]',
        'AwsSolutions-IAM5[Action::s3:Abort*]',
      ],
      "Variants of reading and writing an object, as CDK's grants have them; only below the folder of product pictures.",
    )
    acknowledgeWildcardUnder(
      role,
      assets,
      'All product pictures, and nothing else of the bucket.',
      `/${folder}*`,
    )
    this.#listen(assets, resize)
  }

  /** By way of EventBridge, because notifications of S3 itself would need a custom resource with rights over all buckets. */
  #listen(assets: s3.Bucket, resize: lambda.IFunction): void {
    const bucket = assets.node.defaultChild as s3.CfnBucket
    bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
    new events.Rule(this, 'Uploaded', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [assets.bucketName] },
          object: { key: originals.map((suffix) => ({ wildcard: `${folder}*${suffix}` })) },
        },
      },
      targets: [new LambdaFunction(resize, { retryAttempts: 3, maxEventAge: Duration.hours(1) })],
    })
  }
}
