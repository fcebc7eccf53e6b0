import { describe, expect, it } from 'vitest'
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
    expect(cookies).toHaveLength(1)
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

describe('parseCookies', () => {
  it('takes the first of two with one name, and survives nonsense', () => {
    const cookies = parseCookies('a=1; b = 2;; =x; a=3; c')
    expect([...cookies]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  })
})
