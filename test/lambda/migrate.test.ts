import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { migrateCluster } from '../../lambda/migrate/migration.ts'

const secretsManager = mockClient(SecretsManagerClient)
const arn = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:database'
const secret = {
  host: 'cluster.example',
  port: 5433,
  username: 'kontor',
  password: 'p@ss/word',
  dbname: 'kontor',
}

function surroundings(migrate: (connectionString: string) => Promise<readonly string[]>) {
  const waited: number[] = []
  return {
    secretsManager: new SecretsManagerClient(),
    migrate,
    sleep: (milliseconds: number) => {
      waited.push(milliseconds)
      return Promise.resolve()
    },
    waited,
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

beforeEach(() => {
  secretsManager.reset()
  secretsManager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(secret) })
})

describe('migrateCluster', () => {
  it("migrates with the secret's address, whatever is in the password", async () => {
    const migrate = vi.fn(() => Promise.resolve(['0006_reviews']))
    expect(await migrateCluster(arn, surroundings(migrate))).toEqual(['0006_reviews'])
    expect(migrate).toHaveBeenCalledExactlyOnceWith(
      'postgres://kontor:p%40ss%2Fword@cluster.example:5433/kontor',
    )
  })

  it.each(['ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND', '57P03'])(
    'waits for a cluster that wakes up: %s',
    async (code) => {
      const migrate = vi
        .fn<() => Promise<string[]>>()
        .mockRejectedValueOnce(failure(code))
        .mockResolvedValue([])
      const given = surroundings(migrate)
      expect(await migrateCluster(arn, given)).toEqual([])
      expect(given.waited).toEqual([15_000])
    },
  )

  it('gives up after six attempts, long before Lambda ends it', async () => {
    const migrate = vi.fn<() => Promise<string[]>>().mockRejectedValue(failure('ECONNREFUSED'))
    const given = surroundings(migrate)
    await expect(migrateCluster(arn, given)).rejects.toThrow('ECONNREFUSED')
    expect(migrate).toHaveBeenCalledTimes(6)
    expect(given.waited).toHaveLength(5)
  })

  it.each([failure('42601'), new Error('no code at all')])(
    'never repeats a migration that failed: %s',
    async (error) => {
      const migrate = vi.fn<() => Promise<string[]>>().mockRejectedValue(error)
      await expect(migrateCluster(arn, surroundings(migrate))).rejects.toThrow(error.message)
      expect(migrate).toHaveBeenCalledTimes(1)
    },
  )

  it.each([
    [
      'is missing',
      new ResourceNotFoundException({ message: 'no such secret', $metadata: {} }),
      'no such secret',
    ],
    ['is binary', undefined, `Secret ${arn} holds no text`],
    ['lacks the host', JSON.stringify({ ...secret, host: undefined }), 'host'],
  ])('touches no database when the secret %s', async (_why, answer, message) => {
    const command = secretsManager.on(GetSecretValueCommand)
    if (answer instanceof Error) command.rejects(answer)
    else command.resolves(answer === undefined ? {} : { SecretString: answer })
    const migrate = vi.fn(() => Promise.resolve([]))
    await expect(migrateCluster(arn, surroundings(migrate))).rejects.toThrow(message)
    expect(migrate).not.toHaveBeenCalled()
  })
})
