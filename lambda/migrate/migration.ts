import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { z } from 'zod'

/** What Secrets Manager keeps of an Aurora cluster. */
const clusterSecret = z.object({
  host: z.string(),
  port: z.coerce.number(),
  username: z.string(),
  password: z.string(),
  dbname: z.string(),
})

export interface Surroundings {
  readonly secretsManager: SecretsManagerClient
  /** Applies what the database lacks. @returns names of the migrations applied */
  readonly migrate: (connectionString: string) => Promise<readonly string[]>
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** A cluster that sleeps, or that was made a minute ago, takes up to a minute to let anyone in. */
const attempts = 6
const pauseMilliseconds = 15_000

/**
 * Brings the database up to date. Connecting is tried again for over a minute; a statement that fails is not.
 *
 * @returns names of the migrations applied
 */
export async function migrateCluster(
  secretArn: string,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const { secretsManager, migrate, sleep } = surroundings
  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: secretArn }))
  if (SecretString === undefined) throw new Error(`Secret ${secretArn} holds no text`)
  const { host, port, username, password, dbname } = clusterSecret.parse(JSON.parse(SecretString))
  const user = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`
  const connectionString = `postgres://${user}@${host}:${port}/${dbname}`
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await migrate(connectionString)
    } catch (error) {
      if (attempt === attempts || !isUnreachable(error)) throw error
      await sleep(pauseMilliseconds)
    }
  }
}

/** The network's own errors, and PostgreSQL's 57P03, the database system is starting up. */
const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', '57P03'])

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && unreachable.has(String(error.code))
}
