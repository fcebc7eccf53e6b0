import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { authentication } from '../resilience/settings.ts'
import type { Permission, Viewer } from './viewer.ts'

/** Tells who is asking by the Authorization header; without one it is a guest. */
export type Authenticate = (authorization: string | undefined) => Promise<Viewer>

/** The token proves nothing: expired, forged, for somebody else. Clients get UNAUTHENTICATED; never silently a guest. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken'
}

/** The identity provider's keys could not be had. Clients get SERVICE_UNAVAILABLE. */
export class AuthenticationUnavailable extends Error {
  override readonly name = 'AuthenticationUnavailable'
}

/** Asymmetric ones only: with HS256 a public key could pass as the secret (RFC 8725, 2.1 and 3.1). */
const algorithms = ['RS256', 'ES256', 'PS256']

const permissions: readonly Permission[] = ['CATALOG_WRITE', 'INVENTORY_WRITE', 'ORDER_READ']

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.email(),
  name: z.string().max(200).optional(),
  permissions: z.array(z.string()).default([]),
})

/**
 * Accepts access tokens (JWT) of one OpenID Connect issuer. Its keys are found by discovery at the first token and
 * kept; a new key id makes them be fetched again, at most once in the cool-down.
 */
export function createAuthenticator({ issuer, audience }: Config['oidc']): Authenticate {
  let keys: Promise<JWTVerifyGetKey> | undefined

  async function discoveredKeys(): Promise<JWTVerifyGetKey> {
    keys ??= discover(issuer)
    try {
      return await keys
    } catch (error) {
      keys = undefined
      throw error
    }
  }

  return async (authorization) => {
    if (authorization === undefined) return { kind: 'guest' }
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1]
    if (token === undefined) throw new InvalidToken('The Authorization header must be "Bearer" and a JWT.')
    try {
      const { payload } = await jwtVerify(token, await discoveredKeys(), {
        issuer,
        audience,
        algorithms,
        clockTolerance: authentication.clockToleranceSeconds,
        requiredClaims: ['sub', 'exp'],
      })
      return toViewer(payload)
    } catch (error) {
      if (error instanceof InvalidToken) throw error
      if (isFaultOfToken(error)) throw new InvalidToken(`The access token is not valid: ${error.message}.`)
      throw new AuthenticationUnavailable(`The keys of ${issuer} could not be fetched.`, { cause: error })
    }
  }
}

function toViewer(payload: unknown): Viewer {
  const parsed = claims.safeParse(payload)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new InvalidToken(`The access token's claim ${issue?.path.join('.') ?? ''} is missing or malformed.`)
  }
  const { iss, sub, email, name, permissions: claimed } = parsed.data
  const granted = permissions.filter((permission) => claimed.includes(permission))
  return { kind: 'customer', issuer: iss, subject: sub, email, name, permissions: new Set(granted) }
}

function isFaultOfToken(error: unknown): error is Error {
  return (
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported
  )
}

const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.url() })

/** OpenID Connect Discovery 1.0, section 4: the document must name the issuer that it was asked for. */
async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(authentication.timeout),
    redirect: 'error',
  })
  if (!response.ok) throw new Error(`${issuer} answered its discovery with status ${response.status}.`)
  const document = discoveryDocument.parse(await response.json())
  if (document.issuer !== issuer)
    throw new Error(`${issuer} calls itself ${document.issuer} in its discovery.`)
  return createRemoteJWKSet(new URL(document.jwks_uri), {
    timeoutDuration: authentication.timeout,
    cooldownDuration: authentication.keyCooldown,
    cacheMaxAge: authentication.keyMaximumAge,
  })
}
