import { createHmac, timingSafeEqual } from 'node:crypto'

/** The token that forms carry: it belongs to one session and cannot be made without the secret. */
export function csrfToken(sessionId: string, secret: string): string {
  return createHmac('sha256', secret).update(`csrf\n${sessionId}`).digest('base64url')
}

/** True if `given` is the session's token under any of the secrets (a form may be older than a rotation). */
export function isCsrfToken(given: string, sessionId: string, secrets: readonly string[]): boolean {
  const bytes = Buffer.from(given)
  return secrets.some((secret) => {
    const expected = Buffer.from(csrfToken(sessionId, secret))
    return bytes.length === expected.length && timingSafeEqual(bytes, expected)
  })
}

/**
 * True for the forms of pages that everybody gets alike, which therefore can hold no token: choosing the market, and
 * putting something into the cart. Against other sites they have `isSameOrigin` and the cookies' SameSite.
 */
export function isOpenForm(pathname: string, form: FormData): boolean {
  const path = pathname.replace(/\.data$/, '')
  return path.endsWith('/market') || (path.endsWith('/cart') && form.get('intent') === 'add')
}

/**
 * True if the browser says that the request comes from a page of this shop. Sec-Fetch-Site where there is one (no
 * script can set it), else Origin against the shop's origin or the Host header.
 * Source: OWASP CSRF Prevention Cheat Sheet, "Fetch Metadata headers".
 */
export function isSameOrigin(headers: Headers, publicOrigin: URL): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === publicOrigin.host || host === headers.get('host')
}
