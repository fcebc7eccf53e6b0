import { SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Authenticate,
  AuthenticationUnavailable,
  createAuthenticator,
  InvalidToken,
} from '../../../api/security/authentication.ts'
import { audience, type Issuer, startIssuer } from './issuer.ts'

let issuer: Issuer
let authenticate: Authenticate
beforeEach(async () => {
  issuer = await startIssuer()
  authenticate = createAuthenticator({ issuer: issuer.url, audience })
})
afterEach(() => issuer.close())

const bearer = async (token: Promise<string> | string) => authenticate(`Bearer ${await token}`)

test('takes a request without a token for a guest, without asking the issuer', async () => {
  expect(await authenticate(undefined)).toEqual({ kind: 'guest' })
  expect(issuer.keyRequests).toBe(0)
})

test('knows a customer and the permissions that the shop knows', async () => {
  const token = issuer.token({ name: 'Ada', permissions: ['CATALOG_WRITE', 'LAUNCH_ROCKETS'] })
  expect(await bearer(token)).toEqual({
    kind: 'customer',
    issuer: issuer.url,
    subject: 'customer-1',
    email: 'ada@shop.example',
    name: 'Ada',
    permissions: new Set(['CATALOG_WRITE']),
  })
})

test('fetches the keys once for many tokens', async () => {
  await Promise.all(Array.from({ length: 20 }, () => bearer(issuer.token())))
  expect(issuer.keyRequests).toBe(1)
})

const past = Math.floor(Date.now() / 1_000) - 60
test.each([
  ['expired', { exp: past }],
  ['for another audience', { aud: 'another' }],
  ['of another issuer', { iss: 'https://evil.example' }],
  ['not yet valid', { nbf: past + 600 }],
  ['without a subject', { sub: undefined }],
  ['without an end', { exp: undefined }],
  ['without an e-mail address', { email: undefined }],
])('refuses a token that is %s', async (_what, claims) => {
  await expect(bearer(issuer.token(claims))).rejects.toThrow(InvalidToken)
})

test('refuses a token signed by another key of the same name', async () => {
  const other = await startIssuer()
  await expect(bearer(issuer.token({}, other))).rejects.toThrow(InvalidToken)
  await other.close()
})

test('refuses symmetric and missing signatures', async () => {
  const claims = { iss: issuer.url, aud: audience, sub: '1', email: 'a@shop.example', exp: past + 600 }
  const symmetric = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: issuer.key.id })
    .sign(new TextEncoder().encode('public key text as a secret, long enough'))
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${symmetric.split('.')[1] ?? ''}.x`
  await expect(bearer(symmetric)).rejects.toThrow(InvalidToken)
  await expect(bearer(unsigned)).rejects.toThrow(InvalidToken)
})

test.each(['Bearer', 'Bearer a.b', 'Basic YTpi', 'Bearer a.b.c d'])(
  'refuses the header %j',
  async (header) => {
    await expect(authenticate(header)).rejects.toThrow(InvalidToken)
  },
)

test('does not ask for keys again and again because of forged key ids', async () => {
  await bearer(issuer.token())
  await issuer.rotate()
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await expect(bearer(issuer.token())).rejects.toThrow(InvalidToken)
  }
  expect(issuer.keyRequests).toBe(1)
})

test('calls it unavailable, not invalid, when the issuer is away, and recovers', async () => {
  issuer.fail(true)
  await expect(bearer(issuer.token())).rejects.toThrow(AuthenticationUnavailable)
  issuer.fail(false)
  expect(await bearer(issuer.token())).toMatchObject({ kind: 'customer' })
})
