import { allowInsecureRequests, type Configuration, discovery } from 'openid-client'
import type { Settings } from '../shop/settings.ts'

const known = new WeakMap<Settings['oidc'], Promise<Configuration>>()

/**
 * The identity provider as its discovery document describes it, asked for once per process and again after a failure.
 * Plain http is accepted for an issuer on this machine's loopback address only.
 *
 * @throws if the issuer cannot be reached or its document is invalid.
 */
export function issuerOf(oidc: Settings['oidc']): Promise<Configuration> {
  const before = known.get(oidc)
  if (before !== undefined) return before
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(oidc.issuer.hostname)
  const found = discovery(oidc.issuer, oidc.clientId, oidc.clientSecret, undefined, {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- an identity provider on this machine has no certificate
    execute: isLoopback ? [allowInsecureRequests] : [],
    timeout: 5,
  })
  known.set(oidc, found)
  found.catch(() => known.delete(oidc))
  return found
}
