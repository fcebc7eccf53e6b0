import { expect, test, vi } from 'vitest'
import { parseConfig } from '../../api/config.ts'
import { readCredentials } from '../../api/secrets.ts'

const variables = {
  PUBLIC_ORIGIN: 'https://shop.example',
  CACHE_NODES: 'cache:6379',
  DATABASE_WRITER_URL: 'postgres://kontor@db/kontor',
  OIDC_ISSUER: 'https://id.shop.example',
  OIDC_AUDIENCE: 'kontor',
}
const arn = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}`

test('fetches nothing where no secret is configured', async () => {
  const fetchSecret = vi.fn()
  expect(await readCredentials(parseConfig(variables), fetchSecret)).toEqual({})
  expect(fetchSecret).not.toHaveBeenCalled()
})

test('reads the cache credentials at once and the database password when a connection asks', async () => {
  const fetchSecret = vi.fn((asked: string) =>
    Promise.resolve(JSON.stringify({ username: 'kontor', password: asked })),
  )
  const config = parseConfig({ ...variables, DATABASE_SECRET_ARN: arn('db'), CACHE_SECRET_ARN: arn('cache') })
  const credentials = await readCredentials(config, fetchSecret)
  expect(credentials.cache).toEqual({ username: 'kontor', password: arn('cache') })
  expect(fetchSecret).toHaveBeenCalledTimes(1)
  expect(await credentials.databasePassword?.()).toBe(arn('db'))
  expect(await credentials.databasePassword?.()).toBe(arn('db'))
  expect(fetchSecret).toHaveBeenCalledTimes(2)
})

test('asks again after a failure', async () => {
  const fetchSecret = vi
    .fn<(asked: string) => Promise<string>>()
    .mockRejectedValueOnce(new Error('throttled'))
    .mockResolvedValueOnce('{"password":"p"}')
  const config = parseConfig({ ...variables, DATABASE_SECRET_ARN: arn('db') })
  const { databasePassword } = await readCredentials(config, fetchSecret)
  await expect(databasePassword?.()).rejects.toThrow('throttled')
  expect(await databasePassword?.()).toBe('p')
})

test('names the secret whose text is of the wrong form, without quoting it', async () => {
  const config = parseConfig({ ...variables, CACHE_SECRET_ARN: arn('cache') })
  const failure = readCredentials(config, () => Promise.resolve('hunter2'))
  await expect(failure).rejects.toThrow(`The secret ${arn('cache')} must be a JSON object`)
  await expect(failure).rejects.not.toThrow('hunter2')
})
