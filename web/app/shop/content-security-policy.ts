import type { RouterContextProvider } from 'react-router'
import { issuerOf } from '../sign-in/issuer.ts'
import { nonceContext, settingsContext, shopContext } from './shop.ts'

/**
 * Where forms may lead. Browsers apply `form-action` to the redirects after a form too, and signing out leads to the
 * identity provider; only who is signed in can sign out.
 */
async function formTargets(context: Readonly<RouterContextProvider>): Promise<readonly string[]> {
  const settings = context.get(settingsContext)
  let isSignedIn: boolean
  try {
    isSignedIn = context.get(shopContext).visit.account !== undefined
  } catch {
    // The request was refused before its cookies were opened.
    return []
  }
  if (!isSignedIn) return []
  const endSession = await issuerOf(settings.oidc).then(
    (issuer) => issuer.serverMetadata().end_session_endpoint,
    () => undefined,
  )
  return endSession === undefined ? [] : [new URL(endSession).origin]
}

/** The Content-Security-Policy of a document: nothing inline without this request's nonce, nothing from elsewhere. */
export async function contentSecurityPolicy(context: Readonly<RouterContextProvider>): Promise<string> {
  const nonce = context.get(nonceContext)
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${["'self'", ...(await formTargets(context))].join(' ')}`,
  ].join('; ')
}
