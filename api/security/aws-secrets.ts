import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

/** Text of a secret in AWS Secrets Manager. The one place where the application itself calls AWS. */
export async function fetchAwsSecret(arn: string): Promise<string> {
  const { SecretString } = await new SecretsManagerClient({}).send(
    new GetSecretValueCommand({ SecretId: arn }),
  )
  if (SecretString === undefined) throw new Error(`The secret ${arn} holds no text.`)
  return SecretString
}
