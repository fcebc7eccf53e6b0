import { z } from 'zod'
import type { Credentials } from './application.ts'
import type { CacheCredentials } from './cache/cluster.ts'
import type { Config } from './config.ts'

/** As RDS and our own stacks write them; other fields are ignored. */
const secret = z.object({ username: z.string().default('default'), password: z.string().min(1) })

/** A rotated password is picked up within this time; one call to Secrets Manager costs 0.5 cents per 1,000. */
const keptMilliseconds = 60_000

/** Gives the text of a secret; the process decides from where. */
export type FetchSecret = (arn: string) => Promise<string>

/**
 * Credentials that the configuration only points to.
 * @throws if the cache's secret cannot be read; the database's is read when a connection needs it
 */
export async function readCredentials(
  config: Config,
  fetchSecret: FetchSecret = fromSecretsManager,
): Promise<Credentials> {
  const { database, cache } = config
  return {
    ...(database.secretArn === undefined
      ? {}
      : { databasePassword: rereading(database.secretArn, fetchSecret) }),
    ...(cache.secretArn === undefined
      ? {}
      : { cache: await readCacheCredentials(cache.secretArn, fetchSecret) }),
  }
}

/** User and password of the cache. @throws if the secret cannot be read */
export async function readCacheCredentials(
  secretArn: string,
  fetchSecret: FetchSecret = fromSecretsManager,
): Promise<CacheCredentials> {
  return parse(secretArn, await fetchSecret(secretArn))
}

function rereading(arn: string, fetchSecret: FetchSecret): () => Promise<string> {
  let read: { readonly at: number; readonly password: Promise<string> } | undefined
  return () => {
    if (read === undefined || performance.now() - read.at > keptMilliseconds) {
      const password = fetchSecret(arn).then((text) => parse(arn, text).password)
      read = { at: performance.now(), password }
      password.catch(() => {
        read = undefined
      })
    }
    return read.password
  }
}

function parse(arn: string, text: string): z.infer<typeof secret> {
  try {
    return secret.parse(JSON.parse(text))
  } catch (error) {
    throw new Error(`The secret ${arn} must be a JSON object with username and password.`, { cause: error })
  }
}

/** The SDK is loaded only where a secret is configured: on a laptop nothing of AWS is. */
async function fromSecretsManager(arn: string): Promise<string> {
  const { fetchAwsSecret } = await import('./security/aws-secrets.ts')
  return fetchAwsSecret(arn)
}
