import { describe, expect, it } from 'vitest'
import { checkAddress, readAddress, rejectedField } from '../../web/app/forms/check-address.ts'
import { numberField } from '../../web/app/forms/fields.ts'
import { callKey, newFormKey } from '../../web/app/forms/idempotency-key.ts'

const good = {
  email: 'anna@example.com',
  name: 'Anna Muster',
  street: 'Speicherstraße 1',
  extra: '',
  postalCode: '20457',
  city: 'Hamburg',
  country: 'DE',
}

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

describe('checkAddress', () => {
  it('accepts a good address, trimmed', () => {
    const entry = readAddress(formOf({ ...good, name: '  Anna Muster ' }))
    expect(entry).toEqual(good)
    expect(checkAddress(entry)).toEqual({})
  })

  it('names every fault at once', () => {
    const entry = readAddress(formOf({ ...good, email: 'anna@', name: '', postalCode: '1010' }))
    expect(checkAddress(entry)).toEqual({
      email: { kind: 'email' },
      name: { kind: 'required' },
      postalCode: { kind: 'postal-code', country: 'DE' },
    })
  })

  it('knows the postal codes of each country', () => {
    expect(checkAddress({ ...good, country: 'CH', postalCode: '8001' })).toEqual({})
    expect(checkAddress({ ...good, country: 'AT', postalCode: '20457' })).toHaveProperty('postalCode')
    expect(checkAddress({ ...good, country: 'CH', postalCode: '0001' })).toHaveProperty('postalCode')
  })

  it('refuses countries without delivery, long texts and line breaks', () => {
    expect(checkAddress({ ...good, country: 'FR' })).toEqual({ country: { kind: 'country' } })
    expect(checkAddress({ ...good, city: 'x'.repeat(101) })).toEqual({
      city: { kind: 'too-long', maximum: 100 },
    })
    expect(checkAddress({ ...good, street: 'a\nb' })).toEqual({ street: { kind: 'rejected' } })
  })
})

describe('rejectedField', () => {
  it('finds the field in the path of the API’s answer', () => {
    expect(rejectedField(['input', 'address', 'city'])).toEqual({ city: { kind: 'rejected' } })
    expect(rejectedField(['cartId'])).toEqual({})
  })
})

describe('numberField', () => {
  it.each([
    ['1', 1],
    ['99', 99],
    ['0', undefined],
    ['100', undefined],
    ['1e1', undefined],
    ['1.5', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%j: %s', (text, expected) => {
    expect(numberField(formOf({ n: text }), 'n', { minimum: 1, maximum: 99 })).toBe(expected)
  })
})

describe('callKey', () => {
  it('is the same for the same form and wish, and another for a changed wish or form', () => {
    const formKey = newFormKey()
    expect(callKey(formKey, 'add', 'v1', 2)).toBe(callKey(formKey, 'add', 'v1', 2))
    expect(callKey(formKey, 'add', 'v1', 3)).not.toBe(callKey(formKey, 'add', 'v1', 2))
    expect(callKey(newFormKey(), 'add', 'v1', 2)).not.toBe(callKey(formKey, 'add', 'v1', 2))
  })

  it('does not run its parts together', () => {
    expect(callKey('k', 'ab', 'c')).not.toBe(callKey('k', 'a', 'bc'))
  })

  it('has a length that the API takes', () => {
    expect(callKey('k', 'add').length).toBeGreaterThanOrEqual(8)
    expect(callKey('k', 'x'.repeat(5000)).length).toBeLessThanOrEqual(128)
  })
})
