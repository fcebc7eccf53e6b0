import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeGlobalId, encodeGlobalId, splitGlobalId } from '../../../api/schema/global-id.ts'

const badId = expect.objectContaining({ extensions: { code: 'BAD_ID' } }) as Error

test('gives back what it was made of', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 60 }).filter((id) => !/[\n\r\u2028\u2029]/.test(id)),
      (localId) => {
        fc.pre(localId.isWellFormed())
        const globalId = encodeGlobalId('Product', localId)
        expect(globalId).toMatch(/^[\w-]+$/)
        expect(decodeGlobalId('Product', globalId)).toBe(localId)
        expect(splitGlobalId(globalId)).toEqual({ type: 'Product', localId })
      },
    ),
  )
})

test('refuses the id of another type and names both', () => {
  const id = encodeGlobalId('Category', '7')
  expect(() => decodeGlobalId('Product', id)).toThrow(badId)
  expect(() => decodeGlobalId('Product', id)).toThrow(/id of a Category; an id of a Product is needed/)
})

test.each(['', '42', 'not an id', `${encodeGlobalId('Product', '1')}=`, 'x'.repeat(5_000)])(
  'refuses %j',
  (id) => {
    expect(() => splitGlobalId(id)).toThrow(badId)
  },
)
