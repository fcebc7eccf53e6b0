import * as openid from 'openid-client'
import { inject } from 'vitest'

/** Where to sign in, and as which client. */
export interface IdentityProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** The only address to which it sends people back. */
  readonly redirectUri: string
}

/** Tokens of somebody who signed in. */
export interface SignedIn {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly idTokenClaims: Readonly<Record<string, unknown>>
}

/** Signs in at the local identity provider as a browser would: authorization code with PKCE, through its page. */
export async function signIn(
  email: string,
  identity: IdentityProvider = inject('local').identity,
): Promise<SignedIn> {
  const { issuer, clientId, clientSecret, redirectUri } = identity
  const config = await openid.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the provider of this machine has no certificate
    execute: [openid.allowInsecureRequests],
  })
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const state = openid.randomState()
  const start = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state,
  })
  const browser = createBrowser()
  const page = await browser.follow(start, redirectUri)
  const form = new URLSearchParams({ email, password: 'any' })
  const callback = await browser.follow(page, redirectUri, form)
  const tokens = await openid.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier,
    expectedState: state,
  })
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    idTokenClaims: tokens.claims() ?? {},
  }
}

/** Keeps cookies, and follows redirects up to (not into) the shop's callback, or to a page. */
function createBrowser() {
  const cookies = new Map<string, string>()
  const follow = async (url: URL, until: string, form?: URLSearchParams): Promise<URL> => {
    if (url.href.startsWith(until)) return url
    const response = await fetch(url, {
      ...(form === undefined ? {} : { method: 'POST', body: form }),
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split(/=(.*)/s) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return location === null ? url : await follow(new URL(location, url), until)
  }
  return { follow }
}
