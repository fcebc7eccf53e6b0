import { badgeCookie, writeBadge } from './badge.ts'
import { cookieName, parseCookies, serializeCookie } from './cookies.ts'
import type { Sealer } from './sealed.ts'
import { type AccountData, newSession, sealedCookies, type SessionData, type SignInData } from './session.ts'

/** Browsers keep at least 4,096 bytes a cookie, name and attributes included (RFC 6265 section 6.1). */
const maximumCookieBytes = 4000

/** What the shopper's cookies hold; changes are kept until `setCookies` writes them to a response. */
export interface VisitState {
  readonly session: SessionData
  readonly account: AccountData | undefined
  readonly signIn: SignInData | undefined
  updateSession(change: { [Key in keyof SessionData]?: SessionData[Key] | undefined }): void
  setAccount(account: AccountData | undefined): void
  setSignIn(signIn: SignInData | undefined): void
  /** Set-Cookie headers for what has changed. */
  setCookies(): Promise<readonly string[]>
}

type CookieKey = keyof typeof sealedCookies

/** Opens the cookies of a request. A cookie that cannot be opened counts as absent. */
export async function openState(
  cookieHeader: string | null,
  sealer: Sealer,
  options: { https: boolean },
): Promise<VisitState> {
  const cookies = parseCookies(cookieHeader)
  const { https } = options
  const sealedValue = (key: CookieKey) => cookies.get(cookieName(sealedCookies[key].base, https)) ?? ''
  const [givenSession, givenAccount, givenSignIn] = await Promise.all([
    sealer.open('session', sealedValue('session'), sealedCookies.session.shape),
    sealer.open('account', sealedValue('account'), sealedCookies.account.shape),
    sealer.open('signIn', sealedValue('signIn'), sealedCookies.signIn.shape),
  ])
  let session = givenSession ?? newSession()
  let account = givenAccount
  let signIn = givenSignIn
  const changed = new Set<CookieKey>(givenSession === undefined ? ['session'] : [])

  async function cookieOf(key: CookieKey): Promise<string> {
    const { base, lifeSeconds } = sealedCookies[key]
    const value = { session, account, signIn }[key]
    const sealed = value === undefined ? '' : await sealer.seal(key, value, lifeSeconds)
    return serializeCookie({ name: cookieName(base, https), value: sealed, lifeSeconds }, https)
  }

  async function accountCookie(): Promise<string> {
    const whole = await cookieOf('account')
    if (whole.length <= maximumCookieBytes || account === undefined) return whole
    // Some issuers' tokens are long. Without the hint, signing out asks once more; that is all.
    account = { ...account }
    delete account.idToken
    return cookieOf('account')
  }

  /** Whatever changed it, and also if the browser has lost or altered it. */
  function badgeCookies(): string[] {
    const name = cookieName(badgeCookie.base, https)
    const value = writeBadge({
      cartQuantity: session.cartQuantity ?? 0,
      isSignedIn: account !== undefined,
    })
    if ((cookies.get(name) ?? '') === value) return []
    return [serializeCookie({ name, value, lifeSeconds: badgeCookie.lifeSeconds, isForScripts: true }, https)]
  }

  return {
    get session() {
      return session
    },
    get account() {
      return account
    },
    get signIn() {
      return signIn
    },
    updateSession(change) {
      const merged = Object.entries({ ...session, ...change }).filter(([, value]) => value !== undefined)
      session = Object.fromEntries(merged) as SessionData
      changed.add('session')
    },
    setAccount(next) {
      account = next
      changed.add('account')
    },
    setSignIn(next) {
      signIn = next
      changed.add('signIn')
    },
    setCookies: async () => [
      ...(await Promise.all(
        [...changed].map((key) => (key === 'account' ? accountCookie() : cookieOf(key))),
      )),
      ...badgeCookies(),
    ],
  }
}
