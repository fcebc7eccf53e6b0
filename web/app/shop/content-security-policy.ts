import type { RouterContextProvider } from 'react-router'
import { issuerOf } from '../sign-in/issuer.ts'
import { personalShopContext, settingsContext } from './shop.ts'

/**
 * Where forms may lead. Browsers apply `form-action` to the redirects after a form too, and signing out leads to the
 * identity provider; only who is signed in can sign out.
 */
export async function formTargets(context: Readonly<RouterContextProvider>): Promise<readonly string[]> {
  const settings = context.get(settingsContext)
  let isSignedIn: boolean
  try {
    isSignedIn = context.get(personalShopContext).visit.account !== undefined
  } catch {
    // The page is not a personal one, or the request was refused before its cookies were opened.
    return []
  }
  if (!isSignedIn) return []
  const endSession = await issuerOf(settings.oidc).then(
    (issuer) => issuer.serverMetadata().end_session_endpoint,
    () => undefined,
  )
  return endSession === undefined ? [] : [new URL(endSession).origin]
}

/**
 * The Content-Security-Policy of a document: nothing inline but our own scripts, nothing from elsewhere.
 *
 * @param scripts what allows them: this request's nonce, or their hashes, e.g. `'sha256-…'`
 * @param forms where forms may lead besides the shop itself
 */
export function contentSecurityPolicy(scripts: readonly string[], forms: readonly string[]): string {
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...scripts].join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${["'self'", ...forms].join(' ')}`,
  ].join('; ')
}
