import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct, type IConstruct } from 'constructs'
import { accountInFinding, acknowledge, acknowledgeWildcardUnder } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'
import { createFunctionRole, repositoryRoot } from '../node-function.ts'

/** Where `npm run build` puts the files that browsers load. */
const builtFiles = join(repositoryRoot, 'web/build/client')

/**
 * The bucket behind `/assets`: the storefront's built files and the product pictures. Built files have a hash in
 * their name and are only ever added, so that pages of the release before keep theirs during a canary.
 */
export class Assets extends Construct {
  readonly bucket: s3.Bucket

  constructor(scope: Construct, id: string, props: { environment: Environment; logBucket: s3.IBucket }) {
    super(scope, id)
    const { environment, logBucket } = props
    this.bucket = new s3.Bucket(this, 'Bucket', {
      // Everything here is public by way of CloudFront; a key of our own would protect nothing.
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
      serverAccessLogsBucket: logBucket,
      serverAccessLogsPrefix: 'assets/',
      removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    if (existsSync(builtFiles)) this.#deployBuiltFiles(environment)
    else {
      Annotations.of(this).addInfo(
        'web/build/client does not exist, so this synthesis holds no storefront files. Run `npm run build` before `cdk deploy`; without it the image of the tasks cannot be built either.',
      )
    }
  }

  #deployBuiltFiles(environment: Environment): void {
    const logGroup = new LogGroup(this, 'DeploymentLogs', {
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = createFunctionRole(this, 'DeploymentRole', { logGroup, inVpc: false })
    new BucketDeployment(this, 'BuiltFiles', {
      sources: [Source.asset(builtFiles)],
      destinationBucket: this.bucket,
      prune: false,
      memoryLimit: 512,
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
      logGroup,
      role,
    })
    acknowledgeWildcardUnder(role, this.bucket, 'The function copies into this whole bucket.', '/*')
    acknowledge(
      role,
      [
        'AwsSolutions-IAM5[Action::s3:GetBucket*]',
        'AwsSolutions-IAM5[Action::s3:GetObject*]',
        'AwsSolutions-IAM5[Action::s3:List*]',
        'AwsSolutions-IAM5[Action::s3:Abort*]',
        'AwsSolutions-IAM5[Action::s3:DeleteObject*]',
        `AwsSolutions-IAM5[Resource::arn:aws:s3:::cdk-hnb659fds-assets-${accountInFinding(this)}-${Stack.of(this).region}/*]`,
      ],
      "Variants of reading and writing an object, as CDK's grants have them: from the bucket of assets, to this one.",
    )
    acknowledge(
      this.#copyFunction(),
      ['AwsSolutions-L1'],
      "The function is CDK's own, in Python, with the runtime that it is tested with.",
    )
  }

  /** CDK makes one function for all deployments of a stack, and keeps it at the top of the stack. */
  #copyFunction(): IConstruct {
    const found = Stack.of(this).node.children.find(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    )
    if (found === undefined)
      throw new Error(`${this.node.path}: CDK no longer makes Custom::CDKBucketDeployment`)
    return found
  }
}
