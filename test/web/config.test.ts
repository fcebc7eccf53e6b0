import { describe, expect, it } from 'vitest'
import { parseWebConfig } from '../../web/server/config.ts'

const complete = {
  API_ORIGIN: 'http://127.0.0.1:4001',
  PUBLIC_ORIGIN: 'http://localhost:4000',
  OIDC_ISSUER: 'http://localhost:4005',
  OIDC_CLIENT_ID: 'storefront',
  OIDC_CLIENT_SECRET: 'secret',
  SESSION_SECRETS: `${'n'.repeat(32)}, ${'o'.repeat(32)}`,
}

describe('parseWebConfig', () => {
  it('reads a complete environment, with defaults for the rest', () => {
    const config = parseWebConfig(complete)
    expect(config).toMatchObject({ port: 4004, environmentName: 'local', logLevel: 'info' })
    expect(config.sessionSecrets).toEqual(['n'.repeat(32), 'o'.repeat(32)])
    expect(config.apiOrigin.origin).toBe('http://127.0.0.1:4001')
  })

  it('names all faults together and quotes no secret', () => {
    const faulty = { ...complete, PORT: '99999', API_ORIGIN: 'localhost:4001', SESSION_SECRETS: 'too-short' }
    const environment = { ...faulty, OIDC_CLIENT_ID: undefined }
    expect(() => parseWebConfig(environment)).toThrow(
      /PORT:[\s\S]*OIDC_CLIENT_ID:|OIDC_CLIENT_ID:[\s\S]*PORT:/,
    )
    expect(() => parseWebConfig(environment)).toThrow(/API_ORIGIN: must be an address/)
    expect(() => parseWebConfig(environment)).toThrow(/SESSION_SECRETS: needs at least 32/)
    expect(() => parseWebConfig(environment)).not.toThrow(/too-short/)
  })
})
