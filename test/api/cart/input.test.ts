import { expect, test } from 'vitest'
import { deliveryInput } from '../../../api/cart/delivery-input.ts'
import { readLines } from '../../../api/cart/line-input.ts'
import { encodeGlobalId } from '../../../api/schema/global-id.ts'
import { invalidByZod } from '../../../api/schema/invalid-input.ts'

const oak = encodeGlobalId('ProductVariant', '7')
const address = {
  name: ' Ada ',
  street: 'Straße 1',
  extra: '',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
}

test('lines of one variant are added up', () => {
  const lines = [
    { variantId: oak, quantity: 2 },
    { variantId: oak, quantity: 3 },
  ]
  expect(readLines(lines, 'add', ['lines'])).toEqual([
    { globalId: oak, index: 0, variantId: '7', quantity: 5 },
  ])
  expect(readLines(lines, 'set', ['lines'])).toMatchObject({ path: ['lines', '1', 'variantId'] })
})

test.each([
  ['add', 0],
  ['add', -1],
  ['add', 100],
  ['set', -1],
  ['set', 100],
  ['set', 2 ** 31 - 1],
] as const)('a quantity to %s of %i is refused', (mode, quantity) => {
  expect(readLines([{ variantId: oak, quantity }], mode, ['lines'])).toMatchObject({
    __typename: 'InvalidInput',
    path: ['lines', '0', 'quantity'],
  })
})

test('more lines than a cart holds are refused', () => {
  const lines = Array.from({ length: 101 }, () => ({ variantId: oak, quantity: 1 }))
  expect(readLines(lines, 'add', ['lines'])).toMatchObject({ __typename: 'InvalidInput', path: ['lines'] })
})

test('ids that cannot be a variant are told apart from ids of other things', () => {
  const endless = encodeGlobalId('ProductVariant', '9'.repeat(30))
  expect(readLines([{ variantId: endless, quantity: 1 }], 'add', [])).toMatchObject([
    { variantId: undefined },
  ])
  const cart = encodeGlobalId('Cart', '7')
  expect(() => readLines([{ variantId: cart, quantity: 1 }], 'add', [])).toThrow('an id of a ProductVariant')
})

test('an address is trimmed, and an empty second line is none', () => {
  expect(deliveryInput.parse({ address })).toEqual({ address: { ...address, name: 'Ada', extra: null } })
})

test.each([
  [{ email: 'ada' }, ['email']],
  [{ email: `${'a'.repeat(250)}@example.com` }, ['email']],
  [{ email: 'ada@example.com\r\nBcc: all@example.com' }, ['email']],
  [{ address: { ...address, name: '   ' } }, ['address', 'name']],
  [{ address: { ...address, name: 'Ada\nBcc: x' } }, ['address', 'name']],
  [{ address: { ...address, name: 'Ada \ud800' } }, ['address', 'name']],
  [{ address: { ...address, street: 'x'.repeat(101) } }, ['address', 'street']],
  [{ address: { ...address, postalCode: '1011' } }, ['address', 'postalCode']],
  [{ address: { ...address, country: 'CH', postalCode: '80001' } }, ['address', 'postalCode']],
  [{ address: { ...address, country: 'AT', postalCode: '0101' } }, ['address', 'postalCode']],
])('%j is refused with the path of the fault', (input, path) => {
  const parsed = deliveryInput.safeParse(input)
  if (parsed.success) throw new Error('was accepted')
  expect(invalidByZod(parsed.error, ['input']).path).toEqual(['input', ...path])
})
