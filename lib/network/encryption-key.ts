import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kms from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { Environment } from '../environments.ts'

/**
 * The key of everything that an environment stores. AWS services that use it on their own account are named
 * here, because a key's policy can only be changed in the stack that owns the key.
 */
export function createEncryptionKey(scope: Construct, environment: Environment): kms.Key {
  const stack = Stack.of(scope)
  const key = new kms.Key(scope, 'EncryptionKey', {
    alias: `kontor/${environment.name}`,
    description: `Data at rest of Kontor's environment ${environment.name}`,
    enableKeyRotation: true,
    removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LogGroups',
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: '*' }),
        },
      },
    }),
  )
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'Alarms',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  )
  return key
}

/** The same key for use in another stack: what is granted there goes to the grantee, not into the key's policy. */
export function encryptionKeyOf(scope: Construct, network: { readonly encryptionKey: kms.IKey }): kms.IKey {
  return kms.Key.fromKeyArn(scope, 'EncryptionKey', network.encryptionKey.keyArn)
}
