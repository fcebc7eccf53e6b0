import { z } from 'zod'
import { environment } from '../../api/contract.ts'
import type { FetchSecret } from '../../api/secrets.ts'

type Variables = Readonly<Record<string, string | undefined>>

const keys = z.object({ secretKey: z.string().min(1), webhookSecret: z.string().min(1) })

/**
 * Variables with the payment provider's keys among them. ECS puts secrets into a task's variables itself; Lambda
 * shows a function's variables to everyone who may look at it, so there the secret is only named.
 *
 * @throws if the secret cannot be had, or lacks a key
 */
export async function withPaymentKeys(variables: Variables, fetchSecret: FetchSecret): Promise<Variables> {
  const arn = variables[environment.stripeSecretArn]
  if (arn === undefined) return variables
  const parsed = keys.safeParse(JSON.parse(await fetchSecret(arn)))
  if (!parsed.success) {
    throw new Error(`The secret ${arn} must be a JSON object with secretKey and webhookSecret.`)
  }
  return {
    ...variables,
    [environment.stripeSecretKey]: parsed.data.secretKey,
    [environment.stripeWebhookSecret]: parsed.data.webhookSecret,
  }
}
