import Provider, { type Configuration, type JWKS, type KoaContextWithOIDC } from 'oidc-provider'
import { accountById } from './accounts.ts'
import { apiAudience, signInCallback } from './contract.ts'
import { faultPage, signOutPage } from './pages.ts'

/** What the provider is set up with. */
export interface IdentityOptions {
  /** Its own address, which tokens name as issuer. */
  readonly issuer: string
  /** Origin of the shop, which sends people here and takes them back. */
  readonly shopOrigin: string
  readonly clientId: string
  readonly clientSecret: string
  readonly keys: JWKS
}

/** Resource indicators are URIs (RFC 8707), so the API's audience is not one itself. */
const apiResource = 'urn:kontor:api'
const apiScope = 'shop'

const hour = 60 * 60
const fortnight = 14 * 24 * hour

/** An OpenID Connect provider for this machine, with the same claims that the user pool on AWS is set up to issue. */
export function createProvider(options: IdentityOptions): Provider {
  return new Provider(options.issuer, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        // What openid-client sends unless told otherwise.
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [signInCallback(options.shopOrigin)],
        post_logout_redirect_uris: [`${options.shopOrigin}/`],
      },
    ],
    jwks: options.keys,
    cookies: { keys: [options.clientSecret] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    // The storefront reads name and address from the id token, as it would from Cognito's.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: {
      AccessToken: hour,
      IdToken: hour,
      Interaction: hour,
      Grant: fortnight,
      Session: fortnight,
      RefreshToken: fortnight,
    },
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    clientBasedCORS: () => false,
    findAccount: (_context, id) => {
      const account = accountById(id)
      if (account === undefined) return undefined
      const { email, name } = account
      return { accountId: id, claims: () => ({ sub: id, email, email_verified: true, name }) }
    },
    extraTokenClaims: (_context, token) => {
      const account = 'accountId' in token ? accountById(token.accountId) : undefined
      if (account === undefined) return undefined
      return { email: account.email, name: account.name, permissions: account.permissions }
    },
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    // The shop is our own: nobody is asked whether it may know who they are.
    loadExistingGrant: grantEverything,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form)
        },
      },
      resourceIndicators: apiTokens,
    },
    renderError: (context, out) => {
      context.type = 'html'
      context.body = faultPage(out.error, out.error_description)
    },
  })
}

/** Access tokens are always for the API, as JWTs that it checks without asking here. */
const apiTokens: NonNullable<Configuration['features']>['resourceIndicators'] = {
  enabled: true,
  defaultResource: () => apiResource,
  useGrantedResource: () => true,
  getResourceServerInfo: () => ({
    scope: apiScope,
    audience: apiAudience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: hour,
    jwt: { sign: { alg: 'RS256' } },
  }),
}

async function grantEverything(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc
  if (client === undefined || session?.accountId === undefined) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid email profile offline_access')
  grant.addResourceScope(apiResource, apiScope)
  await grant.save()
  return grant
}
