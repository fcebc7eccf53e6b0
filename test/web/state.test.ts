import { describe, expect, it } from 'vitest'
import { badgeIn, readBadge } from '../../web/app/session/badge.ts'
import { parseCookies } from '../../web/app/session/cookies.ts'
import { createSealer } from '../../web/app/session/sealed.ts'
import { openState } from '../../web/app/session/state.ts'

const sealer = createSealer(['a secret that is long enough for the test'])

/** What a browser would send back. */
function sentBack(setCookies: readonly string[]): string {
  return setCookies.map((cookie) => cookie.split(';', 1)[0]).join('; ')
}

describe('openState', () => {
  it('starts a session for a new visitor and keeps what changes', async () => {
    const first = await openState(null, sealer, { https: false })
    first.updateSession({ cartId: 'Q2FydDox', cartQuantity: 2 })
    const cookies = await first.setCookies()
    expect(cookies).toHaveLength(2)
    const second = await openState(sentBack(cookies), sealer, { https: false })
    expect(second.session).toEqual({ id: first.session.id, cartId: 'Q2FydDox', cartQuantity: 2 })
    expect(await second.setCookies()).toEqual([])
  })

  it('sets cookies that scripts and other sites cannot use', async () => {
    const state = await openState(null, sealer, { https: true })
    const [cookie] = await state.setCookies()
    expect(cookie).toMatch(
      /^__Host-kontor_session=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  it('forgets with undefined, and removes the account’s cookie', async () => {
    const state = await openState(null, sealer, { https: false })
    state.updateSession({ cartId: 'Q2FydDox' })
    state.updateSession({ cartId: undefined })
    state.setAccount(undefined)
    expect(state.session).toEqual({ id: state.session.id })
    expect(await state.setCookies()).toContainEqual(
      'kontor_account=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    )
  })

  it('leaves out the sign-out hint when the issuer’s tokens are too long for one cookie', async () => {
    const state = await openState(null, sealer, { https: false })
    state.setAccount({
      accessToken: 'a'.repeat(1200),
      refreshToken: 'r'.repeat(1000),
      idToken: 'i'.repeat(1500),
      expiresAt: 1,
    })
    const cookies = await state.setCookies()
    const account = cookies.find((cookie) => cookie.startsWith('kontor_account='))
    expect(account?.length).toBeLessThan(4096)
    const again = await openState(sentBack(cookies), sealer, { https: false })
    expect(again.account).toEqual({
      accessToken: 'a'.repeat(1200),
      refreshToken: 'r'.repeat(1000),
      expiresAt: 1,
    })
  })
})

describe('the badge', () => {
  it('tells scripts what the header shows, and follows what changes', async () => {
    const state = await openState(null, sealer, { https: true })
    state.updateSession({ cartQuantity: 3 })
    const cookies = await state.setCookies()
    expect(cookies.at(-1)).toBe('__Host-kontor_badge=3.out; Path=/; Max-Age=2592000; SameSite=Lax; Secure')
    const sent = sentBack(cookies)
    expect(readBadge(badgeIn(sent))).toEqual({ cartQuantity: 3, isSignedIn: false })
    const again = await openState(sent, sealer, { https: true })
    expect(await again.setCookies()).toEqual([])
    again.updateSession({ cartQuantity: undefined })
    expect((await again.setCookies()).at(-1)).toMatch(/^__Host-kontor_badge=; Path=\/; Max-Age=0;/)
  })

  it('is written anew if the browser lost or altered it', async () => {
    const state = await openState(null, sealer, { https: false })
    state.updateSession({ cartQuantity: 1 })
    const session = sentBack((await state.setCookies()).slice(0, 1))
    for (const altered of [session, `${session}; kontor_badge=99.in`]) {
      const again = await openState(altered, sealer, { https: false })
      expect(await again.setCookies()).toEqual([expect.stringContaining('kontor_badge=1.out;')])
    }
  })

  it.each(['', 'nonsense', '-1.in', '1.maybe', '12345678.in', '<b>.in'])('shows nothing for %j', (value) => {
    expect(readBadge(value)).toEqual({ cartQuantity: 0, isSignedIn: false })
  })

  it.each([
    ['kontor_badge=2.in', '2.in'],
    ['a=1; __Host-kontor_badge=2.in; b=2', '2.in'],
    ['not_kontor_badge=2.in', ''],
  ])('is found in %s', (cookies, value) => {
    expect(badgeIn(cookies)).toBe(value)
  })
})

describe('parseCookies', () => {
  it('takes the first of two with one name, and survives nonsense', () => {
    const cookies = parseCookies('a=1; b = 2;; =x; a=3; c')
    expect([...cookies]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  })
})
