import { createRemoteJWKSet, jwtVerify } from 'jose'
import { describe, expect, inject, test } from 'vitest'
import { signIn } from '../sign-in.ts'

describe('the local identity provider', () => {
  test('issues access tokens that the API can check, with the customer they stand for', async () => {
    const { issuer, audience } = inject('local').identity
    const { accessToken, idTokenClaims } = await signIn('anna@example.com')
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
    const { payload, protectedHeader } = await jwtVerify(accessToken, keys, { issuer, audience })
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' })
    expect(payload).toMatchObject({ sub: 'anna', email: 'anna@example.com', permissions: [] })
    expect(idTokenClaims).toMatchObject({ sub: 'anna', email: 'anna@example.com', name: 'Anna Lindqvist' })
  })

  test('gives staff their permissions', async () => {
    const { issuer, audience } = inject('local').identity
    const { accessToken, refreshToken } = await signIn('Staff@example.com')
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
    const { payload } = await jwtVerify(accessToken, keys, { issuer, audience })
    expect(payload['permissions']).toEqual(['CATALOG_WRITE', 'INVENTORY_WRITE', 'ORDER_READ'])
    expect(refreshToken).toBeTypeOf('string')
  })

  test('refuses an address that it does not know', async () => {
    await expect(signIn('nobody@example.com')).rejects.toThrow()
  })
})
