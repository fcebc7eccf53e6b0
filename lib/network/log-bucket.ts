import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import * as s3 from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'

/** A bucket for AWS services to write access logs into; what is older than the environment's log days goes. */
export function createLogBucket(scope: Construct, id: string, environment: Environment): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    // Access logs of load balancers and CloudFront can only be delivered to buckets with S3's own key.
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    // CloudFront's standard logs are delivered by access control list.
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [{ expiration: Duration.days(environment.logDays) }],
    removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  acknowledge(
    bucket,
    ['AwsSolutions-S1'],
    'This bucket is where access logs go; logging its own accesses would log the logging.',
  )
  return bucket
}
