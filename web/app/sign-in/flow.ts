import * as openid from 'openid-client'
import { paths } from '../../../api/contract.ts'
import type { AccountData, SignInData } from '../session/session.ts'
import type { Settings } from '../shop/settings.ts'
import { issuerOf } from './issuer.ts'
import { accountOf } from './tokens.ts'

/** The API as a resource (RFC 8707), so that the access token is a JWT for it; only if the audience is an address. */
function resourceOf(audience: string | undefined): { resource?: string } {
  return audience !== undefined && URL.canParse(audience) ? { resource: audience } : {}
}

/** Starts the authorization code flow with PKCE, state and nonce: where to go, and what to remember meanwhile. */
export async function startSignIn(
  settings: Settings,
  returnTo: string,
): Promise<{ location: string; signIn: SignInData }> {
  const issuer = await issuerOf(settings.oidc)
  const codeVerifier = openid.randomPKCECodeVerifier()
  const state = openid.randomState()
  const nonce = openid.randomNonce()
  const location = openid.buildAuthorizationUrl(issuer, {
    redirect_uri: new URL(paths.signInCallback, settings.publicOrigin).href,
    scope: 'openid email profile',
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...resourceOf(settings.oidc.audience),
  })
  return { location: location.href, signIn: { codeVerifier, state, nonce, returnTo } }
}

/**
 * Ends the flow with what the issuer sent back.
 *
 * @param search query of the callback's address, with the question mark.
 * @throws if state, nonce, signature or code do not hold, or the issuer cannot be reached.
 */
export async function finishSignIn(
  settings: Settings,
  search: string,
  signIn: SignInData,
): Promise<AccountData> {
  const currentUrl = new URL(paths.signInCallback + search, settings.publicOrigin)
  const tokens = await openid.authorizationCodeGrant(
    await issuerOf(settings.oidc),
    currentUrl,
    {
      pkceCodeVerifier: signIn.codeVerifier,
      expectedState: signIn.state,
      expectedNonce: signIn.nonce,
      idTokenExpected: true,
    },
    resourceOf(settings.oidc.audience),
  )
  return accountOf(tokens)
}

/** Where to end the session at the identity provider too; undefined if it offers no such place. */
export async function signOutLocation(
  settings: Settings,
  account: AccountData,
  returnTo: string,
): Promise<string | undefined> {
  const issuer = await issuerOf(settings.oidc)
  if (issuer.serverMetadata().end_session_endpoint === undefined || account.idToken === undefined)
    return undefined
  return openid.buildEndSessionUrl(issuer, {
    id_token_hint: account.idToken,
    post_logout_redirect_uri: new URL(returnTo, settings.publicOrigin).href,
  }).href
}
