/** A cookie as the storefront sets it: SameSite=Lax, for the whole shop, HttpOnly unless scripts are to read it. */
export interface CookieToSet {
  readonly name: string
  /** Base64url, letters, digits and dots only; an empty value removes the cookie. */
  readonly value: string
  readonly lifeSeconds: number
  readonly isForScripts?: boolean
}

/** `__Host-` on https: browsers then refuse the cookie from any other host or without Secure (RFC 6265bis 4.1.3.2). */
export function cookieName(base: string, https: boolean): string {
  return https ? `__Host-${base}` : base
}

/** Value of a Set-Cookie header. */
export function serializeCookie(
  { name, value, lifeSeconds, isForScripts = false }: CookieToSet,
  https: boolean,
): string {
  const age = value === '' ? 0 : lifeSeconds
  const flags = [...(isForScripts ? [] : ['HttpOnly']), 'SameSite=Lax', ...(https ? ['Secure'] : [])]
  return [`${name}=${value}`, 'Path=/', `Max-Age=${age}`, ...flags].join('; ')
}

/** Cookies of a request by name; of two with one name the first counts, as browsers send the most specific first. */
export function parseCookies(header: string | null): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, Math.max(at, 0)).trim()
    if (name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim())
  }
  return cookies
}
