import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createSealer } from '../../web/app/session/sealed.ts'

const old = 'an old secret of at least 32 characters'
const current = 'the current secret, also of 32 characters'
const shape = z.object({ cartId: z.string() })
const value = { cartId: 'Q2FydDox' }

describe('createSealer', () => {
  it('opens what it sealed, and nobody can read it on the way', async () => {
    const sealer = createSealer([current])
    const sealed = await sealer.seal('session', value, 60)
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain(value.cartId)
    expect(await sealer.open('session', sealed, shape)).toEqual(value)
  })

  it('opens what an older secret sealed, and seals with the newest', async () => {
    const sealedBefore = await createSealer([old]).seal('session', value, 60)
    const rotated = createSealer([current, old])
    expect(await rotated.open('session', sealedBefore, shape)).toEqual(value)
    const sealedNow = await rotated.seal('session', value, 60)
    expect(await createSealer([current]).open('session', sealedNow, shape)).toEqual(value)
    expect(await createSealer([old]).open('session', sealedNow, shape)).toBeUndefined()
  })

  it('does not open another cookie’s value, a changed one, an old one or another shape', async () => {
    vi.useFakeTimers({ now: 0, toFake: ['Date'] })
    try {
      const sealer = createSealer([current])
      const sealed = await sealer.seal('session', value, 60)
      const last = sealed.at(-1) === 'A' ? 'Q' : 'A'
      expect(await sealer.open('account', sealed, shape)).toBeUndefined()
      expect(await sealer.open('session', sealed.slice(0, -1) + last, shape)).toBeUndefined()
      expect(await sealer.open('session', '', shape)).toBeUndefined()
      expect(await sealer.open('session', sealed, z.object({ cartId: z.number() }))).toBeUndefined()
      vi.setSystemTime(61_000)
      expect(await sealer.open('session', sealed, shape)).toBeUndefined()
    } finally {
      vi.useRealTimers()
    }
  })
})
