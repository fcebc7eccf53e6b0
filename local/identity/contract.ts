import { paths } from '../../api/contract.ts'

/** The client of the identity provider that the storefront is. */
export const storefrontClientId = 'kontor-storefront'

/** Audience that the API expects in access tokens. */
export const apiAudience = 'kontor-api'

/** Where people are sent back to after signing in, and the only place. */
export function signInCallback(shopOrigin: string): string {
  return `${shopOrigin}${paths.signInCallback}`
}
