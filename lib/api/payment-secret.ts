import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import type { Environment } from '../environments.ts'

/**
 * Keys of the payment provider (`secretKey`, `webhookSecret`), put there by hand before the first deployment
 * (docs/infrastructure.md), because nobody but the provider can make them. Undefined where payments are a test.
 */
export function paymentSecret(scope: Construct, environment: Environment): ISecret | undefined {
  if (environment.payment === 'test') return undefined
  return Secret.fromSecretNameV2(scope, 'PaymentSecret', `kontor/${environment.name}/${environment.payment}`)
}
