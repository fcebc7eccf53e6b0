import { expect, test } from 'vitest'
import { InvalidConfig, parseConfig } from '../../api/config.ts'

const least = {
  PUBLIC_ORIGIN: 'https://shop.example',
  CACHE_NODES: 'cache-1:6379, cache-2:6379',
  DATABASE_WRITER_URL: 'postgres://kontor:secret@db/kontor',
  OIDC_ISSUER: 'https://id.shop.example',
  OIDC_AUDIENCE: 'kontor',
}

test('gives safe defaults for what is not set', () => {
  const config = parseConfig({ ...least, LOG_LEVEL: '' })
  expect(config).toMatchObject({
    mode: 'production',
    host: '127.0.0.1',
    database: { tls: 'verify-full', readerUrls: [] },
    cache: {
      tls: true,
      nodes: [
        { host: 'cache-1', port: 6379 },
        { host: 'cache-2', port: 6379 },
      ],
    },
    trustedProxies: [],
    trustedDocuments: { only: false },
    logLevel: 'info',
  })
})

test('reads lists, numbers and switches', () => {
  const config = parseConfig({
    ...least,
    PORT: '8080',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    DATABASE_READER_URLS: 'postgres://a@r1/k,postgres://a@r2/k',
    TRUSTED_DOCUMENTS: 'documents.json',
    TRUSTED_DOCUMENTS_ONLY: 'true',
    TRACER: 'otlp',
    OTLP_ENDPOINT: 'http://localhost:4318',
  })
  expect(config.port).toBe(8080)
  expect(config.trustedProxies).toEqual(['10.0.0.0/8', '::1'])
  expect(config.database.readerUrls).toHaveLength(2)
  expect(config.trustedDocuments).toEqual({ path: 'documents.json', only: true })
  expect(config.tracer).toEqual({ kind: 'otlp', endpoint: 'http://localhost:4318' })
})

function faultsOf(variables: Record<string, string>): string {
  try {
    parseConfig(variables)
  } catch (error) {
    if (error instanceof InvalidConfig) return error.message
  }
  throw new Error('The configuration was accepted.')
}

test('reports all faults together, each with the value and what is allowed', () => {
  const message = faultsOf({ ...least, OIDC_AUDIENCE: '', PORT: '99999', KONTOR_MODE: 'staging' })
  expect(message).toContain('3 faults')
  expect(message).toContain('PORT is "99999"; allowed: a whole number from 0 to 65535')
  expect(message).toContain('KONTOR_MODE is "staging"; allowed: one of development, production')
  expect(message).toContain('OIDC_AUDIENCE is not set')
})

test('hides secrets in its complaints', () => {
  const message = faultsOf({ ...least, DATABASE_WRITER_URL: 'mysql://kontor:hunter2@db/kontor' })
  expect(message).toContain(
    'DATABASE_WRITER_URL is (hidden); allowed: postgres://user:password@host:port/database',
  )
  expect(message).not.toContain('hunter2')
})

test('asks for what another variable makes necessary, together with other faults', () => {
  const message = faultsOf({ ...least, PAYMENT_PROVIDER: 'stripe', TRACER: 'otlp', LOG_LEVEL: 'loud' })
  for (const name of ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'OTLP_ENDPOINT', 'LOG_LEVEL']) {
    expect(message).toContain(name)
  }
})
